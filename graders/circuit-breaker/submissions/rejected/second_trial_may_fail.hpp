// expect: failure-reopens
// After a first success it forgives failures of the trial.
#pragma once

#include <chrono>
#include <exception>
#include <mutex>

namespace resilience {

struct CircuitOpenError final : std::exception {
  const char* what() const noexcept final { return "circuit open"; }
};

enum class BreakerState { kClosed, kOpen, kHalfOpen };

struct Policy {
  int failureThreshold = 5;
  std::chrono::milliseconds resetTimeout{30'000};
  int successThreshold = 1;
};

class CircuitBreaker final {
 public:
  explicit CircuitBreaker(Policy policy) : policy_(policy) {}

  template <typename Work>
  auto call(Work&& work) {
    {
      std::unique_lock lock(mutex_);
      Advance();
      if (state_ == BreakerState::kOpen) throw CircuitOpenError();
    }
    bool finished = false;
    const Finally note{[&] { Record(finished); }};
    auto value = work();
    finished = true;
    return value;
  }

  BreakerState state() {
    std::unique_lock lock(mutex_);
    Advance();
    return state_;
  }

 private:
  template <typename Action>
  struct Finally {
    Action action;
    ~Finally() { action(); }
  };
  template <typename Action>
  Finally(Action) -> Finally<Action>;

  void Advance() {
    if (state_ != BreakerState::kOpen || Clock::now() < reopens_at_) return;
    state_ = BreakerState::kHalfOpen;
    left_ = policy_.successThreshold;
  }

  void Record(bool success) {
    std::unique_lock lock(mutex_);
    if (state_ == BreakerState::kOpen) return;
    if (!success) {
      if (state_ == BreakerState::kClosed && --left_ > 0) return;
      if (state_ == BreakerState::kHalfOpen && left_ < policy_.successThreshold) return;
      state_ = BreakerState::kOpen;
      reopens_at_ = Clock::now() + policy_.resetTimeout;
    } else if (state_ == BreakerState::kClosed || --left_ == 0) {
      state_ = BreakerState::kClosed;
      left_ = policy_.failureThreshold;
    }
  }

  using Clock = std::chrono::steady_clock;

  const Policy policy_;
  std::mutex mutex_;
  BreakerState state_ = BreakerState::kClosed;
  // Counts down: failures until it opens, successes until it closes.
  int left_ = policy_.failureThreshold;
  Clock::time_point reopens_at_{};
};

}  // namespace resilience
