// expect: opens-after-n
// Keeps the threshold in a byte: 300 becomes 44.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <mutex>
#include <stdexcept>

class CircuitOpenError : public std::runtime_error {
 public:
  CircuitOpenError() : std::runtime_error("circuit open") {}
};

enum class State { CLOSED, OPEN, HALF_OPEN };

template <typename Clock = std::chrono::steady_clock>
class CircuitBreaker {
 public:
  CircuitBreaker(int failureThreshold, std::chrono::seconds resetTimeout, int successThreshold)
      : core_{static_cast<std::uint8_t>(failureThreshold), resetTimeout, successThreshold} {}

  template <std::invocable F>
  auto call(F&& fn) {
    if (getState() == State::OPEN) throw CircuitOpenError();
    try {
      auto value = fn();
      locked([&] { core_.success(); });
      return value;
    } catch (...) {
      locked([&] { core_.failure(Clock::now()); });
      throw;
    }
  }

  State getState() {
    return locked([&] {
      core_.at(Clock::now());
      return core_.state;
    });
  }

 private:
  using Instant = typename Clock::time_point;

  struct Core {
    std::uint8_t n;
    std::chrono::seconds timeout;
    int m;
    State state = State::CLOSED;
    int count = 0;
    Instant opened{};

    void at(Instant now) {
      if (state == State::OPEN && now - opened >= timeout) become(State::HALF_OPEN);
    }
    void success() {
      if (state == State::CLOSED) count = 0;
      if (state == State::HALF_OPEN && ++count >= m) become(State::CLOSED);
    }
    void failure(Instant now) {
      if (state == State::OPEN) return;
      if (state == State::CLOSED && ++count < n) return;
      become(State::OPEN);
      opened = now;
    }
    void become(State next) {
      state = next;
      count = 0;
    }
  };

  template <typename Job>
  auto locked(Job job) {
    const std::lock_guard lock(mutex_);
    return job();
  }

  std::mutex mutex_;
  Core core_;
};
