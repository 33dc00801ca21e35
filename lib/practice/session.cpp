#include "practice/session.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace practice {
namespace {

bool is_off_schedule(const Journal& journal, RunId run) {
  const std::optional<Run> begun = journal.run(run);
  return begun && begun->off_schedule;
}

}  // namespace

QuizSession::QuizSession(std::vector<Question> questions, Journal& journal, RunId run,
                         const base::Clock& clock)
    : questions_(std::move(questions)),
      is_settled_(questions_.size(), false),
      journal_(&journal),
      run_(run),
      off_schedule_(is_off_schedule(journal, run)),
      clock_(&clock) {}

const Question* QuizSession::current() const {
  const std::size_t place = position();
  return place < size() ? &questions_[place] : nullptr;
}

std::size_t QuizSession::position() const {
  const auto first = std::find(is_settled_.begin(), is_settled_.end(), false);
  return static_cast<std::size_t>(std::distance(is_settled_.begin(), first));
}

void QuizSession::show() {
  if (current() == nullptr) return;
  shown_ = position();
  thinking_since_ = clock_->steady_now();
}

Answered QuizSession::answer(std::size_t shown_place, std::optional<int> certainty) {
  const std::size_t place = position();
  const Question& question = questions_.at(place);
  const std::size_t option = question.order.at(shown_place);
  Answered answered;
  answered.run = run_;
  answered.at = clock_->now();
  answered.off_schedule = off_schedule_;
  answered.answer = {.item_id = question.item->id,
                     .item_revision = question.item->revision,
                     .topic = question.item->topic,
                     .option = static_cast<int>(option),
                     .correct = question.item->choice()->options.at(option).correct,
                     .certainty = certainty,
                     .thinking = {}};
  if (thinking_since_ && shown_ == place) {
    answered.answer.thinking = std::chrono::duration_cast<std::chrono::milliseconds>(
        clock_->steady_now() - *thinking_since_);
  }
  given_.reserve(given_.size() + 1);  // what can fail comes before the answer is recorded
  answered.id = journal_->record(run_, answered.answer);
  given_.push_back({place, answered});
  is_settled_[place] = true;
  return answered;
}

void QuizSession::skip() {
  const std::size_t place = position();
  journal_->record_skip(run_, questions_.at(place).item->id);
  is_settled_[place] = true;
}

void QuizSession::flag(const std::string& note) {
  journal_->record_flag(run_, questions_.at(shown_.value_or(position())).item->id, note);
}

std::optional<QuizSession::Undone> QuizSession::undo() {
  if (given_.size() > given_before_) {
    const Given last = given_.back();
    journal_->undo(run_, last.answer.id);
    given_.pop_back();
    is_settled_[last.place] = false;
    shown_ = last.place;
    thinking_since_.reset();
    return Undone{last.answer, true, questions_[last.place].item};
  }
  std::optional<Answered> earlier = journal_->last_answer(run_);
  if (!earlier) return std::nullopt;
  journal_->undo(run_, earlier->id);
  const auto same_item = std::find_if(
      questions_.begin(), questions_.end(),
      [&](const Question& question) { return question.item->id == earlier->answer.item_id; });
  const content::Item* item = same_item == questions_.end() ? nullptr : same_item->item;
  return Undone{std::move(*earlier), false, item};
}

void QuizSession::continue_with(Journal& journal, RunId run) {
  off_schedule_ = is_off_schedule(journal, run);
  journal_ = &journal;
  run_ = run;
  given_before_ = given_.size();
}

std::vector<Answered> QuizSession::answers() const {
  std::vector<Answered> answers;
  for (const Given& given : given_) answers.push_back(given.answer);
  return answers;
}

Summary QuizSession::summary(DayOf day_of) const {
  return summarise(answers(), day_of);
}

}  // namespace practice
