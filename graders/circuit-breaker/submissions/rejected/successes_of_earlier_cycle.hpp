// expect: successes-start-afresh
// Closing leaves the successes counted: in the next cycle one is enough.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <semaphore>
#include <stdexcept>

class CircuitOpenError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class State { CLOSED, OPEN, HALF_OPEN };

class CircuitBreaker {
 public:
  CircuitBreaker(int failureThreshold, int resetTimeout, int successThreshold)
      : failure_threshold(failureThreshold),
        reset_timeout(resetTimeout),
        success_threshold(successThreshold),
        permits(successThreshold) {}

  int call(const std::function<int()>& fn) {
    const State before = getState();
    if (before == State::OPEN) throw CircuitOpenError("open");
    std::unique_ptr<std::counting_semaphore<>, void (*)(std::counting_semaphore<>*)> permit(
        nullptr, [](std::counting_semaphore<>* taken) { taken->release(); });
    if (before == State::HALF_OPEN) {
      if (!permits.try_acquire()) throw CircuitOpenError("enough calls on trial");
      permit.reset(&permits);
    }
    try {
      const int value = fn();
      const std::lock_guard lock(mutex);
      if (current == State::CLOSED) failures = 0;
      if (current == State::HALF_OPEN && ++successes >= success_threshold) {
        current = State::CLOSED;
        failures = 0;
      }
      return value;
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (current == State::HALF_OPEN) trip();
      if (current == State::CLOSED && ++failures >= failure_threshold) trip();
      throw;
    }
  }

  State getState() {
    const std::lock_guard lock(mutex);
    if (current == State::OPEN && std::chrono::steady_clock::now() >= retry_at) {
      current = State::HALF_OPEN;
    }
    return current;
  }

 private:
  void trip() {
    if (current == State::HALF_OPEN) successes = 0;
    current = State::OPEN;
    retry_at = std::chrono::steady_clock::now() + reset_timeout;
  }

  const int failure_threshold;
  const std::chrono::seconds reset_timeout;
  const int success_threshold;
  std::counting_semaphore<> permits;
  std::mutex mutex;
  State current = State::CLOSED;
  int failures = 0;
  int successes = 0;
  std::chrono::steady_clock::time_point retry_at{};
};
