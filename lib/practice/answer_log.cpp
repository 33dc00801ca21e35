#include "practice/answer_log.hpp"

#include <utility>

namespace practice {
namespace {

bool is_off_schedule(const Journal& journal, RunId run) {
  const std::optional<Run> begun = journal.run(run);
  return begun && begun->off_schedule;
}

}  // namespace

AnswerLog::AnswerLog(Journal& journal, RunId run, const base::Clock& clock)
    : journal_(&journal), run_(run), off_schedule_(is_off_schedule(journal, run)), clock_(&clock) {}

Answered AnswerLog::add(const Answer& answer) {
  Answered answered;
  answered.run = run_;
  answered.at = clock_->now();
  answered.off_schedule = off_schedule_;
  answered.answer = answer;
  given_.reserve(given_.size() + 1);  // what can fail comes before the answer is recorded
  answered.id = journal_->record(run_, answer);
  given_.push_back(answered);
  return answered;
}

void AnswerLog::skip(const std::string& item_id) {
  journal_->record_skip(run_, item_id);
  ++skipped_;
}

void AnswerLog::flag(const std::string& item_id, const std::string& note) {
  journal_->record_flag(run_, item_id, note);
}

std::optional<AnswerLog::Undone> AnswerLog::undo() {
  if (given_.size() > given_before_) {
    journal_->undo(run_, given_.back().id);
    Undone undone{std::move(given_.back()), true};
    given_.pop_back();
    return undone;
  }
  std::optional<Answered> earlier = journal_->last_answer(run_);
  if (!earlier) return std::nullopt;
  journal_->undo(run_, earlier->id);
  return Undone{std::move(*earlier), false};
}

void AnswerLog::continue_with(Journal& journal, RunId run) {
  off_schedule_ = is_off_schedule(journal, run);
  journal_ = &journal;
  run_ = run;
  given_before_ = given_.size();
}

}  // namespace practice
