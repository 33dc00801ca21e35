#include "grader/derive.hpp"

#include <algorithm>
#include <set>

#include "base/random.hpp"
#include "breaker/notation.hpp"
#include "catch.hpp"
#include "grader/exhaustive.hpp"
#include "grader/fixtures/circuit_breaker.hpp"
#include "grader/fixtures/machine_fault.hpp"
#include "grader/judge.hpp"
#include "grader/required_tier.hpp"

using namespace grader;

namespace {

const Manifest manifest = fixtures::circuit_breaker();
const auto oracle = make_oracle("circuit-breaker");

bool refuses(const ExploredMachine& machine, Subject& subject, const std::vector<Trace>& suite) {
  std::vector<Request> requests;
  for (const Trace& trace : suite)
    requests.push_back({machine.setting, trace, Look::after_each_step, {}});
  const auto replies = subject.run(requests);
  for (std::size_t i = 0; i < requests.size(); ++i)
    if (judge(machine, requests[i], replies[i]).wrong) return true;
  return false;
}

}  // namespace

TEST_CASE(
    "exploring finds the states of the breaker: counts, and how much of the timeout is over") {
  for (const Setting& setting : manifest.settings) {
    const auto machine = explore(*oracle, setting);
    CHECK(machine.states() == static_cast<std::size_t>(setting.values[0] + setting.values[2] + 3));
  }
}

TEST_CASE("every state is reached, and every two of them are told apart") {
  for (const Setting& setting : manifest.settings) {
    const auto machine = explore(*oracle, setting);
    const auto cover = state_cover(machine);
    const auto identifiers = state_identifiers(machine);
    for (ExploredMachine::State state = 0; state < machine.states(); ++state) {
      ExploredMachine::State reached = 0;
      for (const Step step : cover[state]) reached = machine.at(reached, step).next;
      CHECK(reached == state);
      CHECK_FALSE(identifiers[state].empty());
    }
  }
}

TEST_CASE("the derived suite refuses every wrong transition, whatever it leads to") {
  int faults = 0;
  for (const Setting& setting : manifest.settings) {
    const auto machine = explore(*oracle, setting);
    const auto suite = derive_suite(machine, 0);
    for (ExploredMachine::State state = 0; state < machine.states(); ++state)
      for (const Step input : machine.inputs[state])
        for (ExploredMachine::State next = 0; next < machine.states(); ++next) {
          const fixtures::MachineFault fault{.state = state, .input = input, .wrong_next = next};
          if (!fixtures::shortest_exposing(machine, fault)) continue;
          ++faults;
          fixtures::MachineSubject subject(*oracle, machine, fault);
          INFO("state " << state << " input " << static_cast<int>(input) << " to " << next);
          CHECK(refuses(machine, subject, suite));
        }
  }
  CHECK(faults > 900);
}

TEST_CASE("a wrong transition that comes after some events is refused when seven steps show it") {
  RequiredOptions options;
  options.budget = std::chrono::milliseconds(0);
  base::RandomStream random(7, "machine faults");
  for (int tried = 0; tried < 25;) {
    const auto machine =
        explore(*oracle, manifest.settings[random.below(manifest.settings.size())]);
    const auto state = [&] {
      return static_cast<ExploredMachine::State>(random.below(machine.states()));
    };
    const auto input = [&](ExploredMachine::State of) {
      return machine.inputs[of][random.below(machine.inputs[of].size())];
    };
    fixtures::MachineFault fault{.event_state = state(),
                                 .times = 1 + static_cast<int>(random.below(3)),
                                 .state = state(),
                                 .wrong_next = state()};
    fault.event_input = input(fault.event_state);
    fault.input = input(fault.state);
    const auto shortest = fixtures::shortest_exposing(machine, fault);
    if (!shortest || *shortest > 7) continue;
    ++tried;
    fixtures::MachineSubject subject(*oracle, machine, fault);
    const auto result = run_required(manifest, *oracle, subject, options);
    INFO("setting " << machine.setting.values[0] << ',' << machine.setting.values[2] << ", event "
                    << fault.event_state << '/' << static_cast<int>(fault.event_input) << " times "
                    << fault.times << ", fault " << fault.state << '/'
                    << static_cast<int>(fault.input) << " to " << fault.wrong_next << ", shortest "
                    << *shortest);
    CHECK(result.verdict == Verdict::fail);
    REQUIRE_FALSE(result.findings.empty());
    CHECK(static_cast<int>(result.findings.front().trace.size()) == *shortest);
    CHECK(result.findings.front().is_shortest);
  }
}

TEST_CASE("no derived trace is a prefix of another, and more states make more traces") {
  const auto machine = explore(*oracle, manifest.settings[3]);
  const auto suite = derive_suite(machine, 1);
  CHECK(suite.size() > derive_suite(machine, 0).size());
  for (const Trace& a : suite)
    for (const Trace& b : suite)
      if (&a != &b)
        CHECK_FALSE((a.size() <= b.size() && std::equal(a.begin(), a.end(), b.begin())));
}

TEST_CASE("of calls that are rejected only one kind is tried") {
  const auto machine = explore(*oracle, manifest.settings[0]);
  CHECK(breaker::to_string(canonical(machine, breaker::parse_trace("FFhFwF"))) == "FShSwF");
  std::set<Trace> traces;
  for_each_trace(machine, 4, [&](const Trace& trace) {
    CHECK(canonical(machine, trace) == trace);
    traces.insert(trace);
    return true;
  });
  CHECK(traces.size() == count_traces(machine, 4));
  CHECK(traces.size() < 256);
}
