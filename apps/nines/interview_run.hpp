#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "nines/context.hpp"
#include "nines/interview_clock.hpp"
#include "nines/interview_view.hpp"
#include "nines/run_record.hpp"

namespace nines {

/// One run of interview questions on the console. An answer is recorded as soon as its last key
/// point is judged.
class InterviewRun {
 public:
  InterviewRun(Context& context, Sitting sitting, std::vector<const content::Item*> items);

  /// Asks until the questions end or the user leaves; true when Ctrl-C ended it.
  bool play();

  const RunRecord& record() const { return record_; }
  const std::vector<const content::Item*>& items() const { return items_; }

 private:
  enum class Step { stay, next, leave, interrupt };
  /// What came of giving the user time to speak.
  struct Speech {
    std::chrono::milliseconds time{0};
    std::string typed;
  };

  Step ask();
  std::optional<Step> speak(Speech& speech);
  std::optional<Step> pause(InterviewClock& clock);
  std::optional<Step> type(std::string& typed);
  std::optional<Step> judge(const Speech& speech, std::vector<practice::Tick>& ticks);
  Step feed_back(const content::Item& item, const practice::Answer& answer);
  Step follow_up(const content::Item& item, const practice::Answer& answer);
  Step review(const content::Item& item);
  /// The commands that mean the same everywhere; absent for others.
  std::optional<Step> common(char letter, const std::string& rest);
  Step undo();

  const content::Item& item() const { return *items_[position_]; }
  const content::Open& open() const { return *item().open(); }
  terminal::Console& console() const { return context_.console(); }
  ViewLayout layout() const;
  bool pauses() const { return console().capabilities().interactive; }
  void say(const std::string& text) const { console().print_wrapped({{text}}, " ", " "); }

  Context& context_;
  std::vector<const content::Item*> items_;
  RunRecord record_;
  std::size_t position_ = 0;
};

}  // namespace nines
