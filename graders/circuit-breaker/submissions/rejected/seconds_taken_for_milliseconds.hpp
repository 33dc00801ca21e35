// expect: stays-open-until-timeout
// The timeout is given in seconds and used as milliseconds.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <stdexcept>

class CircuitOpenError : public std::runtime_error {
 public:
  CircuitOpenError() : std::runtime_error("Circuit is OPEN") {}
};

enum class CircuitState { CLOSED, OPEN, HALF_OPEN };

class CircuitBreaker {
 private:
  int failureThreshold;
  int resetTimeout;
  int successThreshold;
  int failureCount = 0;
  int successCount = 0;
  CircuitState state = CircuitState::CLOSED;
  std::chrono::steady_clock::time_point lastOpened;
  std::recursive_mutex mtx;

  void transitionTo(CircuitState next) {
    state = next;
    failureCount = 0;
    successCount = 0;
    if (next == CircuitState::OPEN) lastOpened = std::chrono::steady_clock::now();
  }

 public:
  CircuitBreaker(int failureThreshold, int resetTimeout, int successThreshold)
      : failureThreshold(failureThreshold),
        resetTimeout(resetTimeout),
        successThreshold(successThreshold) {}

  template <typename Func>
  auto call(Func func) -> decltype(func()) {
    std::lock_guard<std::recursive_mutex> lock(mtx);
    if (getState() == CircuitState::OPEN) throw CircuitOpenError();
    try {
      auto result = func();
      if (state == CircuitState::HALF_OPEN) {
        if (++successCount >= successThreshold) transitionTo(CircuitState::CLOSED);
      } else if (state == CircuitState::CLOSED) {
        failureCount = 0;
      }
      return result;
    } catch (...) {
      if (state == CircuitState::HALF_OPEN ||
          (state == CircuitState::CLOSED && ++failureCount >= failureThreshold)) {
        transitionTo(CircuitState::OPEN);
      }
      throw;
    }
  }

  CircuitState getState() {
    std::lock_guard<std::recursive_mutex> lock(mtx);
    if (state == CircuitState::OPEN) {
      const auto elapsed = std::chrono::steady_clock::now() - lastOpened;
      if (elapsed >= std::chrono::milliseconds(resetTimeout)) transitionTo(CircuitState::HALF_OPEN);
    }
    return state;
  }
};
