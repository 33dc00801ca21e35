// expect: failures-start-afresh
// Closing leaves the failures counted: the first one opens it again.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

class CircuitOpenError : public std::runtime_error {
 public:
  CircuitOpenError() : std::runtime_error("circuit breaker open") {}
};

enum class State { CLOSED, OPEN, HALF_OPEN };

class CircuitBreaker {
 public:
  CircuitBreaker(int failureThreshold, int resetTimeout, int successThreshold)
      : n(failureThreshold), timeout(resetTimeout), m(successThreshold) {}

  int call(std::function<int()> fn) {
    if (getState() == State::OPEN) throw CircuitOpenError();
    try {
      int value = fn();
      std::lock_guard lock(shared->mutex);
      if (shared->state == State::CLOSED) shared->failures = 0;
      if (shared->state == State::HALF_OPEN && ++shared->successes >= m) {
        shared->state = State::CLOSED;
      }
      return value;
    } catch (...) {
      std::lock_guard lock(shared->mutex);
      if (shared->state == State::HALF_OPEN ||
          (shared->state == State::CLOSED && ++shared->failures >= n))
        open();
      throw;
    }
  }

  State getState() const {
    std::lock_guard lock(shared->mutex);
    return shared->state;
  }

 private:
  struct Shared {
    std::mutex mutex;
    State state = State::CLOSED;
    int failures = 0;
    int successes = 0;
  };

  void open() {
    shared->state = State::OPEN;
    std::thread([shared = shared, timeout = timeout] {
      std::this_thread::sleep_for(timeout);
      std::lock_guard lock(shared->mutex);
      shared->state = State::HALF_OPEN;
      shared->successes = 0;
    }).detach();
  }

  int n;
  std::chrono::seconds timeout;
  int m;
  std::shared_ptr<Shared> shared = std::make_shared<Shared>();
};
