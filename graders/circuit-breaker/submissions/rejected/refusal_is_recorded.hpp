// expect: rejection-changes-nothing
// Refused calls go into the history as failures.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <mutex>
#include <vector>

struct CircuitOpenError : std::exception {};

enum class State { CLOSED, OPEN, HALF_OPEN };

class CircuitBreaker {
  using Clock = std::chrono::steady_clock;

 public:
  CircuitBreaker(int failureThreshold, int resetTimeout, int successThreshold)
      : failures_(failureThreshold), timeout_(resetTimeout), successes_(successThreshold) {}

  int call(const std::function<int()>& fn) {
    if (getState() == State::OPEN) {
      note(false);
      throw CircuitOpenError();
    }
    try {
      const int value = fn();
      note(true);
      return value;
    } catch (...) {
      note(false);
      throw;
    }
  }

  State getState() const {
    const std::lock_guard lock(mutex_);
    return replay(Clock::now()).state;
  }

 private:
  struct Event {
    Clock::time_point at;
    bool success;
  };
  struct View {
    State state = State::CLOSED;
    int run = 0;
    Clock::time_point opened{};
  };

  View replay(Clock::time_point now) const {
    View view;
    for (const Event& event : history_) {
      wait(view, event.at);
      apply(view, event);
    }
    wait(view, now);
    return view;
  }

  void wait(View& view, Clock::time_point until) const {
    if (view.state == State::OPEN && until - view.opened >= timeout_) view = {State::HALF_OPEN};
  }

  void apply(View& view, const Event& event) const {
    if (view.state == State::OPEN) {
      view.opened = event.at;
      return;
    }
    const bool counts = event.success == (view.state == State::HALF_OPEN);
    view.run = counts ? view.run + 1 : 0;
    if (!event.success && (view.state == State::HALF_OPEN || view.run >= failures_))
      view = {State::OPEN, 0, event.at};
    else if (view.state == State::HALF_OPEN && view.run >= successes_)
      view = {State::CLOSED};
  }

  void note(bool success) {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    history_.push_back({now, success});
    // All that lies before a CLOSED circuit without failures is of no consequence.
    const View view = replay(now);
    if (view.state == State::CLOSED && view.run == 0) history_.clear();
  }

  const int failures_;
  const std::chrono::seconds timeout_;
  const int successes_;
  mutable std::mutex mutex_;
  std::vector<Event> history_;
};
