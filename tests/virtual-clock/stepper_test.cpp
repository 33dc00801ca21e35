#include <algorithm>
#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <random>
#include <utility>
#include <vector>

#include "virtual-clock/threads.hpp"

using namespace std::chrono_literals;
using virtual_clock::Advance;
using virtual_clock::Settle;

namespace {

struct WithLimits {
  explicit WithLimits(const virtual_clock::Limits& limits) { virtual_clock::set_limits(limits); }
  ~WithLimits() { virtual_clock::set_limits(patient); }
};

using Wakes = std::vector<std::pair<std::chrono::nanoseconds, int>>;

/// Twenty threads that sleep for random times, to the nanosecond, for 10,000 virtual seconds: when
/// each woke, and which thread it was, in the order in which it happened.
Wakes random_sleepers(unsigned seed) {
  constexpr auto end = 10'000s;
  const auto start = virtual_clock::now();
  std::mutex mutex;
  Wakes wakes;
  std::vector<std::unique_ptr<Worker>> workers;
  for (int i = 0; i < 20; ++i) {
    workers.push_back(std::make_unique<Worker>([&, i] {
      std::mt19937_64 random(seed * 100 + static_cast<unsigned>(i));
      for (;;) {
        const auto wake =
            virtual_clock::now() + 1s + std::chrono::nanoseconds(random() % 400'000'000'000);
        if (wake > start + end) return;
        std::this_thread::sleep_until(std::chrono::steady_clock::time_point(wake));
        const std::lock_guard lock(mutex);
        REQUIRE(virtual_clock::now() == wake);
        wakes.emplace_back(wake - start, i);
      }
    }));
  }
  pass(end);
  return wakes;
}

}  // namespace

TEST_CASE("twenty threads wake in the order of their deadlines, the same in every run") {
  const Wakes wakes = random_sleepers(1);
  CHECK(wakes.size() > 900);
  CHECK(std::is_sorted(wakes.begin(), wakes.end()));
  CHECK(random_sleepers(1) == wakes);
  CHECK(random_sleepers(2) != wakes);
}

TEST_CASE("an advance stops at every deadline on its way") {
  std::vector<std::chrono::nanoseconds> ticks;
  const auto start = virtual_clock::now();
  Worker worker([&] {
    for (int i = 0; i < 5; ++i) {
      std::this_thread::sleep_for(1s);
      ticks.push_back(virtual_clock::now() - start);
    }
  });
  CHECK(pass(3500ms) == 3);
  CHECK(ticks == std::vector<std::chrono::nanoseconds>{1s, 2s, 3s});
  CHECK(virtual_clock::now() == start + 3500ms);
  CHECK(virtual_clock::next_deadline() == start + 4s);
  pass(10s);
  CHECK(ticks.back() == 5s);
  CHECK_FALSE(virtual_clock::next_deadline().has_value());
}

TEST_CASE("all that are due at the same time end together") {
  std::vector<std::unique_ptr<Worker>> workers;
  const auto until = std::chrono::steady_clock::now() + 1s;
  for (int i = 0; i < 4; ++i) {
    workers.push_back(std::make_unique<Worker>([until] { std::this_thread::sleep_until(until); }));
  }
  CHECK(virtual_clock::parked() == 4);
  CHECK(pass(1s) == 4);
}

TEST_CASE("what a timer sets off is over when the advance returns") {
  std::mutex mutex;
  std::condition_variable condition;
  bool go = false;
  Worker second([&] {
    std::unique_lock lock(mutex);
    condition.wait(lock, [&] { return go; });
  });
  Worker first([&] {
    std::this_thread::sleep_for(1s);
    const std::lock_guard lock(mutex);
    go = true;
    condition.notify_all();
  });
  pass(1s);
  CHECK(first.finished());
  CHECK(second.finished());
}

TEST_CASE("a busy wait does not settle, and the clock stays where it was") {
  const WithLimits limits({.settle_real_time = 20ms});
  std::atomic<bool> stop{false};
  const auto start = virtual_clock::now();
  std::thread busy([&] {
    while (!stop) {
    }
  });
  CHECK(virtual_clock::settle() == Settle::did_not_settle);
  const Advance result = virtual_clock::advance(1s);
  CHECK(result.outcome == Advance::Outcome::did_not_settle);
  CHECK(virtual_clock::now() == start);
  stop = true;
  busy.join();
}

TEST_CASE("a timer that fires too often is stopped at the bound") {
  const WithLimits limits({.settle_real_time = patient.settle_real_time, .steps = 10});
  std::atomic<bool> stop{false};
  Worker worker([&] {
    while (!stop) std::this_thread::sleep_for(1ns);
  });
  const Advance result = virtual_clock::advance(1h);
  CHECK(result.outcome == Advance::Outcome::too_many_steps);
  CHECK(result.fired == 10);
  stop = true;
  pass(1ns);
}

TEST_CASE("threads that sleep in the kernel are proved to be asleep") {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  Worker reader([&] {
    char byte = 0;
    CHECK(read(ends[0], &byte, 1) == 1);
  });
  CHECK(virtual_clock::active() == 2);
  require_ends_after(1s, [] { std::this_thread::sleep_for(1s); });
  REQUIRE(write(ends[1], "x", 1) == 1);
  rest();
  CHECK(reader.finished());
  close(ends[0]);
  close(ends[1]);

  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 2);
  Worker at_barrier([&] { pthread_barrier_wait(&barrier); });
  CHECK_FALSE(at_barrier.finished());
  pthread_barrier_wait(&barrier);
  rest();
  CHECK(at_barrier.finished());
  pthread_barrier_destroy(&barrier);
}

TEST_CASE("a join is a wait, and a thread counts until it has ended") {
  std::thread sleeper([] { std::this_thread::sleep_for(1s); });
  Worker joiner([&] { sleeper.join(); });
  CHECK(virtual_clock::active() == 1);
  CHECK(virtual_clock::wait_of(joiner.id())->kind == virtual_clock::WaitKind::join);
  pass(1s);
  CHECK(joiner.finished());
  CHECK(virtual_clock::active() == 1);
}

TEST_CASE("what thread_local destructors do is seen") {
  static std::atomic<bool> destroyed{false};
  struct Slow {
    ~Slow() {
      std::this_thread::sleep_for(1s);
      destroyed = true;
    }
  };
  std::thread([] {
    static thread_local Slow slow;
    static_cast<void>(slow);
  }).detach();
  rest();
  CHECK_FALSE(destroyed);
  pass(1s);
  CHECK(destroyed);
}

TEST_CASE("threads that come and go leave the count right") {
  for (int round = 0; round < 200; ++round) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 5; ++i) threads.emplace_back([] { std::this_thread::yield(); });
    for (std::thread& thread : threads) thread.join();
    rest();
    REQUIRE(virtual_clock::active() == 1);
  }
}

TEST_CASE("a thread that cannot be created does not count") {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  REQUIRE(pthread_attr_setstacksize(&attributes, std::size_t{1} << 46U) == 0);
  pthread_t handle{};
  CHECK(pthread_create(&handle, &attributes, [](void*) -> void* { return nullptr; }, nullptr) != 0);
  CHECK(virtual_clock::active() == 1);
  pthread_attr_destroy(&attributes);
}

TEST_CASE("a wait that only the caller can end is suspected of being a deadlock") {
  CHECK_FALSE(virtual_clock::deadlock_suspected());
  std::mutex mutex;
  std::condition_variable condition;
  Worker sleeper([] { std::this_thread::sleep_for(1s); });
  Worker waiter([&] {
    std::unique_lock lock(mutex);
    condition.wait(lock);
  });
  CHECK_FALSE(virtual_clock::deadlock_suspected());
  pass(1s);
  CHECK(virtual_clock::deadlock_suspected());
  condition.notify_all();
  rest();
  CHECK_FALSE(virtual_clock::deadlock_suspected());
}
