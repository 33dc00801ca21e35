// Calls that overlap, and results that arrive in a later period than their call began in.

#include <initializer_list>
#include <string>

#include "breaker/open_choices.hpp"
#include "catch.hpp"
#include "play.hpp"

using breaker::HalfOpenFrom;
using breaker::LateResult;
using breaker::OldTrial;
using breaker::OpenChoices;
using breaker::TrialLimit;

namespace {

std::string play(int failure_threshold, int success_threshold, const OpenChoices& choices,
                 std::string_view trace) {
  return ::play({.failure_threshold = failure_threshold,
                 .success_threshold = success_threshold,
                 .choices = choices,
                 .overlapped = breaker::CallMachine::overlapped_max},
                trace);
}

}  // namespace

TEST_CASE("a failure that lands while OPEN does not restart the timer") {
  for (const auto& choices : breaker::all_open_choices())
    REQUIRE(play(1, 1, choices, "(Fh)fhhS") == "COOOOHC");
}

TEST_CASE("a success that lands while OPEN leaves it OPEN") {
  for (const auto& choices : breaker::all_open_choices()) {
    REQUIRE(play(1, 1, choices, "(F)sSh") == "COOoO");
    REQUIRE(play(1, 2, choices, "(F)swSS") == "COOHHC");
  }
}

TEST_CASE("failures of overlapping calls of one period make one run and trip once") {
  for (const auto& choices : breaker::all_open_choices()) {
    REQUIRE(play(3, 1, choices, "((()f)f)f") == "CCCCCO");
    REQUIRE(play(2, 1, choices, "((()f)fh)fhh") == "CCCCOOOOH");
    REQUIRE(play(2, 1, choices, "(()f)sF") == "CCCCC");
  }
}

TEST_CASE("a limited trial slot is released on success and on failure") {
  for (const auto& choices : breaker::all_open_choices()) {
    REQUIRE(play(1, 2, choices, "Fw()s(") == "OHHHH");
    REQUIRE(play(1, 2, choices, "Fw()fw(") == "OHHOHH");
    REQUIRE(play(1, 2, choices, "Fw()s()s") == "OHHHHC");
  }
}

TEST_CASE("the trial limit decides how many calls run at once in HALF_OPEN") {
  CHECK(play(1, 2, {.trial_limit = TrialLimit::one}, "Fw((()sS") == "OHHhhHC");
  CHECK(play(1, 2, {.trial_limit = TrialLimit::successes_needed}, "Fw((()s(") == "OHHHhHh");
  CHECK(play(1, 3, {.trial_limit = TrialLimit::successes_needed}, "FwS(((") == "OHHHHh");
  CHECK(play(1, 2, {.trial_limit = TrialLimit::success_threshold}, "Fw((()s(") == "OHHHhHH");
  CHECK(play(1, 1, {.trial_limit = TrialLimit::unlimited}, "Fw((((") == "OHHHHH");
}

TEST_CASE("a rejected trial takes no slot and changes nothing") {
  CHECK(play(1, 1, {.trial_limit = TrialLimit::one}, "Fw(SF)s") == "OHHhhC");
  CHECK(play(1, 2, {.trial_limit = TrialLimit::one}, "Fw(SSF)sS") == "OHHhhhHC");
}

TEST_CASE("the slot of a trial that outlives its period is free at once, or once it ends") {
  OpenChoices choices{.trial_limit = TrialLimit::success_threshold};
  choices.old_trial = OldTrial::gives_up_slot;
  CHECK(play(1, 2, choices, "Fw(()fw((") == "OHHHOHHH");
  CHECK(play(1, 2, choices, "Fw(()fw(()s(") == "OHHHOHHHHh");
  choices.old_trial = OldTrial::keeps_slot;
  CHECK(play(1, 2, choices, "Fw(()fw((") == "OHHHOHHh");
  CHECK(play(1, 2, choices, "Fw(()fw(()s(") == "OHHHOHHhHH");
  CHECK(play(1, 2, choices, "Fw(()fw)f((") == "OHHHOHHHH");
}

TEST_CASE("late results in HALF_OPEN are discarded, or counted, successes and failures apart") {
  CHECK(play(1, 1, {}, "(Fw)s") == "COHH");
  CHECK(play(1, 1, {}, "(Fw)f") == "COHH");
  const OpenChoices successes{.success_in_half_open = LateResult::counted};
  CHECK(play(1, 1, successes, "(Fw)s") == "COHC");
  CHECK(play(1, 2, successes, "(Fw)sS") == "COHHC");
  CHECK(play(1, 1, successes, "(Fw)f") == "COHH");
  const OpenChoices failures{.failure_in_half_open = LateResult::counted};
  CHECK(play(1, 1, failures, "(Fw)f") == "COHO");
  CHECK(play(1, 1, failures, "(Fw)fhhShS") == "COHOOOoHC");
  CHECK(play(1, 1, failures, "(Fw)s") == "COHH");
}

TEST_CASE("a late result that is discarded in HALF_OPEN takes no part in the count") {
  CHECK(play(1, 2, {}, "((FwS)s)sS") == "CCOHHHHC");
  CHECK(play(1, 2, {}, "(FwS)fS") == "COHHHC");
}

TEST_CASE("late results count in HALF_OPEN from the timeout, the first call, or the first query") {
  OpenChoices choices{.success_in_half_open = LateResult::counted,
                      .failure_in_half_open = LateResult::counted};
  choices.half_open_from = HalfOpenFrom::timeout;
  CHECK(play(1, 2, choices, "(Fw)f") == "COHO");
  CHECK(play(1, 1, choices, "(Fw)s") == "COHC");
  choices.half_open_from = HalfOpenFrom::call;
  CHECK(play(1, 2, choices, "(Fw?)f") == "COHHH");
  CHECK(play(1, 1, choices, "(Fw?)s") == "COHHH");
  CHECK(play(1, 2, choices, "(FwS)f") == "COHHO");
  choices.half_open_from = HalfOpenFrom::call_or_query;
  CHECK(play(1, 2, choices, "(Fw)f") == "COHH");
  CHECK(play(1, 2, choices, "(Fw?)f") == "COHHO");
  CHECK(play(1, 1, choices, "(Fw?)s") == "COHHC");
}

TEST_CASE("late results in a new CLOSED period are discarded, or counted, each kind apart") {
  CHECK(play(2, 1, {}, "(FFwSF)fF") == "CCOHCCCO");
  CHECK(play(2, 1, {}, "(FFwSF)sF") == "CCOHCCCO");
  const OpenChoices failures{.failure_in_closed = LateResult::counted};
  CHECK(play(2, 1, failures, "(FFwSF)f") == "CCOHCCO");
  CHECK(play(2, 1, failures, "(FFwSF)sF") == "CCOHCCCO");
  const OpenChoices successes{.success_in_closed = LateResult::counted};
  CHECK(play(2, 1, successes, "(FFwSF)sF") == "CCOHCCCC");
  CHECK(play(2, 1, successes, "(FFwSF)fF") == "CCOHCCCO");
}

TEST_CASE("a trial that outlives HALF_OPEN is late in CLOSED like any other") {
  OpenChoices choices{.trial_limit = TrialLimit::unlimited};
  CHECK(play(1, 1, choices, "Fw(()s)f") == "OHHHCC");
  choices.failure_in_closed = LateResult::counted;
  CHECK(play(1, 1, choices, "Fw(()s)f") == "OHHHCO");
}

TEST_CASE("on which side the very instant of the timeout is, is a choice") {
  using std::chrono::nanoseconds;
  for (const auto at_timeout : {breaker::AtTimeout::half_open, breaker::AtTimeout::open}) {
    breaker::ConsecutiveBreaker circuit({.failure_threshold = 1, .reset_timeout = nanoseconds(7)},
                                        {.at_timeout = at_timeout});
    circuit.fail(*circuit.begin(nanoseconds(3)).ticket, nanoseconds(3));
    const bool opens_at = at_timeout == breaker::AtTimeout::half_open;
    CHECK(circuit.state(nanoseconds(9)) == breaker::State::open);
    CHECK((circuit.state(nanoseconds(10)) == breaker::State::half_open) == opens_at);
    CHECK(circuit.begin(nanoseconds(10)).ticket.has_value() == opens_at);
    CHECK(circuit.state(nanoseconds(11)) == breaker::State::half_open);
  }
}
