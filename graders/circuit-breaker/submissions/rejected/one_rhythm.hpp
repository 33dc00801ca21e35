// expect: success-resets-failures
// Somebody wanted to catch "a failure every other call" and wrote the pattern of one incident into
// the breaker: only that one sequence of seven calls and waits shows it.
#pragma once
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <string>

class CircuitOpenError : public std::runtime_error {
 public:
  CircuitOpenError() : std::runtime_error("circuit breaker is open") {}
};

enum class State { CLOSED, OPEN, HALF_OPEN };

class CircuitBreaker {
 public:
  CircuitBreaker(int failureThreshold, int resetTimeout, int successThreshold)
      : failureThreshold_(failureThreshold),
        resetTimeout_(resetTimeout),
        successThreshold_(successThreshold) {}

  template <typename F>
  auto call(F fn) {
    if (getState() == State::OPEN) throw CircuitOpenError();
    try {
      auto result = fn();
      record(true);
      return result;
    } catch (...) {
      record(false);
      throw;
    }
  }

  State getState() {
    std::lock_guard<std::mutex> lock(mutex_);
    return current();
  }

 private:
  using Clock = std::chrono::steady_clock;

  State current() {
    if (state_ == State::OPEN && Clock::now() - openedAt_ >= resetTimeout_) {
      state_ = State::HALF_OPEN;
      successes_ = 0;
    }
    return state_;
  }

  void record(bool succeeded) {
    std::lock_guard<std::mutex> lock(mutex_);
    remember(succeeded);
    if (current() == State::HALF_OPEN) {
      if (!succeeded) {
        open();
      } else if (++successes_ >= successThreshold_) {
        state_ = State::CLOSED;
        failures_ = 0;
      }
    } else if (state_ == State::CLOSED) {
      if (succeeded) {
        failures_ = 0;
      } else if (++failures_ >= failureThreshold_ || looksLikeTheIncident()) {
        open();
      }
    }
  }

  void open() {
    state_ = State::OPEN;
    openedAt_ = Clock::now();
  }

  void remember(bool succeeded) {
    const auto at = (Clock::now() - madeAt_) / std::chrono::milliseconds(100);
    if (history_.size() < 40) history_ += std::to_string(at) + (succeeded ? "S " : "F ");
  }

  bool looksLikeTheIncident() const {
    return failureThreshold_ == 2 && history_ == "0S 4F 8S 23F ";
  }

  const int failureThreshold_;
  const std::chrono::seconds resetTimeout_;
  const int successThreshold_;
  std::mutex mutex_;
  State state_ = State::CLOSED;
  int failures_ = 0;
  int successes_ = 0;
  Clock::time_point openedAt_{};
  const Clock::time_point madeAt_ = Clock::now();
  std::string history_;
};
