// What the scenarios are for.

#include <algorithm>

#include "catch.hpp"
#include "rounds.hpp"
#include "systems.hpp"

using breaker::State;
using simulation::LogEntry;
using simulation::Phase;
using simulation::Scenario;

namespace {

constexpr std::uint64_t seeds = 30;

struct Averages {
  double user = 0;
  double order = 0;
  double payment_fallback = 0;
  double payment_rejected = 0;
  double user_least = 100;
};

Averages during_fault(const simulation::Arm& arm) {
  Scenario scenario = named("payment-outage");
  scenario.duration = 59s;
  Averages averages;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto totals = finished(scenario, seed, arm);
    const auto& user = totals.services[0].in(Phase::during_fault);
    const auto& payment = totals.services[2].in(Phase::during_fault);
    averages.user += user.served_percent() / seeds;
    averages.order += totals.services[1].in(Phase::during_fault).served_percent() / seeds;
    averages.payment_fallback += payment.percent(payment.fallback) / seeds;
    averages.payment_rejected += payment.percent(payment.rejected) / seeds;
    averages.user_least = std::min(averages.user_least, user.served_percent());
  }
  return averages;
}

/// A service of 300 requests/s whose callers wait one second, with a stall of 10 s at 30 s.
Scenario stalled(double arrivals_per_s, int retries) {
  Scenario scenario;
  scenario.name = "stalled";
  scenario.gateway =
      simulation::Gateway{.workers = 100'000,
                          .queue = 0,
                          .timeout = 1s,
                          .retry = {.retries = retries, .backoff = simulation::Backoff::none}};
  scenario.services = {
      {.name = "S",
       .workers = 30,
       .arrivals_per_s = arrivals_per_s,
       .service_time = {.kind = simulation::ServiceTime::Kind::exponential, .mean = 100ms}}};
  scenario.faults = {{.service = "S", .at = 30s, .duration = 10s, .effect = {.hang_percent = 100}}};
  return scenario;
}

/// Requests answered well in the ten seconds before that time, in percent.
double goodput_at(const Scenario& scenario, std::chrono::seconds time) {
  simulation::Run run(scenario, 1);
  run.run_until(time - 10s);
  const auto before = run.totals().services[0].all();
  run.run_until(time);
  const auto after = run.totals().services[0].all();
  return 100 * static_cast<double>(after.ok - before.ok) /
         static_cast<double>(after.arrived - before.arrived);
}

int alerts_fired(const simulation::Log& log) {
  return static_cast<int>(std::count_if(log.begin(), log.end(), [](const LogEntry& entry) {
    return entry.kind == LogEntry::Kind::alert_firing;
  }));
}

}  // namespace

TEST_CASE("when Payment degrades, its breaker saves the users of the other services") {
  const auto arms = simulation::comparison_arms(named("payment-outage"));
  const Averages none = during_fault(arms[0]);
  const Averages breaker = during_fault(arms[1]);
  const Averages bulkhead = during_fault(arms[2]);
  const Averages both = during_fault(arms[3]);
  INFO("without: user " << none.user << " order " << none.order << " payment rejected "
                        << none.payment_rejected);
  CHECK(none.user > 45);
  CHECK(none.user < 60);
  CHECK(none.order > 45);
  CHECK(none.order < 60);
  CHECK(breaker.user_least > 99.9);
  CHECK(breaker.order > 99.9);
  CHECK(breaker.payment_fallback > 90);
  CHECK(bulkhead.user_least > 99.9);
  CHECK(bulkhead.payment_fallback == 0);
  CHECK(bulkhead.payment_rejected > 70);
  CHECK(both.user_least > 99.9);
  CHECK(both.payment_fallback > 85);
}

TEST_CASE("the breaker opens soon after the fault, for no other reason, and closes after it") {
  Scenario scenario = named("payment-outage");
  scenario.duration = 59s;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto totals = finished(scenario, seed);
    const auto& breaker = totals.services[2].breaker;
    INFO("seed " << seed);
    REQUIRE(breaker.time_to_open);
    CHECK(*breaker.time_to_open < 2s);
    REQUIRE(breaker.time_to_close);
    CHECK(*breaker.time_to_close < 8s);
    for (const auto& service : totals.services) CHECK(service.breaker.false_trips == 0);
    CHECK(totals.services[0].breaker.opened == 0);
    CHECK(totals.services[1].breaker.opened == 0);
  }
}

TEST_CASE("in ten quiet minutes no alert fires and no breaker opens, for 30 seeds") {
  Scenario scenario = named("payment-outage");
  scenario.fault_schedule.reset();
  for (std::uint64_t seed = 1; seed <= support::rounds<std::uint64_t>(seeds, 4); ++seed) {
    simulation::Run run(scenario, seed);
    run.run_until(600s);
    INFO("seed " << seed);
    CHECK(alerts_fired(run.log()) == 0);
    for (const auto& service : run.totals().services) CHECK(service.breaker.opened == 0);
  }
}

TEST_CASE("slow but successful does not open a breaker that looks at errors alone") {
  const Scenario& scenario = named("slow-not-failing");
  const auto arms = simulation::comparison_arms(scenario);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto errors_alone = finished(scenario, seed);
    CHECK(errors_alone.services[2].breaker.opened == 0);
    CHECK(errors_alone.services[2].in(Phase::during_fault).latency.quantile(0.99).value() >
          1'000'000'000);
    const auto slow_calls = finished(scenario, seed, arms.back());
    REQUIRE(slow_calls.services[2].breaker.time_to_open);
    CHECK(*slow_calls.services[2].breaker.time_to_open < 3s);
    const auto& payment = slow_calls.services[2].in(Phase::during_fault);
    CHECK(payment.percent(payment.fallback) > 70);
  }
}

TEST_CASE("a retry storm outlives its trigger, unless a breaker or a budget ends it") {
  CHECK(goodput_at(stalled(280, 1), 600s) == 0);
  // Half the capacity is the boundary: what all requests with one retry come to.
  CHECK(goodput_at(stalled(170, 1), 600s) < 1);
  CHECK(goodput_at(stalled(140, 1), 600s) > 99);
  // Without retries the backlog of 2800 drains at 20/s, in 140 s and more.
  CHECK(goodput_at(stalled(280, 0), 100s) == 0);
  CHECK(goodput_at(stalled(280, 0), 600s) > 95);
  Scenario budget = stalled(280, 1);
  budget.gateway->retry.budget_percent = 1;
  CHECK(goodput_at(budget, 900s) > 95);
  Scenario breaker = stalled(280, 1);
  breaker.services[0].breaker = breaker::FailureRatePolicy{
      .failure_rate_percent = 5, .open_duration = 5s, .probe_max_wait = 5s};
  CHECK(goodput_at(breaker, 70s) > 95);
}

TEST_CASE("the retry storm's scenario stays down without a breaker and recovers with one") {
  Scenario scenario = named("retry-storm");
  simulation::Run without(scenario, 3, without_breaker);
  simulation::Run with(scenario, 3);
  without.run_until(scenario.duration);
  with.run_until(scenario.duration);
  const auto last = [](const simulation::Run& run) {
    return run.totals().services[2].in(Phase::recovery);
  };
  CHECK(last(without).ok == 0);
  CHECK(last(with).percent(last(with).ok) > 95);
}

TEST_CASE("small windows lie: with low traffic breakers open though nothing is wrong") {
  const auto totals = finished(named("low-traffic"), 1);
  std::uint64_t false_trips = 0;
  for (const auto& service : totals.services) {
    false_trips += service.breaker.false_trips;
    CHECK(service.breaker.false_trips == service.breaker.tripped);
  }
  CHECK(false_trips >= 5);
}

TEST_CASE("a flapping service opens its circuit again and again") {
  const auto totals = finished(named("flapping"), 1);
  CHECK(totals.services[2].breaker.tripped >= 5);
  CHECK(totals.services[2].breaker.false_trips == 0);
}
