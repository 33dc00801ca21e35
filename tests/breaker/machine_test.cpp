#include "breaker/machine.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "catch.hpp"
#include "explore.hpp"
#include "play.hpp"
#include "rounds.hpp"

using breaker::CallMachine;
using breaker::Rule;
using breaker::Step;

namespace {

/// The states that outputs tell apart, by refining partitions.
template <typename M>
std::size_t distinguishable_states(const Table<M>& table) {
  std::vector<std::size_t> block(table.rows.size(), 0);
  for (std::size_t count = 1;;) {
    std::vector<std::pair<std::size_t, std::vector<std::optional<typename Table<M>::Cell>>>> kinds;
    std::vector<std::size_t> refined;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      auto row = table.rows[i];
      for (auto& cell : row)
        if (cell) cell->next = block[cell->next];
      std::pair kind{block[i], std::move(row)};
      std::size_t k = 0;
      while (k < kinds.size() && kinds[k] != kind) ++k;
      if (k == kinds.size()) kinds.push_back(std::move(kind));
      refined.push_back(k);
    }
    block = std::move(refined);
    if (kinds.size() == count) return count;
    count = kinds.size();
  }
}

}  // namespace

TEST_CASE("exploring finds the few states there are, and outputs tell all of them apart") {
  // N counts of CLOSED, OPEN at 0, 40 and 80 percent of the timeout, M counts of HALF_OPEN.
  for (const auto& [n, m] : {std::pair{1, 1}, {3, 2}, {2, 3}, {20, 20}}) {
    const auto table =
        explore(CallMachine({.failure_threshold = n, .success_threshold = m}), 1'000);
    CHECK(table.rows.size() == static_cast<std::size_t>(n + m + 3));
    CHECK(distinguishable_states(table) == table.rows.size());
  }
}

TEST_CASE("with overlapping calls the machine stays finite") {
  for (const auto& choices : breaker::all_open_choices())
    CHECK(explore(CallMachine({.failure_threshold = 2,
                               .success_threshold = 2,
                               .choices = choices,
                               .overlapped = 2}),
                  2'000)
              .rows.size() > 20);
}

TEST_CASE("states with equal keys answer every input alike") {
  base::RandomStream stream(3);
  for (const auto& choices : breaker::all_open_choices()) {
    const CallMachine machine(
        {.failure_threshold = 2, .success_threshold = 2, .choices = choices, .overlapped = 3});
    const auto inputs = machine.inputs();
    const auto table = explore(machine, 20'000);
    auto state = machine.start();
    for (int i = 0; i < support::rounds(2'000, 200); ++i) {
      const auto& row = table.rows.at(table.numbers.at(machine.key(state)));
      const auto choice = stream.below(inputs.size());
      const auto output = machine.step(state, inputs[choice]);
      REQUIRE(output.has_value() == row[choice].has_value());
      if (!output) continue;
      REQUIRE(*output == row[choice]->output);
      REQUIRE(table.numbers.at(machine.key(state)) == row[choice]->next);
    }
  }
}

TEST_CASE("equal keys have equal hashes, and small differences change the hash") {
  const CallMachine machine({.overlapped = 1});
  auto first = machine.start();
  auto second = machine.start();
  const std::hash<CallMachine::Key> hash;
  CHECK(hash(machine.key(first)) == hash(machine.key(second)));
  machine.step(second, Step::fail);
  CHECK(machine.key(first) != machine.key(second));
  CHECK(hash(machine.key(first)) != hash(machine.key(second)));
  machine.step(first, Step::begin);
  CHECK(hash(machine.key(first)) != hash(machine.key(machine.start())));
}

TEST_CASE("a step that cannot be taken leaves the state as it was") {
  const CallMachine machine({.overlapped = 1});
  auto state = machine.start();
  CHECK_FALSE(machine.step(state, Step::finish_fail));
  CHECK(machine.step(state, Step::begin));
  const auto before = machine.key(state);
  CHECK_FALSE(machine.step(state, Step::begin));
  CHECK(machine.key(state) == before);
  CHECK_FALSE(CallMachine({}).step(state, Step::begin));
}

TEST_CASE("no more calls overlap than there is room for") {
  const CallMachine machine({.overlapped = 1'000});
  auto state = machine.start();
  for (int i = 0; i < CallMachine::overlapped_max; ++i) CHECK(machine.step(state, Step::begin));
  CHECK_FALSE(machine.step(state, Step::begin));
  CHECK(CallMachine({.overlapped = -1}).inputs().size() == 4);
}

TEST_CASE("the oldest running call is the one that finishes") {
  breaker::OpenChoices choices;
  choices.failure_in_closed = breaker::LateResult::counted;
  const CallMachine::Setting setting{
      .failure_threshold = 1, .success_threshold = 1, .choices = choices, .overlapped = 2};
  // The first call is of the first period, the second of the third: the order decides.
  CHECK(play(setting, "(Fw()s)s") == "COHHHC");
}

TEST_CASE("a step tells the rules it applied, in order") {
  const CallMachine machine({.failure_threshold = 1, .success_threshold = 1, .overlapped = 1});
  auto state = machine.start();
  using Rules = std::array<Rule, 2>;
  const auto rules_of = [&](Step step) {
    machine.step(state, step);
    return state.rules;
  };
  CHECK(rules_of(Step::succeed) == Rules{Rule::call, Rule::run_ended});
  CHECK(rules_of(Step::fail) == Rules{Rule::call, Rule::trip});
  CHECK(rules_of(Step::wait_part) == Rules{});
  CHECK(rules_of(Step::fail) == Rules{Rule::fail_fast, Rule::none});
  CHECK(rules_of(Step::wait_past) == Rules{Rule::reset_timeout, Rule::none});
  CHECK(rules_of(Step::query) == Rules{});
  CHECK(rules_of(Step::begin) == Rules{Rule::trial_call, Rule::none});
  CHECK(rules_of(Step::fail) == Rules{Rule::trial_limit, Rule::none});
  CHECK(rules_of(Step::finish_succeed) == Rules{Rule::close, Rule::none});
}
