// expect: closes-after-m
// Stays in HALF_OPEN and lets everything through.
#pragma once

#include <chrono>
#include <mutex>
#include <stdexcept>
#include <variant>

class CircuitOpenError : public std::runtime_error {
 public:
  CircuitOpenError() : std::runtime_error("open") {}
};

enum class State { CLOSED, OPEN, HALF_OPEN };

struct Closed {
  int failures = 0;
};
struct Open {
  std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
};
struct HalfOpen {
  int successes = 0;
};

class CircuitBreaker {
 public:
  CircuitBreaker(int failureThreshold, double resetTimeout, int successThreshold)
      : failure_threshold_(failureThreshold),
        reset_timeout_(resetTimeout),
        success_threshold_(successThreshold) {}

  template <typename F>
  auto call(F&& fn) {
    if (getState() == State::OPEN) throw CircuitOpenError();
    try {
      auto value = fn();
      on_success();
      return value;
    } catch (...) {
      on_failure();
      throw;
    }
  }

  State getState() {
    const std::scoped_lock lock(mutex_);
    if (const auto* open = std::get_if<Open>(&phase_);
        open != nullptr && std::chrono::steady_clock::now() - open->since >= reset_timeout_) {
      phase_ = HalfOpen{};
    }
    return static_cast<State>(phase_.index());
  }

 private:
  void on_success() {
    const std::scoped_lock lock(mutex_);
    if (auto* closed = std::get_if<Closed>(&phase_)) closed->failures = 0;
    if (auto* half_open = std::get_if<HalfOpen>(&phase_))
      if (++half_open->successes >= success_threshold_) half_open->successes = 0;
  }

  void on_failure() {
    const std::scoped_lock lock(mutex_);
    if (std::holds_alternative<HalfOpen>(phase_)) {
      phase_ = Open{};
    } else if (auto* closed = std::get_if<Closed>(&phase_)) {
      if (++closed->failures >= failure_threshold_) phase_ = Open{};
    }
  }

  int failure_threshold_;
  std::chrono::duration<double> reset_timeout_;
  int success_threshold_;
  std::mutex mutex_;
  std::variant<Closed, Open, HalfOpen> phase_;  // in the order of State
};
