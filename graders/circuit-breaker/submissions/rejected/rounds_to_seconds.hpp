// expect: stays-open-until-timeout
// Rounds the time that has passed to whole seconds, so 0.8 s are one.
#pragma once

#include <chrono>
#include <functional>
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
    const auto open = std::chrono::steady_clock::now() - opened;
    if (state == State::Open && std::chrono::round<std::chrono::seconds>(open).count() >= seconds) {
      state = State::HalfOpen;
      successes = 0;
    }
    return state;
  }

 private:
  void fail() {
    if (state == State::Open) return;
    failures++;
    if (state == State::HalfOpen || failures == maxFailures) {
      state = State::Open;
      opened = std::chrono::steady_clock::now();
    }
  }

  void succeed() {
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
  State state = State::Closed;
  int failures = 0;
  int successes = 0;
  std::chrono::steady_clock::time_point opened{};
};
