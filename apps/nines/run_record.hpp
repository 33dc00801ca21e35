#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "nines/context.hpp"
#include "nines/journal_access.hpp"
#include "practice/answer_log.hpp"
#include "practice/journal.hpp"

namespace nines {

/// The record of one run of a verb: what goes to the journal, and what is asked and said when that
/// does not work.
class RunRecord {
 public:
  RunRecord(Context& context, Sitting sitting);
  RunRecord(const RunRecord&) = delete;
  RunRecord& operator=(const RunRecord&) = delete;

  /// Absent when it could not be recorded and the run must end.
  std::optional<practice::Answered> add(const practice::Answer& answer);
  /// False when the run must end.
  bool skip(const content::Item& item);
  /// Asks for the note where there is none and somebody is there to ask.
  void flag(const content::Item& item, std::string note);
  /// Takes back the last answer, of an earlier run only after a question, and says so. What was
  /// taken back, if it was this run's.
  std::optional<practice::Answer> undo();

  /// All answers there are; empty, with a message, when they cannot be read.
  std::vector<practice::Answered> history() const;
  const practice::AnswerLog& log() const { return log_; }
  /// Prints the score, topics and whether it was saved.
  void print_summary() const;

  bool is_saving() const { return journal_.is_saving(); }
  /// False when an answer could not be saved and nobody was there to agree to that.
  bool is_complete() const { return !lost_; }

 private:
  template <typename Record>
  bool keep(Record&& record);
  bool settle_failure(const practice::JournalError& error);

  Context& context_;
  practice::Journal journal_;
  practice::Run begun_;
  practice::RunId run_;
  practice::AnswerLog log_;
  bool lost_ = false;
};

}  // namespace nines
