#pragma once
#include <cstdint>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <sys/timerfd.h>
#include <unistd.h>

// The timeout is a timerfd, which is looked at whenever somebody asks.
class CircuitOpenError : public std::runtime_error {
 public:
  CircuitOpenError() : std::runtime_error("circuit is open") {}
};

enum class State { closed, open, half_open };

class CircuitBreaker {
 public:
  CircuitBreaker(int failure_threshold, double reset_timeout, int success_threshold)
      : n_(failure_threshold),
        timeout_(reset_timeout),
        m_(success_threshold),
        timer_(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)) {}
  CircuitBreaker(const CircuitBreaker&) = delete;
  ~CircuitBreaker() { close(timer_); }

  int call(const std::function<int()>& fn) {
    if (state() == State::open) throw CircuitOpenError();
    try {
      const int value = fn();
      succeeded();
      return value;
    } catch (...) {
      failed();
      throw;
    }
  }

  State state() {
    const std::lock_guard lock(mutex_);
    std::uint64_t expirations = 0;
    if (state_ == State::open && read(timer_, &expirations, sizeof expirations) > 0) {
      state_ = State::half_open;
      successes_ = 0;
    }
    return state_;
  }

 private:
  void succeeded() {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
    if (state_ == State::half_open && ++successes_ >= m_) state_ = State::closed;
  }
  void failed() {
    const std::lock_guard lock(mutex_);
    if (state_ == State::closed && ++failures_ < n_) return;
    state_ = State::open;
    failures_ = 0;
    const auto seconds = static_cast<long>(timeout_);
    const itimerspec spec{
        {0, 0}, {seconds, static_cast<long>((timeout_ - static_cast<double>(seconds)) * 1e9)}};
    timerfd_settime(timer_, 0, &spec, nullptr);
  }

  int n_;
  double timeout_;
  int m_;
  int timer_;
  std::mutex mutex_;
  State state_ = State::closed;
  int failures_ = 0;
  int successes_ = 0;
};
