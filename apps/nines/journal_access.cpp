#include "nines/journal_access.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <system_error>
#include <utility>

#include "nines/asking.hpp"
#include "nines/messages.hpp"

namespace nines {

namespace {

Sitting sit(practice::Journal journal, const practice::Run& run) {
  const auto id = journal.begin_run(run);
  return {std::move(journal), id};
}

}  // namespace

practice::Journal open_journal_or_fail(Context& context) {
  auto journal = practice::Journal::open(context.data_folder(), context.clock());
  if (!journal.set_aside().empty()) {
    tell(fmt::format("the journal was damaged; it is kept as {} and a new one is begun",
                     journal.set_aside().string()),
         context.console().capabilities());
  }
  return journal;
}

practice::Journal open_journal_to_read(Context& context) {
  // Looking must not leave files behind where nothing was ever answered.
  std::error_code error;
  const auto status = std::filesystem::status(context.data_folder() / "journal.db", error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return practice::Journal::in_memory(context.clock());
  }
  return open_journal_or_fail(context);
}

std::optional<Sitting> begin_sitting(Context& context, const practice::Run& run, bool no_save) {
  if (no_save) return sit(practice::Journal::in_memory(context.clock()), run);
  auto& console = context.console();
  try {
    return sit(open_journal_or_fail(context), run);
  } catch (const practice::JournalError& error) {
    if (!console.capabilities().interactive) {
      throw practice::JournalError(error.reason(), error.what(),
                                   error.advice() + "; or practise without saving: --no-save");
    }
    tell_error(error, console.capabilities());
  }
  if (!ask_yes(console, "Practise without saving?")) return std::nullopt;
  return sit(practice::Journal::in_memory(context.clock()), run);
}

}  // namespace nines
