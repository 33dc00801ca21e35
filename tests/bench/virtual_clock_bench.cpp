#include <atomic>
#include <benchmark/benchmark.h>
#include <chrono>
#include <sched.h>
#include <thread>

#include "real.hpp"
#include "virtual_clock.hpp"

// The cost of the virtual clock, beside one reading of the real one. Benchmark's own stopwatch
// reads the virtual clock here, so the time is taken from the kernel and reported by hand, per
// call: the figures under "Time" are of `batch` calls.

namespace {

using namespace std::chrono_literals;

constexpr int batch = 1000;

template <typename Body>
void measure(benchmark::State& state, Body body) {
  std::int64_t total_ns = 0;
  std::int64_t calls = 0;
  for (auto _ : state) {
    const std::int64_t start = virtual_clock::real::monotonic_ns();
    for (int i = 0; i < batch; ++i) body();
    const std::int64_t taken = virtual_clock::real::monotonic_ns() - start;
    state.SetIterationTime(static_cast<double>(taken) / 1e9);
    total_ns += taken;
    calls += batch;
  }
  state.counters["ns_per_call"] = static_cast<double>(total_ns) / static_cast<double>(calls);
}

void real_clock_gettime(benchmark::State& state) {
  const auto read = NINES_REAL(clock_gettime);
  measure(state, [read] {
    timespec time{};
    read(CLOCK_MONOTONIC, &time);
    benchmark::DoNotOptimize(time);
  });
}

void now(benchmark::State& state) {
  measure(state, [] { benchmark::DoNotOptimize(virtual_clock::now()); });
}

void advance_alone(benchmark::State& state) {
  measure(state, [] { virtual_clock::advance(1ns); });
}

/// A thread that sleeps again and again until told to stop.
class Sleeper {
 public:
  explicit Sleeper(std::chrono::nanoseconds time)
      : time_(time), thread_([this] {
          while (!stop_) std::this_thread::sleep_for(time_);
        }) {
    virtual_clock::settle();
  }
  ~Sleeper() {
    stop_ = true;
    virtual_clock::advance(time_);
    thread_.join();
  }
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;

 private:
  std::chrono::nanoseconds time_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

void advance_with_one_parked(benchmark::State& state) {
  const Sleeper sleeper(1h);
  measure(state, [] { virtual_clock::advance(1ns); });
}

void firing_step(benchmark::State& state) {
  const Sleeper sleeper(1ns);
  measure(state, [] { virtual_clock::advance(1ns); });
}

void firing_step_on_one_processor(benchmark::State& state) {
  cpu_set_t all;
  cpu_set_t one;
  sched_getaffinity(0, sizeof all, &all);
  CPU_ZERO(&one);
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &all)) continue;
    CPU_SET(cpu, &one);
    break;
  }
  sched_setaffinity(0, sizeof one, &one);
  firing_step(state);
  sched_setaffinity(0, sizeof all, &all);
}

BENCHMARK(real_clock_gettime)->UseManualTime();
BENCHMARK(now)->UseManualTime();
BENCHMARK(advance_alone)->UseManualTime();
BENCHMARK(advance_with_one_parked)->UseManualTime();
BENCHMARK(firing_step)->UseManualTime()->Iterations(20);
BENCHMARK(firing_step_on_one_processor)->UseManualTime()->Iterations(20);

}  // namespace
