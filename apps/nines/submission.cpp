#include "nines/submission.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace nines {
namespace {

namespace fs = std::filesystem;

/// What cannot be graded is said before anything is run. A pipe is not opened: that could wait.
void expect_file(const grader::Manifest& challenge, const fs::path& file) {
  std::error_code error;
  const auto status = fs::status(file, error);
  if (fs::is_regular_file(status)) return;
  const std::string start = "start one with: nines challenge start " + challenge.id;
  if (status.type() == fs::file_type::not_found)
    throw base::Error("there is no file " + file.string(), start);
  if (fs::is_directory(status)) {
    const auto inside = file / challenge.languages.front().starter;
    throw base::Error(file.string() + " is a folder", fs::exists(inside, error)
                                                          ? "did you mean " + inside.string() + "?"
                                                          : "name the file in it");
  }
  if (error) throw base::Error(fmt::format("cannot read {}: {}", file.string(), error.message()));
  throw base::Error(file.string() + " is not a file with text in it", start);
}

}  // namespace

const grader::LanguageEntry& expect_submission(const grader::Manifest& challenge,
                                               const fs::path& file) {
  expect_file(challenge, file);
  return grader::language_of(challenge, file);
}

sandbox::Tier choose_tier(std::optional<sandbox::Tier> wanted, bool allows_unsafe) {
  if (wanted) {
    const auto status = sandbox::probe(*wanted);
    if (status.works) return *wanted;
    throw base::Error(fmt::format("the sandbox {} does not work here: {}", sandbox::name(*wanted),
                                  status.why_not),
                      "\"nines doctor\" shows what does");
  }
  if (const auto best = sandbox::best_tier()) return *best;
  if (allows_unsafe) return sandbox::Tier::none;
  throw base::Error("no sandbox works on this machine, so the submission is not run",
                    "\"nines doctor\" says why; --unsafe runs it without one, with all that you "
                    "may do yourself");
}

}  // namespace nines
