// expect: error-passed-on
// Throws an error of its own in place of the one that was thrown.
#pragma once

#include <chrono>
#include <mutex>
#include <stdexcept>
#include <utility>

struct CircuitOpenError : std::runtime_error {
  CircuitOpenError() : std::runtime_error("circuit breaker is open") {}
};

enum class State { CLOSED, OPEN, HALF_OPEN };

class CircuitBreaker {
  using Clock = std::chrono::steady_clock;

 public:
  CircuitBreaker(int failureThreshold, int resetTimeout, int successThreshold)
      : failure_threshold_(failureThreshold),
        reset_timeout_(resetTimeout),
        success_threshold_(successThreshold) {}

  template <typename F>
  auto call(F&& fn) {
    admit();
    try {
      auto value = std::forward<F>(fn)();
      on_success();
      return value;
    } catch (...) {
      on_failure();
      throw std::runtime_error("call failed");
    }
  }

  State getState() {
    const std::lock_guard lock(mutex_);
    refresh();
    return state_;
  }

 private:
  void admit() {
    const std::lock_guard lock(mutex_);
    refresh();
    if (state_ == State::OPEN) throw CircuitOpenError();
  }

  void refresh() {
    if (state_ == State::OPEN && Clock::now() - opened_at_ >= reset_timeout_)
      enter(State::HALF_OPEN);
  }

  void on_success() {
    const std::lock_guard lock(mutex_);
    if (state_ == State::CLOSED) failures_ = 0;
    if (state_ == State::HALF_OPEN && ++successes_ >= success_threshold_) enter(State::CLOSED);
  }

  void on_failure() {
    const std::lock_guard lock(mutex_);
    if (state_ == State::HALF_OPEN ||
        (state_ == State::CLOSED && ++failures_ >= failure_threshold_))
      enter(State::OPEN);
  }

  void enter(State state) {
    state_ = state;
    failures_ = 0;
    successes_ = 0;
    if (state == State::OPEN) opened_at_ = Clock::now();
  }

  const int failure_threshold_;
  const std::chrono::seconds reset_timeout_;
  const int success_threshold_;
  std::mutex mutex_;
  State state_ = State::CLOSED;
  int failures_ = 0;
  int successes_ = 0;
  Clock::time_point opened_at_;
};
