// What holds in every run, whatever happens in it.

#include <map>

#include "catch.hpp"
#include "systems.hpp"

using breaker::State;
using simulation::Arm;
using simulation::LogEntry;
using simulation::Scenario;

namespace {

void check_totals(const simulation::Totals& totals) {
  CHECK(totals.in_flight == 0);
  for (const auto& service : totals.services) {
    INFO(service.name);
    for (const auto& phase : service.phases) {
      CHECK(phase.arrived == phase.ended());
      CHECK(phase.latency.samples() + phase.rejected + phase.blocked == phase.ended());
    }
    CHECK(service.queue.little_holds);
    CHECK(service.queue.arrived ==
          service.queue.completed + service.queue.blocked + service.queue.dropped);
    CHECK(service.breaker.attempts_while_open == 0);
  }
}

}  // namespace

TEST_CASE("every request ends in exactly one way, and Little's law holds, in every scenario") {
  for (const Scenario& scenario : simulation::named_scenarios())
    for (const Arm& arm : simulation::comparison_arms(scenario)) {
      INFO(scenario.name << ", " << arm.name);
      check_totals(finished(scenario, 17, arm));
    }
}

TEST_CASE("a circuit moves along its edges alone, and stays OPEN for its time") {
  for (const Scenario& scenario : simulation::named_scenarios()) {
    INFO(scenario.name);
    simulation::Run run(scenario, 17);
    run.run_until(scenario.duration);
    std::map<std::size_t, State> states;
    std::map<std::size_t, std::chrono::nanoseconds> opened;
    int transitions = 0;
    for (const LogEntry& entry : run.log()) {
      if (entry.kind != LogEntry::Kind::breaker) continue;
      ++transitions;
      const auto service = entry.service.value();
      REQUIRE(entry.from.value() == states[service]);
      const State to = entry.to.value();
      if (*entry.from == State::closed) CHECK(to == State::open);
      if (*entry.from == State::open) {
        CHECK(to == State::half_open);
        CHECK(entry.time - opened[service] == 5s);
      }
      if (*entry.from == State::half_open) CHECK(to != State::half_open);
      if (to == State::open) opened[service] = entry.time;
      states[service] = to;
    }
    // The breaker of slow-not-failing looks at errors alone.
    CHECK((transitions > 0) == (scenario.name != "slow-not-failing"));
  }
}

TEST_CASE("while a circuit is OPEN its service gets nothing, in HALF_OPEN the permitted probes") {
  const Scenario& scenario = named("payment-outage");
  simulation::Run run(scenario, 17);
  std::uint64_t before = 0;
  State state = State::closed;
  int stays = 0;
  while (run.now() < 58s) {
    REQUIRE(run.step());
    const auto seen = run.log().empty() ? State::closed : [&] {
      State last = State::closed;
      for (const LogEntry& entry : run.log())
        if (entry.kind == LogEntry::Kind::breaker) last = *entry.to;
      return last;
    }();
    if (seen == state) continue;
    const std::uint64_t attempts = run.totals().services[2].attempts;
    // The event that ends a stay may itself be an attempt: the first one in the new state.
    if (state == State::open) CHECK(attempts - before <= 1);
    if (state == State::half_open) CHECK(attempts - before <= 10);
    stays += state == State::open ? 1 : 0;
    before = attempts;
    state = seen;
  }
  CHECK(stays >= 3);
}
