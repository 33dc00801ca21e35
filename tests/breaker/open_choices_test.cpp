#include "breaker/open_choices.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "acts.hpp"
#include "base/random.hpp"
#include "breaker/machine.hpp"
#include "catch.hpp"
#include "explore.hpp"
#include "rounds.hpp"
#include "settings.hpp"

using breaker::CallMachine;
using breaker::OpenChoices;
using breaker::Step;
using std::chrono::nanoseconds;

namespace {

/// Appends what every trace of S, F, h and w of up to `steps` more steps shows at its last step.
void show_all(const CallMachine& machine, const CallMachine::State& state, int steps,
              std::vector<CallMachine::Output>& shown) {
  if (steps == 0) return;
  for (const Step step : machine.inputs()) {
    CallMachine::State next = state;
    shown.push_back(*machine.step(next, step));
    show_all(machine, next, steps - 1, shown);
  }
}

}  // namespace

TEST_CASE("the default comes first, and no choice twice") {
  const auto all = breaker::all_open_choices();
  CHECK(all.front() == OpenChoices{});
  for (std::size_t i = 0; i < all.size(); ++i)
    CHECK(std::count(all.begin(), all.end(), all[i]) == 1);
}

TEST_CASE("no two choices in the list behave alike") {
  base::RandomStream stream(11);
  std::vector<std::vector<Act>> walks;
  for (int i = 0; i < 800; ++i) walks.push_back(random_acts(stream, 60, nanoseconds(10)));
  std::map<std::string, std::size_t> seen;
  const auto all = breaker::all_open_choices();
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::string story;
    for (std::size_t w = 0; w < walks.size(); ++w)
      story += perform(walks[w],
                       {.failure_threshold = static_cast<int>(2 + w % 2),
                        .reset_timeout = nanoseconds(10),
                        .success_threshold = static_cast<int>(1 + w % 2)},
                       all[i]);
    const auto [twin, is_new] = seen.emplace(std::move(story), i);
    INFO("choices " << twin->second << " and " << i);
    CHECK(is_new);
  }
}

TEST_CASE("sequential calls away from the boundary go alike under all choices, however many") {
  for (const auto& [n, m] : exhaustive_thresholds) {
    const auto table_of = [&](const OpenChoices& choices) {
      return explore(
          CallMachine({.failure_threshold = n, .success_threshold = m, .choices = choices}), 100);
    };
    const auto expected = table_of({});
    for (const auto& choices : breaker::all_open_choices())
      REQUIRE(table_of(choices).rows == expected.rows);
  }
}

TEST_CASE("every sequence of up to eight calls and waits goes alike under all choices") {
  // The test above has proved it for all choices by way of keys; this one has no such way, and
  // tries some of them.
  constexpr auto every = support::rounds<std::size_t>(19, 190);
  const auto all = breaker::all_open_choices();
  std::vector<CallMachine::Output> expected;
  std::vector<CallMachine::Output> shown;
  for (const auto& [n, m] : exhaustive_thresholds) {
    expected.clear();
    for (std::size_t i = 0; i < all.size(); i += every) {
      const CallMachine machine(
          {.failure_threshold = n, .success_threshold = m, .choices = all[i]});
      shown.clear();
      show_all(machine, machine.start(), 8, shown);
      if (expected.empty()) {
        expected = shown;
        REQUIRE(expected.size() == 87'380);
      }
      const bool agrees = shown == expected;
      REQUIRE(agrees);
    }
  }
}
