#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "practice/journal.hpp"
#include "practice/statistics.hpp"

namespace practice {

/// The answers of one run, between whoever asks and the journal. A call that throws JournalError
/// has changed nothing here: it may be repeated, or the run goes on in another journal. The journal
/// and the clock (the journal's own) must outlive the log.
class AnswerLog {
 public:
  AnswerLog(Journal& journal, RunId run, const base::Clock& clock);

  /// Records before it returns.
  Answered add(const Answer& answer);
  void skip(const std::string& item_id);
  void flag(const std::string& item_id, const std::string& note);

  struct Undone {
    Answered answer;
    bool from_this_run = false;
  };
  /// Takes back this run's last answer; when this run has none, the newest of the runs begun before
  /// it. Absent when there is nothing to take back.
  std::optional<Undone> undo();

  /// Goes on with another journal, in which `run` has been begun. Answers already given stay among
  /// the answers, and cannot be taken back any more.
  void continue_with(Journal& journal, RunId run);

  /// The answers of this run that stand, oldest first.
  const std::vector<Answered>& answers() const { return given_; }
  std::size_t skipped() const { return skipped_; }
  Summary summary(DayOf day_of = utc_day) const { return summarise(given_, day_of); }

 private:
  std::vector<Answered> given_;
  std::size_t given_before_ = 0;  ///< how many of them are in an earlier journal
  std::size_t skipped_ = 0;
  Journal* journal_;
  RunId run_;
  bool off_schedule_;
  const base::Clock* clock_;
};

}  // namespace practice
