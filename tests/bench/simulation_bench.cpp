#include <benchmark/benchmark.h>
#include <chrono>
#include <cstdint>

#include "simulation/run.hpp"
#include "simulation/scenarios.hpp"

// Events a second, timers that had been cancelled included, as event queues are usually measured;
// for the full model also requests a second. Seeds differ from round to round.

namespace {

using namespace std::chrono_literals;
using simulation::Run;
using simulation::Scenario;
using std::chrono::nanoseconds;

/// The default scenario at 50 times its rates and sizes: 10,000 requests a second.
Scenario full_model() {
  Scenario scenario = *simulation::find_scenario("payment-outage");
  constexpr int scale = 50;
  scenario.gateway->workers *= scale;
  scenario.gateway->queue *= scale;
  for (auto& service : scenario.services) {
    service.workers *= scale;
    service.queue = *service.queue * scale;
    service.arrivals_per_s *= scale;
    service.bulkhead = *service.bulkhead * scale;
  }
  return scenario;
}

Scenario bare_queue(int workers, double arrivals_per_s) {
  Scenario scenario{.name = "queue"};
  scenario.services = {{.name = "q",
                        .workers = workers,
                        .arrivals_per_s = arrivals_per_s,
                        .service_time = {.mean = 1ms}}};
  return scenario;
}

void measure(benchmark::State& state, const Scenario& scenario, nanoseconds time) {
  std::uint64_t events = 0;
  std::uint64_t requests = 0;
  std::uint64_t seed = 1;
  for (auto _ : state) {
    Run run(scenario, seed++);
    run.run_until(time);
    events += run.events();
    requests += run.snapshot().arrived;
  }
  state.counters["events_per_s"] =
      benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
  state.counters["requests_per_s"] =
      benchmark::Counter(static_cast<double>(requests), benchmark::Counter::kIsRate);
}

void four_services_10000_rps(benchmark::State& state) {
  measure(state, full_model(), 120s);
}

void four_services_200_rps(benchmark::State& state) {
  measure(state, *simulation::find_scenario("payment-outage"), 120s);
}

void m_m_1(benchmark::State& state) {
  measure(state, bare_queue(1, 800), 1250s);
}

void m_m_16(benchmark::State& state) {
  measure(state, bare_queue(16, 12'800), 78s);
}

BENCHMARK(four_services_10000_rps)->Unit(benchmark::kMillisecond);
BENCHMARK(four_services_200_rps)->Unit(benchmark::kMillisecond);
BENCHMARK(m_m_1)->Unit(benchmark::kMillisecond);
BENCHMARK(m_m_16)->Unit(benchmark::kMillisecond);

}  // namespace
