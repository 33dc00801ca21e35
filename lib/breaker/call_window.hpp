#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

namespace breaker {

/// The last so many calls.
struct CountWindow {
  int calls = 100;  ///< 1 .. 1,000,000
};

/// The running second and the whole seconds before it.
struct TimeWindow {
  int seconds = 10;  ///< 1 .. 3,600
};

struct CallOutcome {
  bool failed = false;
  bool slow = false;
};

struct WindowCounts {
  std::int64_t calls = 0;
  std::int64_t failed = 0;
  std::int64_t slow = 0;  ///< failed ones among them

  friend bool operator==(const WindowCounts&, const WindowCounts&) = default;
};

/// A sliding window over the outcomes of calls, counted in constant time: a ring of outcomes, or of
/// the counts of one second each.
class CallWindow {
 public:
  explicit CallWindow(const std::variant<CountWindow, TimeWindow>& size);

  /// `now` must not decrease.
  void add(CallOutcome outcome, std::chrono::nanoseconds now);
  WindowCounts counts(std::chrono::nanoseconds now) const;
  void clear();

 private:
  void add_to_ring(CallOutcome outcome);
  void add_to_second(CallOutcome outcome, std::int64_t second);

  bool is_of_time_;
  std::vector<CallOutcome> calls_;     ///< of a count window
  std::vector<WindowCounts> seconds_;  ///< of a time window; that of second s at s mod size
  std::size_t next_ = 0;
  std::int64_t newest_second_ = 0;
  WindowCounts total_;
};

}  // namespace breaker
