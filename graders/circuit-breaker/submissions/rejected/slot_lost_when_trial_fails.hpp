// expect: reopen-full-timeout
// A failed trial keeps its slot: from then on every trial is refused.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <stdexcept>

struct CircuitOpenError : std::runtime_error {
  CircuitOpenError() : std::runtime_error("refused") {}
};

enum class State { CLOSED, OPEN, HALF_OPEN };

class CircuitBreaker {
 public:
  CircuitBreaker(int failureThreshold, int resetTimeout, int successThreshold)
      : n_(failureThreshold), timeout_(resetTimeout), m_(successThreshold) {}

  template <typename F>
  auto call(F fn) {
    const bool probes = enter();
    try {
      auto value = fn();
      leave(probes, true);
      return value;
    } catch (...) {
      leave(probes, false);
      throw;
    }
  }

  State getState() {
    std::lock_guard lock(mutex_);
    return look();
  }

 private:
  bool enter() {
    std::lock_guard lock(mutex_);
    const State state = look();
    if (state == State::CLOSED) return false;
    if (state == State::OPEN || probing_) throw CircuitOpenError();
    return probing_ = true;
  }

  void leave(bool probed, bool success) {
    std::lock_guard lock(mutex_);
    if (probed && success) probing_ = false;
    if (probed != (state_ == State::HALF_OPEN)) return;  // of an earlier state
    if (state_ == State::OPEN) return;
    if (success && state_ == State::CLOSED) {
      failures_ = 0;
    } else if (success && ++successes_ == m_) {
      state_ = State::CLOSED;
      failures_ = 0;
    } else if (!success && (probed || ++failures_ == n_)) {
      state_ = State::OPEN;
      since_ = std::chrono::steady_clock::now();
    }
  }

  State look() {
    if (state_ == State::OPEN && std::chrono::steady_clock::now() - since_ > timeout_) {
      state_ = State::HALF_OPEN;
      successes_ = 0;
    }
    return state_;
  }

  int n_;
  std::chrono::seconds timeout_;
  int m_;
  std::mutex mutex_;
  State state_ = State::CLOSED;
  bool probing_ = false;
  int failures_ = 0;
  int successes_ = 0;
  std::chrono::steady_clock::time_point since_;
};
