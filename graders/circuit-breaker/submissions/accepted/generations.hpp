// Every state has a generation number; a result that comes from an older one is dropped.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <mutex>
#include <type_traits>
#include <utility>

class CircuitOpenError : public std::exception {
 public:
  const char* what() const noexcept override { return "the circuit is open"; }
};

enum class State : std::uint8_t { CLOSED, OPEN, HALF_OPEN };

class CircuitBreaker {
 public:
  CircuitBreaker(std::uint32_t failureThreshold, std::chrono::nanoseconds resetTimeout,
                 std::uint32_t successThreshold)
      : failureThreshold_(failureThreshold),
        resetTimeout_(resetTimeout),
        successThreshold_(successThreshold) {}

  template <typename F, typename Result = std::invoke_result_t<F&>>
  Result call(F&& fn) {
    const std::uint64_t generation = before();
    struct Recorder {
      CircuitBreaker* breaker;
      std::uint64_t generation;
      bool success = false;
      ~Recorder() { breaker->after(generation, success); }
    } recorder{this, generation};
    if constexpr (std::is_void_v<Result>) {
      fn();
      recorder.success = true;
    } else {
      Result result = fn();
      recorder.success = true;
      return static_cast<Result&&>(result);
    }
  }

  State getState() const {
    const std::lock_guard lock(mutex_);
    return current(std::chrono::steady_clock::now());
  }

 private:
  State current(std::chrono::steady_clock::time_point now) const {
    if (state_ == State::OPEN && now - entered_ >= resetTimeout_) return State::HALF_OPEN;
    return state_;
  }

  std::uint64_t before() {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    const State state = current(now);
    if (state == State::OPEN) throw CircuitOpenError();
    if (state != state_) enter(state, now);
    return generation_;
  }

  void after(std::uint64_t generation, bool success) {
    const std::lock_guard lock(mutex_);
    if (generation != generation_) return;
    const auto now = std::chrono::steady_clock::now();
    if (success == (state_ == State::CLOSED)) {
      if (success) {
        count_ = 0;
      } else {
        enter(State::OPEN, now);
      }
      return;
    }
    ++count_;
    if (success && count_ >= successThreshold_) enter(State::CLOSED, now);
    if (!success && count_ >= failureThreshold_) enter(State::OPEN, now);
  }

  void enter(State state, std::chrono::steady_clock::time_point now) {
    state_ = state;
    entered_ = now;
    count_ = 0;
    ++generation_;
  }

  const std::uint32_t failureThreshold_;
  const std::chrono::nanoseconds resetTimeout_;
  const std::uint32_t successThreshold_;
  mutable std::mutex mutex_;
  State state_ = State::CLOSED;
  std::uint32_t count_ = 0;  // failures while CLOSED, successes while HALF_OPEN
  std::uint64_t generation_ = 0;
  std::chrono::steady_clock::time_point entered_{};
};
