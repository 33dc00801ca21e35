// A table says what follows each event in each state; the rest is bookkeeping.
// Taking std::function<int()>, it serves functions that return int alone: no "result-types".
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <mutex>
#include <stdexcept>

class CircuitOpenError : public std::runtime_error {
 public:
  CircuitOpenError() : std::runtime_error("circuit open") {}
};

class CircuitBreaker {
 public:
  CircuitBreaker(int failureThreshold, long resetTimeout, int successThreshold)
      : limit_{failureThreshold, 0, successThreshold}, timeout_(resetTimeout) {}

  int call(const std::function<int()>& fn) {
    if (current() == open) throw CircuitOpenError();
    int value = 0;
    try {
      value = fn();
    } catch (...) {
      happen(failure);
      throw;
    }
    happen(success);
    return value;
  }

  const char* getState() { return std::array{"CLOSED", "OPEN", "HALF_OPEN"}[current()]; }

 private:
  enum Phase { closed, open, half_open };
  enum Event { success, failure };
  enum Effect { nothing, reset, count, trip };

  Phase current() {
    const std::lock_guard lock(mutex_);
    if (state_ == open && std::chrono::steady_clock::now() - opened_ >= timeout_) enter(half_open);
    return state_;
  }

  void happen(Event event) {
    static constexpr Effect effects[3][2] = {
        /* closed    */ {reset, count},
        /* open      */ {nothing, nothing},
        /* half_open */ {count, trip},
    };
    const std::lock_guard lock(mutex_);
    switch (effects[state_][event]) {
      case nothing:
        return;
      case reset:
        seen_ = 0;
        return;
      case count:
        if (++seen_ >= limit_[state_]) enter(state_ == closed ? open : closed);
        return;
      case trip:
        enter(open);
        return;
    }
  }

  void enter(Phase phase) {
    state_ = phase;
    seen_ = 0;
    if (phase == open) opened_ = std::chrono::steady_clock::now();
  }

  const std::array<int, 3> limit_;
  const std::chrono::seconds timeout_;
  std::mutex mutex_;
  Phase state_ = closed;
  int seen_ = 0;
  std::chrono::steady_clock::time_point opened_{};
};
