// Everything is a member: the enumeration, the error; get_state() is const and only computes.
#pragma once

#include <chrono>
#include <exception>
#include <mutex>

class CircuitBreaker {
 public:
  enum State { CLOSED, OPEN, HALF_OPEN };

  class CircuitOpenError : public std::exception {};

  CircuitBreaker(int failure_threshold, double reset_timeout, int success_threshold)
      : failure_threshold_{failure_threshold},
        reset_timeout_{reset_timeout},
        success_threshold_{success_threshold} {}

  template <class Function>
  auto call(Function function) -> decltype(function()) {
    {
      std::lock_guard<std::mutex> guard(mutex_);
      if (visible() == OPEN) throw CircuitOpenError{};
      state_ = visible();
    }
    Outcome outcome{*this};
    return function();
  }

  State get_state() const {
    std::lock_guard<std::mutex> guard(mutex_);
    return visible();
  }

 private:
  // Notes on the way out whether the function returned or threw.
  struct Outcome {
    CircuitBreaker& breaker;
    int exceptions = std::uncaught_exceptions();

    ~Outcome() { breaker.record(std::uncaught_exceptions() == exceptions); }
  };

  State visible() const {
    const bool is_due = std::chrono::steady_clock::now() - opened_ >= reset_timeout_;
    return state_ == OPEN && is_due ? HALF_OPEN : state_;
  }

  void record(bool success) {
    std::lock_guard<std::mutex> guard(mutex_);
    switch (visible()) {
      case CLOSED:
        in_a_row_ = success ? 0 : in_a_row_ + 1;
        if (in_a_row_ >= failure_threshold_) open();
        break;
      case HALF_OPEN:
        if (!success) {
          open();
        } else if (++in_a_row_ >= success_threshold_) {
          state_ = CLOSED;
          in_a_row_ = 0;
        }
        break;
      case OPEN:
        break;
    }
  }

  void open() {
    state_ = OPEN;
    in_a_row_ = 0;
    opened_ = std::chrono::steady_clock::now();
  }

  int failure_threshold_;
  std::chrono::duration<double> reset_timeout_;
  int success_threshold_;
  mutable std::mutex mutex_;
  State state_ = CLOSED;
  int in_a_row_ = 0;
  std::chrono::steady_clock::time_point opened_{};
};
