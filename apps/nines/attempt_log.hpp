#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "grader/manifest.hpp"
#include "grader/report.hpp"
#include "nines/challenge_clock.hpp"
#include "nines/context.hpp"
#include "nines/grade_view.hpp"
#include "practice/journal.hpp"

namespace nines {

/// The gradings of one challenge in the journal. Grading goes on without a journal that cannot be
/// used; that is told once, on standard error.
class AttemptLog {
 public:
  AttemptLog(Context& context, const grader::Manifest& challenge);

  /// For a submission of these bytes. One that has not changed since it was last graded is no
  /// further attempt.
  AttemptNote note(std::uint64_t file_hash) const;
  void record(const std::string& language, std::uint64_t file_hash, const grader::Report& report);

 private:
  bool is_repeated(std::uint64_t file_hash) const;

  Context& context_;
  const grader::Manifest& challenge_;
  ChallengeClock clock_;
  std::optional<practice::Journal> journal_;
  std::optional<practice::RunId> run_;
  int count_ = 0;
  std::optional<practice::Attempt> last_;
};

/// A file's bytes as a hash; 0 when it cannot be read.
std::uint64_t hash_of_file(const std::filesystem::path& file);

}  // namespace nines
