#include <algorithm>
#include <map>
#include <set>

#include "catch.hpp"
#include "systems.hpp"

using simulation::Fault;
using simulation::FaultEffect;
using simulation::LogEntry;
using simulation::Phase;
using simulation::Scenario;

namespace {

Scenario with_fault(const FaultEffect& effect) {
  Scenario scenario = one_service();
  scenario.services[0].arrivals_per_s = 100;
  scenario.gateway->workers = 1'000;
  scenario.services[0].workers = 1'000;
  scenario.faults = {{.service = "S", .at = 10s, .duration = 10s, .effect = effect}};
  scenario.duration = 30s;
  return scenario;
}

}  // namespace

TEST_CASE("errors come in the fault and not outside of it") {
  const auto service = finished(with_fault({.error_percent = 20}), 1).services[0];
  CHECK(service.in(Phase::before).error == 0);
  CHECK(service.in(Phase::recovery).error == 0);
  const auto& during = service.in(Phase::during_fault);
  CHECK(during.percent(during.error) == Approx(20).margin(5));
}

TEST_CASE("latency is multiplied, then added to") {
  const auto service =
      finished(with_fault({.latency_factor = 3, .added_latency = 20ms}), 1).services[0];
  const auto bucket = [](std::uint64_t ns) {
    return simulation::Buckets::middle(simulation::Buckets::index(ns));
  };
  CHECK(service.in(Phase::before).latency.quantile(0.5) == bucket(10'000'000));
  CHECK(service.in(Phase::during_fault).latency.quantile(0.5) == bucket(50'000'000));
  CHECK(service.in(Phase::recovery).latency.quantile(0.5) == bucket(10'000'000));
}

TEST_CASE("a hang keeps its worker until the fault ends") {
  Scenario scenario = with_fault({.hang_percent = 100});
  scenario.services[0].workers = 5;
  simulation::Run run(scenario, 1);
  run.run_until(19s);
  CHECK(run.snapshot().services[0].busy == 5);
  run.run_until(30s);
  run.drain();
  const auto service = run.totals().services[0];
  CHECK(service.in(Phase::during_fault).timeout > 0);
  CHECK(service.in(Phase::during_fault).error == 0);
  CHECK(service.queue.little_holds);
}

TEST_CASE("a reset is an error at once and takes no worker") {
  const auto service = finished(with_fault({.reset_percent = 100}), 1).services[0];
  const auto& during = service.in(Phase::during_fault);
  CHECK(during.error == during.arrived);
  CHECK(during.latency.quantile(1) == 0);
  CHECK(service.queue.arrived < service.attempts);
}

TEST_CASE("of two faults at once percentages count by the largest, and factors multiply") {
  Scenario scenario = with_fault({.error_percent = 20, .latency_factor = 2});
  scenario.faults.push_back({.service = "S",
                             .at = 10s,
                             .duration = 10s,
                             .effect = {.error_percent = 5, .latency_factor = 3}});
  const auto service = finished(scenario, 1).services[0];
  const auto& during = service.in(Phase::during_fault);
  CHECK(during.percent(during.error) == Approx(20).margin(5));
  CHECK(during.latency.quantile(0.5) ==
        simulation::Buckets::middle(simulation::Buckets::index(60'000'000)));
}

TEST_CASE("a fault can be injected into a run, now or for later") {
  simulation::Run run(one_service(), 1);
  run.run_until(5s);
  run.inject({.service = "S", .at = 1s, .duration = 2s, .effect = {.error_percent = 100}});
  run.inject({.service = "S", .at = 9s, .duration = 1s, .effect = {.error_percent = 100}});
  REQUIRE(run.snapshot().faults.size() == 1);
  CHECK(run.snapshot().faults[0].at == 5s);
  CHECK(run.snapshot().services[0].faults == std::vector<std::size_t>{0});
  run.run_until(8s);
  CHECK(run.snapshot().faults.empty());
  run.run_until(9500ms);
  CHECK(run.snapshot().faults.size() == 1);
  CHECK(run.totals().fault_began == 5s);
  CHECK(run.totals().fault_ended == 7s);
  CHECK_THROWS(run.inject({.service = "nobody", .duration = 1s}));
}

TEST_CASE("the phases are those of the first fault") {
  Scenario scenario = with_fault({.error_percent = 100});
  scenario.faults.push_back(
      {.service = "S", .at = 25s, .duration = 2s, .effect = {.error_percent = 100}});
  const auto service = finished(scenario, 1).services[0];
  const auto near = [](std::uint64_t count, double seconds) {
    return static_cast<double>(count) == Approx(seconds * 100).margin(seconds * 40);
  };
  CHECK(near(service.in(Phase::before).arrived, 10));
  CHECK(near(service.in(Phase::during_fault).arrived, 10));
  CHECK(near(service.in(Phase::recovery).arrived, 5));
  CHECK(near(service.in(Phase::later).arrived, 5));
}

TEST_CASE("every 30 s the seed chooses a service, after Payment at first") {
  auto scenario = named("payment-outage");
  std::map<std::size_t, int> chosen;
  std::set<std::vector<std::size_t>> stories;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    simulation::Run run(scenario, seed);
    run.run_until(330s);
    std::vector<std::size_t> story;
    for (const LogEntry& entry : run.log()) {
      if (entry.kind != LogEntry::Kind::fault_begins) continue;
      story.push_back(entry.service.value());
      CHECK(entry.time == 30s * story.size());
    }
    REQUIRE(story.size() == 11);
    CHECK(scenario.services[story.front()].name == "Payment");
    for (std::size_t i = 1; i < story.size(); ++i) ++chosen[story[i]];
    stories.insert(story);
  }
  CHECK(stories.size() == 10);
  CHECK(chosen.size() == 3);
  for (const auto& [service, times] : chosen) CHECK(times > 15);
}
