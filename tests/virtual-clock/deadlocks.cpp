#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unistd.h>

#include "virtual_clock.hpp"

// deadlocks NAME: the program's only driver thread calls something that never returns, or that
// returns only when time passes. Prints what the clock reports when the process comes to rest.

namespace {

using namespace std::chrono_literals;
using virtual_clock::Idle;
using virtual_clock::IdleAction;
using virtual_clock::WaitKind;

std::string name_of(WaitKind kind) {
  switch (kind) {
    case WaitKind::sleep:
      return "sleep";
    case WaitKind::condition:
      return "condition";
    case WaitKind::condition_destroy:
      return "condition_destroy";
    case WaitKind::mutex:
      return "mutex";
    case WaitKind::rwlock:
      return "rwlock";
    case WaitKind::semaphore:
      return "semaphore";
    case WaitKind::futex:
      return "futex";
    case WaitKind::join:
      return "join";
    case WaitKind::poll:
      return "poll";
  }
  return "?";
}

IdleAction report(const Idle& idle) {
  if (idle.next_deadline) return IdleAction::advance_to_next_deadline;
  std::printf("deadlock: %s%s\n", name_of(idle.last.kind).c_str(),
              idle.last.owner == gettid() ? ", own" : "");
  std::fflush(stdout);
  _exit(3);
}

void lock_twice() {
  std::mutex mutex;
  mutex.lock();
  mutex.lock();
}

void opposite_order() {
  std::mutex one;
  std::mutex two;
  const std::lock_guard first(one);
  std::thread other([&] {
    const std::lock_guard second(two);
    const std::lock_guard third(one);
  });
  virtual_clock::settle();
  const std::lock_guard fourth(two);
  other.join();
}

void never_signalled() {
  std::mutex mutex;
  std::condition_variable condition;
  std::unique_lock lock(mutex);
  condition.wait(lock);
}

void last_one_out() {
  std::mutex mutex;
  std::condition_variable condition;
  std::thread([] { std::this_thread::sleep_for(1s); }).detach();
  std::unique_lock lock(mutex);
  condition.wait(lock);
}

void join_a_waiter() {
  std::promise<void> never;
  std::thread waiter([&] { never.get_future().wait(); });
  waiter.join();
}

void upgrade() {
  std::shared_mutex mutex;
  mutex.lock_shared();
  mutex.lock();
}

void destroy_in_use() {
  std::mutex mutex;
  auto condition = std::make_unique<std::condition_variable>();
  std::thread waiter([&] {
    std::unique_lock lock(mutex);
    condition->wait(lock);
  });
  virtual_clock::settle();
  condition.reset();
  waiter.join();
}

/// No deadlock: the destructor of the future waits for the task, which sleeps.
void sleeping_future() {
  const auto start = std::chrono::steady_clock::now();
  {
    auto future = std::async(std::launch::async, [] { std::this_thread::sleep_for(5s); });
  }
  const auto passed = std::chrono::steady_clock::now() - start;
  std::printf("returned after %lld s\n", static_cast<long long>(passed / 1s));
}

/// No deadlock: the call itself sleeps.
void sleeping_call() {
  std::this_thread::sleep_for(7s);
  std::puts("returned");
}

}  // namespace

int main(int count, char** arguments) {
  const std::map<std::string, std::function<void()>> cases{
      {"lock_twice", lock_twice},           {"opposite_order", opposite_order},
      {"never_signalled", never_signalled}, {"last_one_out", last_one_out},
      {"join_a_waiter", join_a_waiter},     {"upgrade", upgrade},
      {"destroy_in_use", destroy_in_use},   {"sleeping_future", sleeping_future},
      {"sleeping_call", sleeping_call}};
  if (count != 2 || !cases.contains(arguments[1])) return 2;
  virtual_clock::set_limits({.settle_real_time = 1min});
  virtual_clock::set_idle_handler(report);
  cases.at(arguments[1])();
}
