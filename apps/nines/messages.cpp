#include "nines/messages.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <string>

#include "terminal/text.hpp"

namespace nines {
namespace {

constexpr std::size_t problems_shown_max = 5;

void write_error(std::string_view text, const terminal::Capabilities& capabilities) {
  const std::string safe = terminal::printable(text, true);
  const std::string bytes = capabilities.utf8 ? safe : terminal::to_ascii(safe);
  // Nothing is left to be told when even standard error fails.
  std::fwrite(bytes.data(), 1, bytes.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

void tell(std::string_view message, const terminal::Capabilities& capabilities) {
  write_error(fmt::format("nines: {}\n", message), capabilities);
}

void tell_error(const base::Error& error, const terminal::Capabilities& capabilities) {
  tell(error.what(), capabilities);
  if (!error.advice().empty()) {
    write_error(fmt::format("       {}\n", error.advice()), capabilities);
  }
}

void tell_problems(const content::Bank& bank, const terminal::Capabilities& capabilities) {
  const auto& problems = bank.problems();
  for (std::size_t i = 0; i < problems.size() && i < problems_shown_max; ++i) {
    tell(content::describe(bank, problems[i]), capabilities);
  }
  if (problems.size() > problems_shown_max) {
    tell(fmt::format("{} more problems in the content; \"nines content check DIR\" lists them all",
                     problems.size() - problems_shown_max),
         capabilities);
  }
}

}  // namespace nines
