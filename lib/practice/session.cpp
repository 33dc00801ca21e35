#include "practice/session.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace practice {
QuizSession::QuizSession(std::vector<Question> questions, Journal& journal, RunId run,
                         const base::Clock& clock)
    : questions_(std::move(questions)),
      is_settled_(questions_.size(), false),
      log_(journal, run, clock),
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
  Answer answer{.item_id = question.item->id,
                .item_revision = question.item->revision,
                .topic = question.item->topic,
                .option = static_cast<int>(option),
                .correct = question.item->choice()->options.at(option).correct,
                .certainty = certainty,
                .thinking = {}};
  if (thinking_since_ && shown_ == place) {
    answer.thinking = std::chrono::duration_cast<std::chrono::milliseconds>(clock_->steady_now() -
                                                                            *thinking_since_);
  }
  places_.reserve(places_.size() + 1);  // what can fail comes before the answer is recorded
  Answered answered = log_.add(answer);
  places_.push_back(place);
  is_settled_[place] = true;
  return answered;
}

void QuizSession::skip() {
  const std::size_t place = position();
  log_.skip(questions_.at(place).item->id);
  is_settled_[place] = true;
}

void QuizSession::flag(const std::string& note) {
  log_.flag(questions_.at(shown_.value_or(position())).item->id, note);
}

std::optional<QuizSession::Undone> QuizSession::undo() {
  auto undone = log_.undo();
  if (!undone) return std::nullopt;
  if (undone->from_this_run) {
    const std::size_t place = places_.back();
    places_.pop_back();
    is_settled_[place] = false;
    shown_ = place;
    thinking_since_.reset();
    return Undone{std::move(undone->answer), true, questions_[place].item};
  }
  const auto same_item = std::find_if(
      questions_.begin(), questions_.end(),
      [&](const Question& question) { return question.item->id == undone->answer.answer.item_id; });
  const content::Item* item = same_item == questions_.end() ? nullptr : same_item->item;
  return Undone{std::move(undone->answer), false, item};
}

void QuizSession::continue_with(Journal& journal, RunId run) {
  log_.continue_with(journal, run);
}

}  // namespace practice
