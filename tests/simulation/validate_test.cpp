#include <cmath>
#include <functional>
#include <limits>
#include <string>

#include "base/error.hpp"
#include "catch.hpp"
#include "systems.hpp"

using simulation::Scenario;

namespace {

/// The message about the default scenario with this change; empty when there is none.
std::string complaint(const std::function<void(Scenario&)>& change) {
  Scenario scenario = named("payment-outage");
  change(scenario);
  try {
    simulation::validate(scenario);
  } catch (const base::Error& error) {
    return error.what();
  }
  return {};
}

bool names(const std::string& message, const std::string& field) {
  return message.find("field \"" + field + "\"") != std::string::npos;
}

}  // namespace

TEST_CASE("the named scenarios are valid, and have names of their own") {
  for (const Scenario& scenario : simulation::named_scenarios()) {
    simulation::validate(scenario);
    CHECK(simulation::find_scenario(scenario.name) == &scenario);
    CHECK_FALSE(scenario.description.empty());
  }
  CHECK(simulation::named_scenarios().size() == 5);
  CHECK(simulation::named_scenarios().front().name == "payment-outage");
  CHECK(simulation::find_scenario("no such") == nullptr);
}

TEST_CASE("a bad scenario is refused with the name of the field") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(names(complaint([](Scenario& s) { s.services.clear(); }), "services"));
  CHECK(names(complaint([](Scenario& s) { s.services.resize(65, s.services[0]); }), "services"));
  CHECK(names(complaint([](Scenario& s) { s.services[1].name = "User"; }), "services[1].name"));
  CHECK(names(complaint([](Scenario& s) { s.services[1].name = ""; }), "services[1].name"));
  CHECK(names(complaint([](Scenario& s) { s.services[2].workers = 0; }), "services[2].workers"));
  CHECK(names(complaint([](Scenario& s) { s.services[0].queue = -1; }), "services[0].queue"));
  CHECK(names(complaint([](Scenario& s) { s.services[0].arrivals_per_s = -1; }),
              "services[0].arrivals_per_s"));
  CHECK(names(complaint([&](Scenario& s) { s.services[0].arrivals_per_s = nan; }),
              "services[0].arrivals_per_s"));
  CHECK(names(complaint([](Scenario& s) { s.services[0].arrivals_per_s = 1e-300; }),
              "services[0].arrivals_per_s"));
  CHECK(names(complaint([](Scenario& s) { s.services[0].service_time.mean = 0ns; }),
              "services[0].service_time.mean"));
  CHECK(names(complaint([](Scenario& s) { s.services[0].service_time.sigma = 4; }),
              "services[0].service_time.sigma"));
  CHECK(names(complaint([](Scenario& s) { s.services[0].error_percent = 101; }),
              "services[0].error_percent"));
  CHECK(names(complaint([](Scenario& s) { s.services[0].bulkhead = 0; }), "services[0].bulkhead"));
  CHECK(names(complaint([](Scenario& s) { s.gateway->workers = 0; }), "gateway.workers"));
  CHECK(names(complaint([](Scenario& s) { s.gateway->timeout = 0ns; }), "gateway.timeout"));
  CHECK(names(complaint([](Scenario& s) { s.gateway->retry.retries = 11; }),
              "gateway.retry.retries"));
  CHECK(names(complaint([](Scenario& s) { s.gateway.reset(); }), "services[0].breaker"));
  CHECK(names(complaint([](Scenario& s) { s.duration = 0ns; }), "duration"));
  CHECK(
      names(complaint([](Scenario& s) { s.fault_schedule->lasts = 31s; }), "fault_schedule.lasts"));
  CHECK(names(complaint([](Scenario& s) { s.fault_schedule->opening = "Cart"; }),
              "fault_schedule.opening"));
  CHECK(names(
      complaint([](Scenario& s) { s.faults = {{.service = "User", .at = -1s, .duration = 1s}}; }),
      "faults[0].at"));
  CHECK(names(complaint([](Scenario& s) {
                s.faults = {{.service = "User", .duration = 1s, .effect = {.hang_percent = -1}}};
              }),
              "faults[0].effect.hang_percent"));
  CHECK(names(complaint([](Scenario& s) { s.slo.error_percent = 0; }), "slo.error_percent"));
  CHECK(names(complaint([](Scenario& s) { s.slo.burn_rates[0].threshold = 0; }),
              "slo.burn_rates[0].threshold"));
  CHECK(names(complaint([](Scenario& s) {
                std::get<breaker::FailureRatePolicy>(s.services[0].breaker).minimum_calls = 101;
              }),
              "services[0].breaker.minimum_calls"));
}

TEST_CASE("a message says what is wrong and what would be right") {
  CHECK(complaint([](Scenario& s) { s.services[2].workers = 0; }) ==
        "scenario, field \"services[2].workers\": 0 is not from 1 to 10000");
  CHECK(complaint([](Scenario& s) { s.gateway->timeout = 0ns; }) ==
        "scenario, field \"gateway.timeout\": 0 s is not from 0 s to 86400 s");
}

TEST_CASE("a run is not begun with a bad scenario") {
  Scenario scenario = named("payment-outage");
  scenario.services[0].workers = -1;
  CHECK_THROWS_AS(simulation::Run(scenario, 1), base::Error);
}
