// The plainest form: std::function<int()>, one mutex, a deadline instead of an opening time.
// With that type it serves functions that return int alone, so "result-types" does not hold.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <stdexcept>

class CircuitOpenError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class State { Closed, Open, HalfOpen };

class CircuitBreaker {
 public:
  CircuitBreaker(int failureThreshold, int resetTimeout, int successThreshold)
      : maxFailures(failureThreshold), seconds(resetTimeout), minSuccesses(successThreshold) {}

  int call(std::function<int()> fn) {
    if (getState() == State::Open) throw CircuitOpenError("refused: the circuit is open");
    int result;
    try {
      result = fn();
    } catch (...) {
      fail();
      throw;
    }
    succeed();
    return result;
  }

  State getState() {
    std::lock_guard<std::mutex> guard(mutex);
    if (state == State::Open && std::chrono::steady_clock::now() > deadline) {
      state = State::HalfOpen;
      successes = 0;
    }
    return state;
  }

 private:
  void fail() {
    std::lock_guard<std::mutex> guard(mutex);
    if (state == State::Open) return;
    failures++;
    if (state == State::HalfOpen || failures == maxFailures) {
      state = State::Open;
      deadline = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    }
  }

  void succeed() {
    std::lock_guard<std::mutex> guard(mutex);
    if (state == State::Closed) failures = 0;
    if (state != State::HalfOpen) return;
    successes++;
    if (successes == minSuccesses) {
      state = State::Closed;
      failures = 0;
    }
  }

  int maxFailures;
  int seconds;
  int minSuccesses;
  std::mutex mutex;
  State state = State::Closed;
  int failures = 0;
  int successes = 0;
  std::chrono::steady_clock::time_point deadline{};
};
