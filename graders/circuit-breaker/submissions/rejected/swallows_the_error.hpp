// expect: error-passed-on
// Counts the failure and returns a default value.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>

class CircuitOpenError : public std::runtime_error {
 public:
  CircuitOpenError() : std::runtime_error("circuit is open") {}
};

enum class State { CLOSED, OPEN, HALF_OPEN };

class CircuitBreaker {
 public:
  CircuitBreaker(int failureThreshold, int resetTimeout, int successThreshold)
      : failureThreshold_(failureThreshold),
        resetTimeout_(resetTimeout),
        successThreshold_(successThreshold),
        timer_([this] { run(); }) {}

  ~CircuitBreaker() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    timer_.join();
  }

  CircuitBreaker(const CircuitBreaker&) = delete;
  CircuitBreaker& operator=(const CircuitBreaker&) = delete;

  int call(const std::function<int()>& fn) {
    {
      std::lock_guard lock(mutex_);
      if (state_ == State::OPEN) throw CircuitOpenError();
    }
    try {
      const int value = fn();
      record(true);
      return value;
    } catch (...) {
      record(false);
      return 0;
    }
  }

  State getState() const {
    std::lock_guard lock(mutex_);
    return state_;
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      if (state_ != State::OPEN) {
        changed_.wait(lock);
      } else if (changed_.wait_until(lock, deadline_) == std::cv_status::timeout &&
                 state_ == State::OPEN) {
        state_ = State::HALF_OPEN;
        count_ = 0;
      }
    }
  }

  void record(bool success) {
    std::lock_guard lock(mutex_);
    if (state_ == State::CLOSED) {
      count_ = success ? 0 : count_ + 1;
      if (count_ >= failureThreshold_) open();
    } else if (state_ == State::HALF_OPEN) {
      if (!success) {
        open();
      } else if (++count_ >= successThreshold_) {
        state_ = State::CLOSED;
        count_ = 0;
      }
    }
  }

  void open() {
    state_ = State::OPEN;
    deadline_ = std::chrono::steady_clock::now() + resetTimeout_;
    changed_.notify_all();
  }

  const int failureThreshold_;
  const std::chrono::seconds resetTimeout_;
  const int successThreshold_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  State state_ = State::CLOSED;
  int count_ = 0;
  bool stopping_ = false;
  std::chrono::steady_clock::time_point deadline_;
  std::thread timer_;  // last: it uses what stands above
};
