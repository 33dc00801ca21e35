#include "dashboard/live_loop.hpp"

#include "catch.hpp"
#include "rounds.hpp"
#include "web/live_server.hpp"

namespace {

using namespace dashboard;
using namespace std::chrono_literals;

struct Bench {
  simulation::Scenario scenario = web_tests::small_scenario();
  simulation::Run run{scenario, 42};
  Board board;
  LiveLoop loop;

  explicit Bench(LiveLoop::Plan plan = {})
      : loop(run, board, web_tests::facts_of(scenario, 42), std::move(plan)) {}

  const Live& live() const { return board.latest()->live; }
};

TEST_CASE("the first picture is there before any time has passed") {
  const Bench bench;
  CHECK(bench.live().number == 1);
  CHECK(bench.live().snapshot.time == 0ns);
}

TEST_CASE("simulated time follows real time and the speed") {
  Bench bench;
  bench.loop.turn({}, 100ms);
  CHECK(bench.run.now() == 100ms);
  bench.loop.turn({SetSpeed{10}}, 100ms);
  CHECK(bench.run.now() == 1100ms);
  CHECK(bench.live().speed == 10);
}

TEST_CASE("a machine that slept does not catch up") {
  Bench bench;
  bench.loop.turn({}, std::chrono::hours(10));
  CHECK(bench.run.now() == 250ms);
  bench.loop.turn({}, -1s);
  CHECK(bench.run.now() == 250ms);
}

TEST_CASE("a pause stops time but not the pictures, and steps go on by hand") {
  Bench bench;
  bench.loop.turn({Pause{true}}, 100ms);
  CHECK(bench.run.now() == 0ns);
  CHECK(bench.live().is_paused);
  const auto number = bench.live().number;
  for (int i = 0; i < 10; ++i) bench.loop.turn({}, 100ms);
  CHECK(bench.live().number == number + 1);
  bench.loop.turn({Step{Step::Size::second}}, 0ns);
  CHECK(bench.run.now() == 1s);
  const auto events = bench.run.events();
  bench.loop.turn({Step{Step::Size::event}}, 0ns);
  CHECK(bench.run.events() == events + 1);
  bench.loop.turn({Pause{false}}, 100ms);
  CHECK(bench.run.now() > 1s);
}

TEST_CASE("a step pauses a run that goes on") {
  Bench bench;
  bench.loop.turn({Step{}}, 100ms);
  CHECK(bench.run.now() == 1s);
  CHECK(bench.live().is_paused);
}

TEST_CASE("pictures come with every simulated second and with news, at most five in a second") {
  Bench bench;
  const auto first = bench.live().number;
  for (int i = 0; i < 40; ++i) bench.loop.turn({}, 100ms);
  CHECK(bench.live().number == first + 4);
  bench.loop.turn({SetSpeed{100}}, 0ns);
  const auto fast = bench.live().number;
  for (int i = 0; i < 10; ++i) bench.loop.turn({}, 100ms);
  CHECK(bench.live().number == fast + 5);
}

TEST_CASE("switches and faults reach the run, and its log") {
  Bench bench;
  bench.loop.turn(
      {Switch{Switch::What::breakers, false}, Switch{Switch::What::retries, false},
       Switch{Switch::What::bulkheads, true}, StartFault{"User", StartFault::Kind::hang, 3s}},
      1ms);
  CHECK_FALSE(bench.live().snapshot.breakers_on);
  CHECK_FALSE(bench.live().snapshot.retries_on);
  CHECK(bench.live().snapshot.bulkheads_on);
  REQUIRE(bench.live().snapshot.faults.size() == 1);
  CHECK(bench.live().snapshot.faults[0].effect.hang_percent == 100);
  CHECK(bench.live().log.size() >= 4);
}

TEST_CASE("a fault on a service that is not there is left out") {
  Bench bench;
  bench.loop.turn({StartFault{"Nobody", StartFault::Kind::hang, 3s}}, 1ms);
  CHECK(bench.live().snapshot.faults.empty());
}

TEST_CASE("a run with a duration is over exactly then") {
  Bench bench({.speed = 100, .duration = 3s, .report = {}});
  bench.loop.turn({}, 20ms);
  CHECK_FALSE(bench.loop.is_over());
  bench.loop.turn({}, 20ms);
  CHECK(bench.loop.is_over());
  CHECK(bench.run.now() == 3s);
  CHECK(bench.live().snapshot.time == 3s);
  bench.loop.turn({Step{Step::Size::event}, Step{}}, 20ms);
  CHECK(bench.run.now() == 3s);
}

TEST_CASE("the report is made when it is asked for") {
  Bench bench({.speed = 1, .duration = {}, .report = [](const simulation::Run& run) {
                 return std::to_string(run.now().count());
               }});
  std::string report;
  bench.loop.turn({AskReport{[&report](std::string json) { report = std::move(json); }}}, 5ns);
  CHECK(report == "0");
}

TEST_CASE("the counters of a run are those of its totals and its log") {
  Bench bench({.speed = 1000, .duration = {}, .report = {}});
  for (int i = 0; i < support::rounds(200, 40); ++i) bench.loop.turn({}, 250ms);
  const auto totals = bench.run.totals();
  const auto& counters = bench.live().counters;
  REQUIRE(counters.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto all = totals.services[i].all();
    CHECK(counters[i].ok == all.ok);
    CHECK(counters[i].fallback == all.fallback);
    CHECK(counters[i].answered == all.latency.samples());
    CHECK(counters[i].answered_within.back() <= counters[i].answered);
    CHECK(counters[i].latency_sum_s > 0);
  }
  std::uint64_t opened = 0;
  for (const auto& entry : bench.run.log()) {
    if (entry.service == std::size_t{1} && entry.to == breaker::State::open) ++opened;
  }
  CHECK(opened > 0);
  const auto& transitions = counters[1].transitions;
  CHECK(transitions[0][1] + transitions[1][1] + transitions[2][1] == opened);
}

}  // namespace
