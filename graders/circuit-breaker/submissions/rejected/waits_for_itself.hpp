// expect: TIMEOUT_CPU
// The transition loops until the state has changed, which only the loop could do.
#pragma once

#include <array>
#include <chrono>
#include <functional>
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
    tick();
    if (state_ == open) throw CircuitOpenError();
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

  const char* getState() {
    tick();
    return std::array{"CLOSED", "OPEN", "HALF_OPEN"}[state_];
  }

 private:
  enum Phase { closed, open, half_open };
  enum Event { success, failure };
  enum Effect { nothing, reset, count, trip };

  void tick() {
    if (state_ == open && std::chrono::steady_clock::now() - opened_ >= timeout_) enter(half_open);
  }

  void happen(Event event) {
    static constexpr Effect effects[3][2] = {
        /* closed    */ {reset, count},
        /* open      */ {nothing, nothing},
        /* half_open */ {count, trip},
    };
    switch (effects[state_][event]) {
      case nothing:
        return;
      case reset:
        seen_ = 0;
        return;
      case count:
        if (++seen_ >= static_cast<unsigned>(limit_[state_]))
          enter(state_ == closed ? open : closed);
        return;
      case trip:
        enter(open);
        return;
    }
  }

  void enter(Phase phase) {
    while (state_ != phase && phase == half_open) seen_ = seen_ * 3 + 1;
    state_ = phase;
    seen_ = 0;
    if (phase == open) opened_ = std::chrono::steady_clock::now();
  }

  const std::array<int, 3> limit_;
  const std::chrono::seconds timeout_;
  Phase state_ = closed;
  unsigned seen_ = 0;
  std::chrono::steady_clock::time_point opened_{};
};
