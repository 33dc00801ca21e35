// expect: stays-open-until-timeout
// Tries again after half the timeout, to be on the safe side.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <thread>

struct CircuitOpenError : std::runtime_error {
  CircuitOpenError() : std::runtime_error("circuit open") {}
};

enum class State { closed, open, half_open };

class CircuitBreaker {
 public:
  CircuitBreaker(int failureThreshold, double resetTimeout, int successThreshold)
      : failure_threshold_(failureThreshold),
        timeout_(std::chrono::duration_cast<std::chrono::nanoseconds>(
            std::chrono::duration<double>(resetTimeout))),
        success_threshold_(successThreshold) {}

  int call(const std::function<int()>& fn) {
    if (state() == State::open) throw CircuitOpenError();
    int value = 0;
    try {
      value = fn();
    } catch (...) {
      failed();
      throw;
    }
    succeeded();
    return value;
  }

  State state() const {
    const std::lock_guard lock(mutex_);
    return state_;
  }

 private:
  void failed() {
    const std::lock_guard lock(mutex_);
    if (state_ == State::open) return;
    if (state_ == State::closed && ++failures_ < failure_threshold_) return;
    state_ = State::open;
    // The one before has done its work: the circuit was HALF_OPEN, or has never been open.
    sleeper_ = std::jthread([this](std::stop_token stop) {
      std::unique_lock wait(sleep_mutex_);
      sleep_.wait_for(wait, stop, timeout_ / 2, [] { return false; });
      if (stop.stop_requested()) return;
      const std::lock_guard guard(mutex_);
      state_ = State::half_open;
      successes_ = 0;
    });
  }

  void succeeded() {
    const std::lock_guard lock(mutex_);
    if (state_ == State::closed) failures_ = 0;
    if (state_ == State::half_open && ++successes_ == success_threshold_) {
      state_ = State::closed;
      failures_ = 0;
    }
  }

  const int failure_threshold_;
  const std::chrono::nanoseconds timeout_;
  const int success_threshold_;
  mutable std::mutex mutex_;
  State state_ = State::closed;
  int failures_ = 0;
  int successes_ = 0;
  std::mutex sleep_mutex_;
  std::condition_variable_any sleep_;
  std::jthread sleeper_;  // last: it uses what stands above
};
