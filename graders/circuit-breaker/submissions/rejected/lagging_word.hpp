// expect: half-open-visible
// The state is read without a look at the clock, in an atomic word.
// compare-exchange.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>

class CircuitOpenError : public std::exception {
 public:
  const char* what() const noexcept override { return "CircuitOpenError"; }
};

enum class State { CLOSED, OPEN, HALF_OPEN };

class CircuitBreaker {
 public:
  CircuitBreaker(int failureThreshold, std::chrono::milliseconds resetTimeout, int successThreshold)
      : failures_allowed_(failureThreshold),
        timeout_ms_(resetTimeout.count()),
        successes_needed_(successThreshold) {}

  int call(const std::function<int()>& fn) {
    if (refresh() == State::OPEN) throw CircuitOpenError();
    int value = 0;
    try {
      value = fn();
    } catch (...) {
      update([this](Word word) {
        if (word.state == State::OPEN) return word;
        const bool trips = word.state == State::HALF_OPEN || word.count + 1 >= failures_allowed_;
        return trips ? Word{State::OPEN, 0, now_ms()} : Word{State::CLOSED, word.count + 1, 0};
      });
      throw;
    }
    update([this](Word word) {
      if (word.state == State::OPEN) return word;
      const bool closes = word.state == State::CLOSED || word.count + 1 >= successes_needed_;
      return closes ? Word{State::CLOSED, 0, 0} : Word{State::HALF_OPEN, word.count + 1, 0};
    });
    return value;
  }

  State getState() const { return Word::unpack(word_.load()).state; }

 private:
  State refresh() {
    return update([this](Word word) {
             const bool due = word.state == State::OPEN && now_ms() - word.opened_ms >= timeout_ms_;
             return due ? Word{State::HALF_OPEN, 0, 0} : word;
           })
        .state;
  }

  // 2 bits of state, 20 of count, 42 of milliseconds since the breaker was made.
  struct Word {
    State state;
    std::int64_t count;
    std::int64_t opened_ms;

    static Word unpack(std::uint64_t bits) {
      return {static_cast<State>(bits & 3), static_cast<std::int64_t>(bits >> 2 & 0xFFFFF),
              static_cast<std::int64_t>(bits >> 22)};
    }
    std::uint64_t pack() const {
      return static_cast<std::uint64_t>(state) | static_cast<std::uint64_t>(count) << 2 |
             static_cast<std::uint64_t>(opened_ms) << 22;
    }
  };

  template <typename Change>
  Word update(Change change) {
    std::uint64_t before = word_.load();
    for (;;) {
      const Word after = change(Word::unpack(before));
      if (word_.compare_exchange_weak(before, after.pack())) return after;
    }
  }

  std::int64_t now_ms() const {
    const auto age = std::chrono::steady_clock::now() - made_at_;
    return std::chrono::duration_cast<std::chrono::milliseconds>(age).count();
  }

  const std::int64_t failures_allowed_;
  const std::int64_t timeout_ms_;
  const std::int64_t successes_needed_;
  const std::chrono::steady_clock::time_point made_at_ = std::chrono::steady_clock::now();
  std::atomic<std::uint64_t> word_{0};
};
