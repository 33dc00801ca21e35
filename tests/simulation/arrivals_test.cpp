#include <cmath>

#include "catch.hpp"
#include "systems.hpp"

TEST_CASE("every arm of a comparison sees the same arrivals") {
  const auto& scenario = named("payment-outage");
  const auto first = finished(scenario, 5, without_breaker);
  for (const auto& arm : simulation::comparison_arms(scenario)) {
    const auto totals = finished(scenario, 5, arm);
    for (std::size_t i = 0; i < totals.services.size(); ++i)
      for (std::size_t phase = 0; phase < simulation::phase_count; ++phase)
        CHECK(totals.services[i].phases[phase].arrived == first.services[i].phases[phase].arrived);
  }
}

TEST_CASE("the switches do not shift the arrivals, nor does an injected fault") {
  const auto& scenario = named("payment-outage");
  simulation::Run plain(scenario, 5);
  simulation::Run switched(scenario, 5);
  plain.run_until(60s);
  switched.run_until(20s);
  switched.set_breakers(false);
  switched.set_retries(false);
  switched.set_bulkheads(true);
  switched.inject({.service = "User", .at = 20s, .duration = 5s, .effect = {.error_percent = 50}});
  switched.run_until(60s);
  CHECK(plain.snapshot().arrived == switched.snapshot().arrived);
}

TEST_CASE("a service's arrivals do not depend on its neighbours") {
  auto scenario = named("payment-outage");
  scenario.fault_schedule.reset();
  const auto with = finished(scenario, 5);
  scenario.services.erase(scenario.services.begin());
  const auto without = finished(scenario, 5);
  CHECK(with.services.at(1).all().arrived == without.services.at(0).all().arrived);
}

TEST_CASE("arrivals come at the rate of the scenario") {
  auto scenario = one_service();
  scenario.services[0].arrivals_per_s = 100;
  scenario.duration = 1'000s;
  const auto totals = finished(scenario, 1);
  // Poisson: the variance is the mean.
  CHECK(std::abs(static_cast<double>(totals.services[0].all().arrived) - 1e5) < 4 * std::sqrt(1e5));
}
