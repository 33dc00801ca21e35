#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

// The state changes by itself, in a thread that waits for the timeout.
class CircuitBreaker {
 public:
  struct CircuitOpenError : std::runtime_error {
    using std::runtime_error::runtime_error;
  };

  CircuitBreaker(int failure_threshold, std::chrono::milliseconds reset_timeout,
                 int success_threshold)
      : n_(failure_threshold), timeout_(reset_timeout), m_(success_threshold) {
    thread_ = std::thread([this] { watch(); });
  }
  ~CircuitBreaker() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  int call(const std::function<int()>& fn) {
    {
      std::lock_guard lock(mutex_);
      if (state_ == "open") throw CircuitOpenError("open");
    }
    try {
      const int value = fn();
      succeeded();
      return value;
    } catch (...) {
      failed();
      throw;
    }
  }

  std::string get_state() const {
    std::lock_guard lock(mutex_);
    return state_;
  }

 private:
  void succeeded() {
    std::lock_guard lock(mutex_);
    if (state_ == "closed") failures_ = 0;
    if (state_ == "half-open" && ++successes_ == m_) {
      state_ = "closed";
      failures_ = 0;
    }
  }
  void failed() {
    std::lock_guard lock(mutex_);
    if (state_ == "half-open" || (state_ == "closed" && ++failures_ == n_)) {
      state_ = "open";
      deadline_ = std::chrono::steady_clock::now() + timeout_;
      changed_.notify_all();
    }
  }
  void watch() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      if (state_ != "open") {
        changed_.wait(lock);
      } else if (changed_.wait_until(lock, deadline_) == std::cv_status::timeout) {
        state_ = "half-open";
        successes_ = 0;
      }
    }
  }

  int n_;
  std::chrono::milliseconds timeout_;
  int m_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string state_ = "closed";
  int failures_ = 0;
  int successes_ = 0;
  bool stopping_ = false;
  std::chrono::steady_clock::time_point deadline_;
  std::thread thread_;
};
