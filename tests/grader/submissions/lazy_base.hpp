#pragma once
#include <chrono>
#include <functional>
#include <mutex>
#include <stdexcept>

class CircuitOpenError : public std::runtime_error {
 public:
  CircuitOpenError() : std::runtime_error("circuit is open") {}
};

enum class State { CLOSED, OPEN, HALF_OPEN };

class LazyBreaker {
 public:
  LazyBreaker(int failureThreshold, int resetTimeout, int successThreshold)
      : n_(failureThreshold), timeout_(resetTimeout), m_(successThreshold) {}

  template <typename F>
  auto call(F&& fn) -> decltype(fn()) {
    {
      std::lock_guard lock(mutex_);
      refresh();
      if (state_ == State::OPEN) throw CircuitOpenError();
    }
    try {
      if constexpr (std::is_void_v<decltype(fn())>) {
        fn();
        on_success();
      } else {
        auto value = fn();
        on_success();
        return value;
      }
    } catch (...) {
      on_failure();
      throw;
    }
  }

  State getState() {
    std::lock_guard lock(mutex_);
    refresh();
    return state_;
  }

 private:
  using Clock = std::chrono::steady_clock;
  void refresh() {
    if (state_ == State::OPEN && Clock::now() - opened_ >= timeout_) {
      state_ = State::HALF_OPEN;
      successes_ = 0;
    }
  }
  void on_success() {
    std::lock_guard lock(mutex_);
    if (state_ == State::HALF_OPEN) {
      if (++successes_ >= m_) {
        state_ = State::CLOSED;
        failures_ = 0;
      }
    } else if (state_ == State::CLOSED) {
      failures_ = 0;
    }
  }
  void on_failure() {
    std::lock_guard lock(mutex_);
    if (state_ == State::OPEN) return;
    if (state_ == State::HALF_OPEN || ++failures_ >= n_) {
      state_ = State::OPEN;
      opened_ = Clock::now();
      failures_ = 0;
    }
  }
  int n_;
  std::chrono::seconds timeout_;
  int m_;
  std::mutex mutex_;
  State state_ = State::CLOSED;
  int failures_ = 0;
  int successes_ = 0;
  Clock::time_point opened_{};
};
