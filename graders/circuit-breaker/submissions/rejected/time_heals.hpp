// expect: closes-after-m
// After one good trial and another timeout without calls, it closes by itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string_view>

class CircuitOpenError : public std::runtime_error {
 public:
  CircuitOpenError() : std::runtime_error("circuit open") {}
};

class CircuitBreaker {
 public:
  CircuitBreaker(int failureThreshold, std::chrono::seconds resetTimeout, int successThreshold)
      : failureThreshold(failureThreshold),
        resetTimeout(resetTimeout),
        successThreshold(successThreshold) {}

  template <typename F>
  auto call(F&& fn) {
    const auto ticket = buy();
    try {
      auto result = fn();
      redeem(ticket, true);
      return result;
    } catch (...) {
      redeem(ticket, false);
      throw;
    }
  }

  std::string_view state() {
    std::scoped_lock lock(mutex);
    refresh();
    return open() ? "OPEN" : openUntil ? "HALF_OPEN" : "CLOSED";
  }

 private:
  using Clock = std::chrono::steady_clock;

  bool open() const { return openUntil && Clock::now() < *openUntil; }

  void refresh() {
    if (successes > 0 && Clock::now() > goodSince + resetTimeout) startRound(std::nullopt);
  }

  std::uint64_t buy() {
    std::scoped_lock lock(mutex);
    refresh();
    if (open()) throw CircuitOpenError();
    if (openUntil) {
      if (running + successes >= successThreshold) throw CircuitOpenError();
      ++running;
    }
    return round;
  }

  void redeem(std::uint64_t ticket, bool success) {
    std::scoped_lock lock(mutex);
    if (ticket != round) return;
    if (!openUntil) {
      failures = success ? 0 : failures + 1;
      if (failures >= failureThreshold) startRound(Clock::now() + resetTimeout);
      return;
    }
    --running;
    goodSince = Clock::now();
    if (!success) {
      startRound(Clock::now() + resetTimeout);
    } else if (++successes >= successThreshold) {
      startRound(std::nullopt);
    }
  }

  void startRound(std::optional<Clock::time_point> until) {
    ++round;
    openUntil = until;
    failures = successes = running = 0;
  }

  const int failureThreshold;
  const std::chrono::seconds resetTimeout;
  const int successThreshold;
  std::mutex mutex;
  std::uint64_t round = 0;
  std::optional<Clock::time_point> openUntil;  // empty: CLOSED
  int failures = 0;
  int successes = 0;
  int running = 0;
  Clock::time_point goodSince{};
};
