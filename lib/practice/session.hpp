#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "content/item.hpp"
#include "practice/answer_log.hpp"
#include "practice/journal.hpp"
#include "practice/quiz.hpp"
#include "practice/statistics.hpp"

namespace practice {

/// One run of a quiz, between the planned questions and the journal. A call that throws
/// JournalError has changed nothing here: it may be repeated, or the run goes on in another
/// journal. The journal, the clock (the journal's own) and the items must outlive the session.
class QuizSession {
 public:
  QuizSession(std::vector<Question> questions, Journal& journal, RunId run,
              const base::Clock& clock);

  /// The first question neither answered nor skipped; null when there is none left.
  const Question* current() const;
  /// The place of the current question, 0-based; size() when done.
  std::size_t position() const;
  std::size_t size() const { return questions_.size(); }

  /// The current question is before the user now: the thinking time counts from here.
  void show();
  /// Records the option shown at `shown_place` before it returns, and moves on.
  Answered answer(std::size_t shown_place, std::optional<int> certainty);
  /// Leaves the current question out of this run for good.
  void skip();
  /// Flags the question the user looks at: the last one shown, be it answered since or not.
  void flag(const std::string& note);

  struct Undone {
    Answered answer;
    bool from_this_run = false;
    const content::Item* item = nullptr;  ///< null when it is not among this run's questions
  };
  /// Takes back this run's last answer and returns to that question; when this run has none, takes
  /// back the newest answer of the runs begun before it. Absent when there is nothing to take back.
  std::optional<Undone> undo();

  /// Goes on with another journal, in which `run` has been begun. Answers already given stay in the
  /// summary, and cannot be taken back any more.
  void continue_with(Journal& journal, RunId run);

  /// The answers of this run that stand, oldest first.
  const std::vector<Answered>& answers() const { return log_.answers(); }
  std::size_t skipped() const { return log_.skipped(); }
  Summary summary(DayOf day_of = utc_day) const { return log_.summary(day_of); }

 private:
  std::vector<Question> questions_;
  std::vector<bool> is_settled_;     ///< answered or skipped
  std::vector<std::size_t> places_;  ///< of the questions that the answers of the log are to
  std::optional<std::size_t> shown_;
  std::optional<base::SteadyTime> thinking_since_;
  AnswerLog log_;
  const base::Clock* clock_;
};

}  // namespace practice
