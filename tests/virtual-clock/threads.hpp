#pragma once

#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <pthread.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "catch.hpp"
#include "virtual_clock.hpp"

/// On a busy machine a thread may be kept waiting for its processor for long; only a test of that
/// bound may fail by it.
inline constexpr virtual_clock::Limits patient{.settle_real_time = std::chrono::minutes(1)};
inline const bool is_patient = (virtual_clock::set_limits(patient), true);

/// Waits until every thread of the test but this one sleeps.
inline void rest() {
  REQUIRE(virtual_clock::settle() == virtual_clock::Settle::settled);
}

/// Advances and requires that all came to rest; how many waits ended by their deadline.
inline std::size_t pass(std::chrono::nanoseconds time) {
  const virtual_clock::Advance result = virtual_clock::advance(time);
  REQUIRE(result.outcome == virtual_clock::Advance::Outcome::settled);
  return result.fired;
}

/// A thread that runs `body` once and is at rest when the constructor returns.
class Worker {
 public:
  explicit Worker(std::function<void()> body)
      : thread_([this, body = std::move(body)] {
          id_ = gettid();
          body();
          finished_at_ = virtual_clock::now();
          finished_ = true;
        }) {
    rest();
  }
  ~Worker() {
    if (thread_.joinable()) thread_.join();
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  pid_t id() const { return id_; }
  bool finished() const { return finished_; }
  std::chrono::nanoseconds finished_at() const { return finished_at_; }
  pthread_t handle() { return thread_.native_handle(); }

 private:
  std::atomic<pid_t> id_{0};
  std::atomic<bool> finished_{false};
  std::atomic<std::chrono::nanoseconds> finished_at_{};
  std::thread thread_;
};

/// Sends the worker a signal that does nothing, until it has ended its wait: one that arrives just
/// before the thread falls asleep is lost, as it is with the C library.
inline void interrupt(Worker& worker) {
  struct sigaction action{};
  action.sa_handler = [](int) {};
  REQUIRE(sigaction(SIGUSR1, &action, nullptr) == 0);
  while (!worker.finished()) {
    REQUIRE(pthread_kill(worker.handle(), SIGUSR1) == 0);
    std::this_thread::yield();
  }
}

/// Runs `wait` in a thread; it must end at the nanosecond `after` from now, and not before.
inline void require_ends_after(std::chrono::nanoseconds after, std::function<void()> wait) {
  const auto start = virtual_clock::now();
  Worker worker(std::move(wait));
  REQUIRE_FALSE(worker.finished());
  pass(after - std::chrono::nanoseconds(1));
  REQUIRE_FALSE(worker.finished());
  CHECK(pass(std::chrono::nanoseconds(1)) == 1);
  REQUIRE(worker.finished());
  CHECK(worker.finished_at() == start + after);
}
