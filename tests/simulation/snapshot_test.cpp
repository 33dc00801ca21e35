#include "catch.hpp"
#include "systems.hpp"

using simulation::Health;

TEST_CASE("a snapshot shows the rates of the last second and the window's percentiles") {
  simulation::Run run(named("payment-outage"), 42);
  run.run_until(0s);
  const auto start = run.snapshot();
  CHECK(start.services.size() == 3);
  CHECK(start.services[0].node.window.samples == 0);
  CHECK_FALSE(start.services[0].node.window.p99);
  run.run_until(29500ms);
  const auto snapshot = run.snapshot();
  CHECK(snapshot.time == 29500ms);
  CHECK(snapshot.breakers_on);
  const auto& user = snapshot.services[0];
  CHECK(user.node.name == "User");
  CHECK(user.node.health == Health::healthy);
  CHECK(user.node.qps == Approx(100).margin(40));
  CHECK(user.node.window.samples == Approx(1'000).margin(130));
  REQUIRE(user.node.window.p99);
  // Lognormal: 20 ms x exp(-0.125 + 0.5 x 2.3263) = 56 ms
  CHECK(static_cast<double>(user.node.window.p99->count()) / 1e6 == Approx(56.5).margin(12));
  REQUIRE(user.node.history.size() == 29);
  CHECK(user.node.history.back().end == 29s);
  CHECK(user.node.history.back().qps == user.node.qps);
  REQUIRE(user.breaker);
  CHECK(user.breaker->state == breaker::State::closed);
  CHECK(user.breaker->window->calls == 100);
  CHECK(user.breaker->window->size == 100);
  REQUIRE(snapshot.gateway);
  // 100 x 0.02 + 60 x 0.04 + 40 x 0.06 = 6.8 workers
  CHECK(snapshot.gateway->expected_occupancy == Approx(6.8).epsilon(0.15));
  CHECK(snapshot.gateway->node.qps == Approx(200).margin(60));
  CHECK(snapshot.gateway->amplification == Approx(1).margin(0.01));
}

TEST_CASE("an open circuit shows its countdown and its fallbacks, and the pool stays free") {
  simulation::Run run(named("payment-outage"), 42);
  run.run_until(34s);
  const auto snapshot = run.snapshot();
  const auto& payment = snapshot.services[2];
  CHECK(payment.node.health == Health::open);
  REQUIRE(payment.breaker);
  REQUIRE(payment.breaker->until_half_open);
  CHECK(*payment.breaker->until_half_open > 0s);
  CHECK(*payment.breaker->until_half_open < 5s);
  CHECK(payment.fallback_per_s == Approx(40).margin(25));
  CHECK(payment.node.qps < 25);
  CHECK(payment.node.error_rate_breached);
  CHECK(payment.faults.size() == 1);
  CHECK(snapshot.gateway->busy < 20);
  CHECK(snapshot.services[0].node.health == Health::healthy);
  bool is_firing = false;
  for (const auto& alert : snapshot.alerts)
    is_firing |= alert.phase == simulation::Alert::Phase::firing && alert.service == 2U;
  CHECK(is_firing);
}

TEST_CASE("without a breaker the expected occupancy tells the starvation") {
  simulation::Run run(named("payment-outage"), 42, without_breaker);
  run.run_until(39s);
  const auto snapshot = run.snapshot();
  CHECK(snapshot.gateway->busy == 64);
  CHECK(snapshot.gateway->expected_occupancy > 64);
  CHECK(snapshot.gateway->waiting > 100);
  CHECK(snapshot.gateway->amplification > 1.2);
  CHECK(snapshot.gateway->rejected_per_s > 20);
  CHECK(snapshot.services[2].node.health == Health::degraded);
  CHECK_FALSE(snapshot.services[2].breaker);
}

TEST_CASE("a half-open circuit shows its probes") {
  simulation::Run run(named("payment-outage"), 42);
  run.run_until(35s);
  while (run.snapshot().services[2].node.health != Health::half_open) REQUIRE(run.step());
  run.run_until(run.now() + 500ms);
  const auto payment = run.snapshot().services[2];
  REQUIRE(payment.breaker->probes);
  CHECK(payment.breaker->probes->used == 10);
  CHECK(payment.breaker->probes->permitted == 10);
}

TEST_CASE("the history holds two minutes") {
  simulation::Run run(named("payment-outage"), 42);
  run.run_until(200s);
  const auto history = run.snapshot().services[0].node.history;
  REQUIRE(history.size() == 120);
  CHECK(history.front().end == 81s);
  CHECK(history.back().end == 200s);
}

TEST_CASE("a bare queue has no gateway to show") {
  simulation::Scenario scenario{.name = "queue"};
  scenario.services = {{.name = "q", .workers = 3, .arrivals_per_s = 21}};
  simulation::Run run(scenario, 1);
  run.run_until(60s);
  const auto snapshot = run.snapshot();
  CHECK_FALSE(snapshot.gateway);
  CHECK(snapshot.services[0].node.qps == Approx(21).margin(19));
  CHECK(snapshot.arrived == run.totals().services[0].all().arrived);
}
