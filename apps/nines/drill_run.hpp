#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "nines/context.hpp"
#include "nines/run_record.hpp"
#include "nines/view_text.hpp"
#include "practice/drill.hpp"

namespace nines {

/// One run of drills on the console: draws numbers, asks, checks, explains; without a count until
/// the user leaves. An answer is recorded before its feedback is shown.
class DrillRun {
 public:
  struct Plan {
    std::vector<const content::Item*> drills;  ///< asked in this order, again and again
    std::optional<std::size_t> count;
    std::uint64_t seed = 0;
  };
  DrillRun(Context& context, Sitting sitting, Plan plan);

  /// True when Ctrl-C ended it. Throws base::Error when no numbers can be drawn.
  bool play();
  const RunRecord& record() const { return record_; }

 private:
  enum class Step { stay, next, leave, interrupt };

  practice::DrawnDrill drawn(std::size_t number) const;
  Step ask(const practice::DrawnDrill& drill);
  Step answer(const practice::DrawnDrill& drill, const std::string& text);
  std::optional<Step> command(const practice::DrawnDrill& drill, const std::string& text);
  Step review(const practice::DrawnDrill& drill);
  Step undo();

  terminal::Console& console() const { return context_.console(); }
  ViewLayout layout() const;
  void say(const std::string& text) const { console().print_wrapped({{text}}, " ", " "); }

  Context& context_;
  Plan plan_;
  RunRecord record_;
  std::size_t number_ = 0;             ///< of the question, counted from 0
  std::vector<std::size_t> answered_;  ///< the numbers of those in the record
  bool is_shown_ = false;
  base::SteadyTime thinking_since_{};
};

}  // namespace nines
