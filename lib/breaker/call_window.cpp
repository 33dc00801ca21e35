#include "breaker/call_window.hpp"

#include <algorithm>

namespace breaker {
namespace {

constexpr int window_calls_max = 1'000'000;
constexpr int window_seconds_max = 3'600;

/// Rounded down, also before zero.
std::int64_t second_of(std::chrono::nanoseconds time) {
  return std::chrono::floor<std::chrono::seconds>(time).count();
}

std::size_t second_slot(std::int64_t second, std::size_t slots) {
  const auto size = static_cast<std::int64_t>(slots);
  return static_cast<std::size_t>((second % size + size) % size);
}

void put_in(WindowCounts& counts, CallOutcome outcome) {
  ++counts.calls;
  counts.failed += outcome.failed ? 1 : 0;
  counts.slow += outcome.slow ? 1 : 0;
}

void take_out(WindowCounts& counts, const WindowCounts& part) {
  counts.calls -= part.calls;
  counts.failed -= part.failed;
  counts.slow -= part.slow;
}

}  // namespace

CallWindow::CallWindow(const std::variant<CountWindow, TimeWindow>& size)
    : is_of_time_(std::holds_alternative<TimeWindow>(size)) {
  if (is_of_time_)
    seconds_.resize(static_cast<std::size_t>(
        std::clamp(std::get<TimeWindow>(size).seconds, 1, window_seconds_max)));
  else
    calls_.resize(static_cast<std::size_t>(
        std::clamp(std::get<CountWindow>(size).calls, 1, window_calls_max)));
}

void CallWindow::add(CallOutcome outcome, std::chrono::nanoseconds now) {
  if (is_of_time_)
    add_to_second(outcome, second_of(now));
  else
    add_to_ring(outcome);
}

void CallWindow::add_to_ring(CallOutcome outcome) {
  CallOutcome& place = calls_[next_];
  if (total_.calls == static_cast<std::int64_t>(calls_.size()))
    take_out(total_, {.calls = 1, .failed = place.failed ? 1 : 0, .slow = place.slow ? 1 : 0});
  place = outcome;
  put_in(total_, outcome);
  if (++next_ == calls_.size()) next_ = 0;
}

void CallWindow::add_to_second(CallOutcome outcome, std::int64_t second) {
  // Nothing is counted, so every slot is empty and may stand for any second.
  if (total_.calls == 0) newest_second_ = second;
  second = std::max(second, newest_second_);
  const auto size = static_cast<std::int64_t>(seconds_.size());
  const std::int64_t leaving = std::min(second - newest_second_, size);
  for (std::int64_t i = 1; i <= leaving; ++i) {
    WindowCounts& slot = seconds_[second_slot(newest_second_ + i, seconds_.size())];
    take_out(total_, slot);
    slot = {};
  }
  newest_second_ = second;
  put_in(total_, outcome);
  put_in(seconds_[second_slot(second, seconds_.size())], outcome);
}

WindowCounts CallWindow::counts(std::chrono::nanoseconds now) const {
  WindowCounts counts = total_;
  if (!is_of_time_ || counts.calls == 0) return counts;
  const auto size = static_cast<std::int64_t>(seconds_.size());
  const std::int64_t leaving = std::min(second_of(now) - newest_second_, size);
  for (std::int64_t i = 1; i <= leaving; ++i)
    take_out(counts, seconds_[second_slot(newest_second_ + i, seconds_.size())]);
  return counts;
}

void CallWindow::clear() {
  std::fill(seconds_.begin(), seconds_.end(), WindowCounts{});
  total_ = {};
  next_ = 0;
}

}  // namespace breaker
