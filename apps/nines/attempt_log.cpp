#include "nines/attempt_log.hpp"

#include <fstream>
#include <sstream>

#include "base/random.hpp"
#include "nines/journal_access.hpp"
#include "nines/messages.hpp"

namespace nines {

using std::chrono::milliseconds;

AttemptLog::AttemptLog(Context& context, const grader::Manifest& challenge)
    : context_(context), challenge_(challenge), clock_(context.state_folder(), challenge.id) {
  try {
    journal_.emplace(open_journal_or_fail(context));
    for (const auto& attempted : journal_->attempts()) {
      if (attempted.attempt.challenge != challenge.id) continue;
      ++count_;
      last_ = attempted.attempt;
    }
  } catch (const practice::JournalError& error) {
    journal_.reset();
    tell_error(error, context.console().capabilities());
    tell("this attempt is not recorded", context.console().capabilities());
  }
}

bool AttemptLog::is_repeated(std::uint64_t file_hash) const {
  return last_ && last_->file_hash == file_hash;
}

AttemptNote AttemptLog::note(std::uint64_t file_hash) const {
  AttemptNote note{.minutes = challenge_.minutes};
  if (journal_) note.number = is_repeated(file_hash) ? count_ : count_ + 1;
  note.elapsed = clock_.elapsed(context_.clock().now());
  return note;
}

void AttemptLog::record(const std::string& language, std::uint64_t file_hash,
                        const grader::Report& report) {
  const auto elapsed = clock_.elapsed(context_.clock().now());
  if (report.verdict == grader::Verdict::pass) clock_.stop();
  if (!journal_ || (is_repeated(file_hash) && last_->verdict == grader::name(report.verdict)))
    return;
  practice::Attempt attempt{
      .challenge = challenge_.id,
      .language = language,
      .file_hash = file_hash,
      .verdict = grader::name(report.verdict),
      .required_passed = report.required_passed,
      .required_total = report.required_total,
      .took = std::chrono::duration_cast<milliseconds>(report.timing.total),
  };
  for (const auto& finding : report.findings) attempt.findings.push_back(finding.requirement);
  if (elapsed) attempt.elapsed = std::chrono::duration_cast<milliseconds>(*elapsed);
  try {
    if (!run_) run_ = journal_->begin_run({"grade", 0, false});
    journal_->record(*run_, attempt);
    if (!is_repeated(file_hash)) ++count_;
    last_ = std::move(attempt);
  } catch (const practice::JournalError& error) {
    tell_error(error, context_.console().capabilities());
  }
}

std::uint64_t hash_of_file(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return 0;
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return stream ? base::fnv1a(bytes.str()) : 0;
}

}  // namespace nines
