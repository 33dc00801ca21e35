#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "systems.hpp"

using simulation::Abandoned;
using simulation::Backoff;
using simulation::Scenario;

namespace {

/// A service that is slower than the gateway waits.
Scenario always_late() {
  Scenario scenario = one_service();
  scenario.services[0].service_time.mean = 1s;
  scenario.services[0].workers = 1'000;
  scenario.gateway->workers = 100;
  return scenario;
}

double attempts_per_request(double error_percent, int retries) {
  Scenario scenario = one_service();
  scenario.services[0].error_percent = error_percent;
  scenario.services[0].arrivals_per_s = 200;
  scenario.gateway->workers = 1'000;
  scenario.services[0].workers = 1'000;
  scenario.gateway->retry = {.retries = retries, .backoff_base = 10ms};
  scenario.duration = 200s;
  const auto totals = finished(scenario, 1);
  const auto all = totals.services[0].all();
  const double p = error_percent / 100;
  const double failed = std::pow(p, retries + 1);
  const auto n = static_cast<double>(all.arrived);
  CHECK(std::abs(static_cast<double>(all.error) - n * failed) <
        4 * std::sqrt(n * failed * (1 - failed)) + 1e-9);
  return static_cast<double>(totals.services[0].attempts) / n;
}

}  // namespace

TEST_CASE("a request that nothing hinders takes its service time") {
  const auto totals = finished(one_service(), 1);
  const auto all = totals.services[0].all();
  CHECK(all.ok == all.arrived);
  CHECK(all.latency.quantile(0.5) ==
        simulation::Buckets::middle(simulation::Buckets::index(10'000'000)));
  CHECK(totals.services[0].queue.mean_wait_ns < 1e5);
}

TEST_CASE("an attempt that is not answered in time is a timeout, at the timeout") {
  const auto totals = finished(always_late(), 1);
  const auto all = totals.services[0].all();
  CHECK(all.timeout == all.arrived);
  CHECK(all.ok == 0);
  const auto at_timeout = simulation::Buckets::middle(simulation::Buckets::index(100'000'000));
  CHECK(all.latency.quantile(0.01) == at_timeout);
  CHECK(all.latency.quantile(1) == at_timeout);
  // The service does not know: it does all of the work.
  CHECK(totals.services[0].queue.completed == all.arrived);
}

TEST_CASE("retries multiply the attempts as the geometric sum says") {
  CHECK(attempts_per_request(5, 2) == Approx(1.0525).epsilon(0.01));
  CHECK(attempts_per_request(20, 3) == Approx(1.248).epsilon(0.015));
  CHECK(attempts_per_request(50, 3) == Approx(1.875).epsilon(0.02));
  CHECK(attempts_per_request(100, 3) == 4);
  CHECK(attempts_per_request(100, 0) == 1);
}

TEST_CASE("exponential backoff doubles, and full jitter is uniform up to it") {
  Scenario scenario = always_late();
  scenario.gateway->retry = {.retries = 3, .backoff_base = 50ms, .backoff = Backoff::exponential};
  const auto exact = finished(scenario, 1).services[0].all();
  // 4 timeouts and 50 + 100 + 200 ms
  const auto expected = simulation::Buckets::middle(simulation::Buckets::index(750'000'000));
  CHECK(exact.latency.quantile(0.01) == expected);
  CHECK(exact.latency.quantile(1) == expected);
  scenario.gateway->retry.backoff = Backoff::full_jitter;
  const auto jitter = finished(scenario, 1).services[0].all();
  CHECK(jitter.latency.quantile(0).value() > 400'000'000);
  CHECK(jitter.latency.quantile(1).value() < 755'000'000);
  CHECK(static_cast<double>(jitter.latency.quantile(0.5).value()) == Approx(575e6).epsilon(0.02));
  scenario.gateway->retry.backoff = Backoff::none;
  const auto none = finished(scenario, 1).services[0].all();
  CHECK(none.latency.quantile(1) ==
        simulation::Buckets::middle(simulation::Buckets::index(400'000'000)));
}

TEST_CASE("a retry budget bounds the retries by the requests") {
  Scenario scenario = one_service();
  scenario.services[0].error_percent = 100;
  scenario.gateway->retry = {.retries = 3, .budget_percent = 10};
  const auto totals = finished(scenario, 1);
  const auto arrived = static_cast<double>(totals.services[0].all().arrived);
  const auto retries = static_cast<double>(totals.services[0].retries);
  // A tenth of the requests, and the ten that were saved up at the start.
  CHECK(retries <= arrived / 10 + 10);
  CHECK(retries >= arrived / 10 - 10);
}

TEST_CASE("the retries can be switched off") {
  Scenario scenario = one_service();
  scenario.services[0].error_percent = 100;
  scenario.gateway->retry.retries = 3;
  CHECK(finished(scenario, 1, {.retries = false}).services[0].retries == 0);
}

TEST_CASE("a full queue of the gateway rejects, and every request ends in one way") {
  Scenario scenario = always_late();
  scenario.gateway->workers = 1;
  scenario.gateway->queue = 2;
  scenario.services[0].arrivals_per_s = 100;
  scenario.duration = 20s;
  simulation::Run run(scenario, 1);
  for (int second = 1; second <= 20; ++second) {
    run.run_until(std::chrono::seconds(second));
    const auto gateway = run.snapshot().gateway.value();
    CHECK(gateway.busy <= 1);
    CHECK(gateway.waiting <= 2);
  }
  run.drain();
  const auto all = run.totals().services[0].all();
  CHECK(all.rejected > all.arrived / 2);
  CHECK(all.arrived == all.ended());
  CHECK(run.totals().in_flight == 0);
}

TEST_CASE("a full queue of the service refuses at once") {
  Scenario scenario = one_service();
  scenario.services[0].workers = 1;
  scenario.services[0].queue = 0;
  scenario.services[0].arrivals_per_s = 200;
  scenario.gateway->workers = 100;
  const auto totals = finished(scenario, 1);
  // Erlang B of load 2 on one worker: 2/3.
  CHECK(totals.services[0].queue.blocked_percent == Approx(66.7).margin(1));
  CHECK(totals.services[0].all().error == totals.services[0].queue.blocked);
}

TEST_CASE("a bulkhead rejects what would take more workers than it has") {
  Scenario scenario = always_late();
  scenario.services[0].bulkhead = 2;
  scenario.services[0].arrivals_per_s = 100;
  simulation::Run run(scenario, 1, {.bulkheads = true});
  for (int step = 1; step <= 200; ++step) {
    run.run_until(step * 50ms);
    REQUIRE(run.snapshot().services[0].gateway_workers_held <= 2);
  }
  CHECK(run.totals().services[0].all().rejected > 0);
  run.set_bulkheads(false);
  const auto before = run.totals().services[0].all().rejected;
  run.run_until(20s);
  CHECK(run.totals().services[0].all().rejected == before);
}

TEST_CASE("an abandoned request is served in vain, or dropped by the worker that takes it") {
  Scenario scenario = one_service();
  scenario.services[0].workers = 1;
  scenario.services[0].service_time.mean = 80ms;
  scenario.services[0].arrivals_per_s = 20;
  scenario.gateway->workers = 1'000;
  scenario.duration = 60s;
  const auto served = finished(scenario, 1).services[0];
  CHECK(served.queue.dropped == 0);
  CHECK(served.queue.completed == served.attempts);
  scenario.gateway->abandoned = Abandoned::dropped;
  const auto dropped = finished(scenario, 1).services[0];
  CHECK(dropped.queue.dropped > 0);
  CHECK(dropped.queue.completed + dropped.queue.dropped == dropped.attempts);
  CHECK(dropped.queue.little_holds);
  CHECK(dropped.all().ok > 3 * served.all().ok);
}
