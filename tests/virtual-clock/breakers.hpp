#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

/// Circuit breakers as candidates write them, one per way of waiting for the reset timeout.
namespace breakers {

using std::chrono::nanoseconds;

enum class State { closed, open, half_open };

struct Settings {
  int failures;
  nanoseconds timeout;
};

/// Looks at the clock whenever it is asked.
class Lazy {
 public:
  explicit Lazy(Settings settings) : settings_(settings) {}

  void call(const std::function<void()>& fn) {
    if (state() == State::open) throw std::runtime_error("open");
    try {
      fn();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (++failed_ >= settings_.failures) {
        state_ = State::open;
        opened_ = std::chrono::steady_clock::now();
      }
      throw;
    }
    const std::lock_guard lock(mutex_);
    failed_ = 0;
    state_ = State::closed;
  }

  State state() {
    const std::lock_guard lock(mutex_);
    if (state_ == State::open && std::chrono::steady_clock::now() - opened_ >= settings_.timeout) {
      state_ = State::half_open;
    }
    return state_;
  }

 private:
  Settings settings_;
  std::mutex mutex_;
  State state_ = State::closed;
  int failed_ = 0;
  std::chrono::steady_clock::time_point opened_;
};

/// The others change state only when their timer fires. `Timer` has
/// `start(nanoseconds, std::function<void()>)` and may be started again once it has fired.
template <typename Timer>
class WithTimer {
 public:
  explicit WithTimer(Settings settings)
      : settings_(settings), shared_(std::make_shared<Shared>()) {}

  void call(const std::function<void()>& fn) {
    if (state() == State::open) throw std::runtime_error("open");
    try {
      fn();
    } catch (...) {
      bool opened = false;
      {
        const std::lock_guard lock(shared_->mutex);
        if (++shared_->failed >= settings_.failures) {
          shared_->state = State::open;
          opened = true;
        }
      }
      if (opened) {
        timer_.start(settings_.timeout, [shared = shared_] {
          const std::lock_guard lock(shared->mutex);
          shared->state = State::half_open;
        });
      }
      throw;
    }
    const std::lock_guard lock(shared_->mutex);
    shared_->failed = 0;
    shared_->state = State::closed;
  }

  State state() {
    const std::lock_guard lock(shared_->mutex);
    return shared_->state;
  }

 private:
  struct Shared {
    std::mutex mutex;
    State state = State::closed;
    int failed = 0;
  };

  Settings settings_;
  std::shared_ptr<Shared> shared_;
  Timer timer_;
};

/// One thread for the breaker's life, in condition_variable::wait and wait_for.
class ConditionTimer {
 public:
  ConditionTimer() : thread_([this] { run(); }) {}
  ~ConditionTimer() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  void start(nanoseconds delay, std::function<void()> action) {
    {
      const std::lock_guard lock(mutex_);
      delay_ = delay;
      action_ = std::move(action);
    }
    changed_.notify_all();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!stop_) {
      changed_.wait(lock, [this] { return stop_ || action_; });
      if (stop_ || changed_.wait_for(lock, delay_, [this] { return stop_; })) return;
      std::exchange(action_, nullptr)();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  nanoseconds delay_{};
  std::function<void()> action_;
  bool stop_ = false;
  std::thread thread_;
};

/// A detached thread for each time, in sleep_for.
class DetachedTimer {
 public:
  void start(nanoseconds delay, std::function<void()> action) {
    std::thread([delay, action = std::move(action)] {
      std::this_thread::sleep_for(delay);
      action();
    }).detach();
  }
};

/// std::async for each time, in future::wait_for, which the destructor can cut short.
class AsyncTimer {
 public:
  ~AsyncTimer() { stop_.set_value(); }

  void start(nanoseconds delay, std::function<void()> action) {
    running_ = std::async(std::launch::async, [this, delay, action = std::move(action)] {
      if (stopped_.wait_for(delay) == std::future_status::timeout) action();
    });
  }

 private:
  std::promise<void> stop_;
  std::shared_future<void> stopped_ = stop_.get_future().share();
  std::future<void> running_;
};

}  // namespace breakers
