#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "nines/context.hpp"
#include "nines/journal_access.hpp"
#include "nines/quiz_reply.hpp"
#include "nines/quiz_view.hpp"
#include "practice/journal.hpp"
#include "practice/session.hpp"

namespace nines {

/// One quiz on the console: asks, shows, and hands every answer to the session, which records it
/// before the next question is shown.
class QuizRun {
 public:
  QuizRun(Context& context, Sitting sitting, std::vector<practice::Question> questions, bool weak);

  /// Asks until the questions end or the user leaves; true when Ctrl-C ended it.
  bool play();
  /// Prints the summary.
  void finish();

  const std::vector<practice::Question>& questions() const { return questions_; }
  const practice::QuizSession& session() const { return session_; }
  std::size_t skipped() const { return skipped_; }
  bool is_saving() const { return journal_.is_saving(); }
  /// False when an answer could not be saved and nobody was there to agree to that.
  bool is_complete_record() const { return !lost_record_; }

 private:
  enum class Step { stay, next, leave, interrupt };

  Step ask();
  Step review(const practice::Question& question);
  Step give_answer(const practice::Question& question, const QuizReply& reply);
  std::optional<Step> ask_certainty(std::optional<int>& certainty);
  Step undo();
  void flag(const content::Item& item, std::string note);
  void show_reason(const content::Item& item);
  /// Does `record` until it succeeds or the user decides otherwise; false when the run must end.
  template <typename Record>
  bool keep(Record&& record);
  bool settle_failure(const practice::JournalError& error);
  ViewLayout layout() const;
  bool pauses() const { return context_.console().capabilities().interactive; }

  Context& context_;
  practice::Journal journal_;
  practice::RunId run_;
  std::vector<practice::Question> questions_;
  practice::QuizSession session_;
  bool weak_;
  const content::Item* last_item_ = nullptr;  ///< answered last
  bool is_shown_ = false;
  bool lost_record_ = false;
  std::size_t skipped_ = 0;
};

}  // namespace nines
