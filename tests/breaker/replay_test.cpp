#include "replay.hpp"

#include "breaker/machine.hpp"
#include "breaker/open_choices.hpp"
#include "catch.hpp"
#include "rounds.hpp"
#include "settings.hpp"

using breaker::Policy;
using std::chrono::nanoseconds;

namespace {

constexpr nanoseconds timeout(100);

/// The number-th of the 4^8 sequences of S, F, h and w of length 8.
std::vector<Act> sequential_acts(unsigned number) {
  std::vector<Act> acts;
  nanoseconds now{};
  for (int i = 0; i < 8; ++i, number /= 4) {
    switch (number % 4) {
      case 0:
      case 1:
        acts.push_back({.kind = Act::Kind::begin, .at = now});
        acts.push_back({.kind = number % 4 == 0 ? Act::Kind::succeed : Act::Kind::fail, .at = now});
        break;
      case 2:
        now += timeout * breaker::wait_part_percent / 100;
        acts.push_back({.kind = Act::Kind::query, .at = now});
        break;
      default:
        now += timeout * breaker::wait_past_percent / 100;
        acts.push_back({.kind = Act::Kind::query, .at = now});
    }
  }
  return acts;
}

}  // namespace

TEST_CASE("overlapped calls go as in a breaker that replays the whole story, for every choice") {
  base::RandomStream stream(20);
  for (const auto& choices : breaker::all_open_choices()) {
    for (int i = 0; i < support::rounds(150, 15); ++i) {
      const Policy policy{.failure_threshold = static_cast<int>(1 + stream.below(4)),
                          .reset_timeout = timeout,
                          .success_threshold = static_cast<int>(1 + stream.below(4))};
      const auto acts = random_acts(stream, 60, timeout);
      REQUIRE(perform(acts, policy, choices) == replay(acts, policy, choices));
    }
  }
}

TEST_CASE("every sequence of eight calls and waits goes as in a breaker that replays the story") {
  for (const auto& [n, m] : exhaustive_thresholds) {
    const Policy policy{.failure_threshold = n, .reset_timeout = timeout, .success_threshold = m};
    const auto goes_alike = [&policy](unsigned number) {
      const auto acts = sequential_acts(number);
      return perform(acts, policy, {}) == replay(acts, policy, {});
    };
    unsigned number = 0;
    while (number < 65'536 && goes_alike(number)) number += support::rounds(1U, 7U);
    CAPTURE(n, m);
    // Otherwise it is the number of the first that does not.
    CHECK(number >= 65'536);
  }
}
