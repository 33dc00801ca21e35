#pragma once

#include <string>

#include "simulation/run.hpp"
#include "simulation/scenarios.hpp"

using namespace std::chrono_literals;

/// One service "S" behind a gateway, with everything constant: 10 requests/s on average, 10 ms
/// each.
inline simulation::Scenario one_service() {
  using simulation::ServiceTime;
  return {
      .name = "one",
      .gateway =
          simulation::Gateway{.workers = 8, .queue = 16, .timeout = 100ms, .retry = {.retries = 0}},
      .services = {{.name = "S",
                    .workers = 4,
                    .arrivals_per_s = 10,
                    .service_time = {.kind = ServiceTime::Kind::deterministic, .mean = 10ms}}}};
}

inline const simulation::Scenario& named(const std::string& name) {
  return *simulation::find_scenario(name);
}

inline simulation::Totals finished(const simulation::Scenario& scenario, std::uint64_t seed,
                                   const simulation::Arm& arm = {}) {
  simulation::Run run(scenario, seed, arm);
  run.run_until(scenario.duration);
  run.drain();
  return run.totals();
}

inline const simulation::Arm without_breaker{.name = "no breaker", .breakers = false};
