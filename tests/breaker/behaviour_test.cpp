// The required behaviours, each by its shortest traces; N = 3 and M = 2 unless said.

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>

#include "breaker/consecutive.hpp"
#include "catch.hpp"
#include "play.hpp"

using breaker::ConsecutiveBreaker;
using breaker::Policy;
using breaker::Rule;
using breaker::State;
using std::chrono::hours;
using std::chrono::nanoseconds;

namespace {

std::string play(std::string_view trace) {
  return ::play({.failure_threshold = 3, .success_threshold = 2}, trace);
}

std::string play(int failure_threshold, int success_threshold, std::string_view trace) {
  return ::play({.failure_threshold = failure_threshold, .success_threshold = success_threshold},
                trace);
}

/// One call from begin to end; false when it was rejected.
bool call(ConsecutiveBreaker& circuit, bool succeeds, nanoseconds now) {
  const auto admission = circuit.begin(now);
  if (!admission.ticket) return false;
  if (succeeds)
    circuit.succeed(*admission.ticket, now);
  else
    circuit.fail(*admission.ticket, now);
  return true;
}

}  // namespace

TEST_CASE("a breaker starts CLOSED with nothing counted") {
  const ConsecutiveBreaker circuit({});
  CHECK(circuit.state(nanoseconds::zero()) == State::closed);
  CHECK(circuit.snapshot(nanoseconds::zero()) == breaker::Snapshot{});
  CHECK(circuit.time_to_half_open(nanoseconds::zero()) == nanoseconds::zero());
}

TEST_CASE("one failure less than the threshold leaves the circuit CLOSED, the next one opens it") {
  CHECK(play("FFF") == "CCO");
  CHECK(play(1, 1, "F") == "O");
  CHECK(play(5, 1, "FFFFF") == "CCCCO");
}

TEST_CASE("a success while CLOSED ends the run of failures") {
  CHECK(play("FFSF") == "CCCC");
  CHECK(play("FFSFF") == "CCCCC");
  CHECK(play("FFSFFF") == "CCCCCO");
}

TEST_CASE("an OPEN circuit rejects calls until the timeout has passed") {
  CHECK(play("FFFS") == "CCOo");
  CHECK(play("FFFFhF") == "CCOoOo");
  CHECK(play("FFFwF") == "CCOHO");
}

TEST_CASE("a rejected call changes no count and no timer") {
  CHECK(play("FFFhShhS") == "CCOOoOHH");
  CHECK(play("FFFSSwS") == "CCOooHH");
  CHECK(play("FFFFFwSSFF") == "CCOooHHCCC");
}

TEST_CASE("the state is HALF_OPEN once the timeout has passed, without a call") {
  CHECK(play("FFFw") == "CCOH");
  CHECK(play("FFFhhh") == "CCOOOH");
}

TEST_CASE("the circuit stays HALF_OPEN until enough successes in a row, then closes") {
  CHECK(play("FFFwS") == "CCOHH");
  CHECK(play("FFFwSS") == "CCOHHC");
  CHECK(play(1, 1, "FwS") == "OHC");
  CHECK(play(2, 4, "FFwSSSS") == "COHHHHC");
}

TEST_CASE("any failure in HALF_OPEN reopens, with a fresh full timeout") {
  CHECK(play("FFFwFS") == "CCOHOo");
  CHECK(play("FFFwSF") == "CCOHHO");
  CHECK(play("FFFwFhhShS") == "CCOHOOOoHH");
}

TEST_CASE("successes of an earlier HALF_OPEN period are not counted") {
  CHECK(play("FFFwSFwS") == "CCOHHOHH");
  CHECK(play("FFFwSFwSS") == "CCOHHOHHC");
}

TEST_CASE("after closing, the full number of failures is needed again") {
  CHECK(play("FFFwSSF") == "CCOHHCC");
  CHECK(play("FFFwSSFF") == "CCOHHCCC");
  CHECK(play("FFFwSSFFF") == "CCOHHCCCO");
}

TEST_CASE("successes of HALF_OPEN leave nothing behind that a later period counts") {
  CHECK(play("FFFwSSFFFwS") == "CCOHHCCCOHH");
}

TEST_CASE("a breaker works for many cycles and with large thresholds") {
  ConsecutiveBreaker circuit(
      {.failure_threshold = 70'000, .reset_timeout = nanoseconds(10), .success_threshold = 70'000});
  nanoseconds now{};
  for (int cycle = 0; cycle < 5; ++cycle) {
    for (int i = 0; i < 69'999; ++i) REQUIRE(call(circuit, false, now));
    REQUIRE(circuit.state(now) == State::closed);
    REQUIRE(call(circuit, false, now));
    REQUIRE(circuit.state(now) == State::open);
    now += nanoseconds(11);
    for (int i = 0; i < 69'999; ++i) REQUIRE(call(circuit, true, now));
    REQUIRE(circuit.state(now) == State::half_open);
    REQUIRE(call(circuit, true, now));
    REQUIRE(circuit.state(now) == State::closed);
  }
  CHECK(circuit.period() == 15);
}

TEST_CASE("two breakers share nothing") {
  ConsecutiveBreaker first({.failure_threshold = 1});
  const ConsecutiveBreaker second({.failure_threshold = 1});
  call(first, false, nanoseconds(0));
  CHECK(first.state(nanoseconds(0)) == State::open);
  CHECK(second.state(nanoseconds(0)) == State::closed);
}

TEST_CASE("every event tells the rule that applied") {
  ConsecutiveBreaker circuit(
      {.failure_threshold = 2, .reset_timeout = nanoseconds(10), .success_threshold = 2});
  const auto first = circuit.begin(nanoseconds(0));
  CHECK(first.rule == Rule::call);
  CHECK(circuit.succeed(*first.ticket, nanoseconds(0)) == Rule::run_ended);
  CHECK(circuit.fail(*circuit.begin(nanoseconds(0)).ticket, nanoseconds(0)) ==
        Rule::failure_counted);
  const auto old = circuit.begin(nanoseconds(0));
  const auto older = circuit.begin(nanoseconds(0));
  const auto oldest = circuit.begin(nanoseconds(0));
  CHECK(circuit.fail(*circuit.begin(nanoseconds(0)).ticket, nanoseconds(0)) == Rule::trip);
  CHECK(circuit.begin(nanoseconds(9)).rule == Rule::fail_fast);
  CHECK(circuit.succeed(*old.ticket, nanoseconds(9)) == Rule::late_in_open);
  const auto trial = circuit.begin(nanoseconds(10));
  CHECK(trial.rule == Rule::trial_call);
  CHECK(circuit.fail(*older.ticket, nanoseconds(10)) == Rule::late_in_half_open);
  const auto second = circuit.begin(nanoseconds(10));
  CHECK(circuit.begin(nanoseconds(10)).rule == Rule::trial_limit);
  CHECK(circuit.succeed(*trial.ticket, nanoseconds(10)) == Rule::success_counted);
  CHECK(circuit.succeed(*second.ticket, nanoseconds(10)) == Rule::close);
  CHECK(circuit.fail(*oldest.ticket, nanoseconds(10)) == Rule::late_in_closed);
  call(circuit, false, nanoseconds(10));
  call(circuit, false, nanoseconds(10));
  CHECK(circuit.fail(*circuit.begin(nanoseconds(20)).ticket, nanoseconds(20)) == Rule::reopen);
}

TEST_CASE("the time to HALF_OPEN counts down while OPEN and is zero otherwise") {
  ConsecutiveBreaker circuit({.failure_threshold = 1, .reset_timeout = nanoseconds(100)});
  call(circuit, false, nanoseconds(1'000));
  CHECK(circuit.time_to_half_open(nanoseconds(1'000)) == nanoseconds(100));
  CHECK(circuit.time_to_half_open(nanoseconds(1'099)) == nanoseconds(1));
  CHECK(circuit.time_to_half_open(nanoseconds(1'100)) == nanoseconds(0));
  CHECK(circuit.time_to_half_open(nanoseconds(5'000)) == nanoseconds(0));
}

TEST_CASE("an instant before the opening counts as the opening") {
  ConsecutiveBreaker circuit({.failure_threshold = 1, .reset_timeout = nanoseconds(100)});
  call(circuit, false, nanoseconds(1'000));
  CHECK(circuit.state(nanoseconds(0)) == State::open);
  CHECK(circuit.time_to_half_open(nanoseconds(0)) == nanoseconds(100));
}

TEST_CASE("no timeout and no instant is too large") {
  constexpr auto latest = nanoseconds::max();
  constexpr auto earliest = nanoseconds::min();
  ConsecutiveBreaker circuit({.failure_threshold = 1, .reset_timeout = latest});

  SECTION("opened at the start") {
    call(circuit, false, nanoseconds(0));
    CHECK(circuit.state(latest - nanoseconds(1)) == State::open);
    CHECK(circuit.state(latest) == State::half_open);
  }
  SECTION("opened at the end of time") {
    call(circuit, false, latest - nanoseconds(5));
    CHECK(circuit.state(latest) == State::open);
    CHECK(circuit.time_to_half_open(latest) == latest - nanoseconds(5));
  }
  SECTION("opened before the start of the count") {
    call(circuit, false, earliest);
    CHECK(circuit.state(nanoseconds(-2)) == State::open);
    CHECK(circuit.time_to_half_open(nanoseconds(-2)) == nanoseconds(1));
    CHECK(circuit.state(nanoseconds(-1)) == State::half_open);
    CHECK(circuit.state(latest) == State::half_open);
    CHECK(circuit.time_to_half_open(latest) == nanoseconds(0));
  }
}

TEST_CASE("a time of any unit becomes the nearest that fits") {
  CHECK(breaker::saturated(hours(std::int64_t{1} << 40)) == nanoseconds::max());
  CHECK(breaker::saturated(hours(-(std::int64_t{1} << 40))) == nanoseconds::min());
  CHECK(breaker::saturated(hours(std::numeric_limits<std::int64_t>::max() / 4096)) ==
        nanoseconds::max());
  CHECK(breaker::saturated(hours(2'562'047)) == hours(2'562'047));
  CHECK(breaker::saturated(hours(2'562'048)) == nanoseconds::max());
  CHECK(breaker::saturated(hours(-2'562'048)) == nanoseconds::min());
  CHECK(breaker::saturated(std::chrono::duration<int>(30)) == std::chrono::seconds(30));
  CHECK(breaker::saturated(nanoseconds::max()) == nanoseconds::max());
  CHECK(breaker::saturated(std::chrono::duration<std::int64_t, std::pico>(5'000)) ==
        nanoseconds(5));
}

TEST_CASE("thresholds below one count as one, negative timeouts as none") {
  for (const int threshold : {0, -1, std::numeric_limits<int>::min()}) {
    ConsecutiveBreaker circuit({.failure_threshold = threshold,
                                .reset_timeout = nanoseconds::min(),
                                .success_threshold = threshold});
    CHECK(circuit.policy().failure_threshold == 1);
    CHECK(circuit.policy().success_threshold == 1);
    CHECK(circuit.policy().reset_timeout == nanoseconds::zero());
    CHECK(call(circuit, false, nanoseconds(0)));
    CHECK(circuit.state(nanoseconds(0)) == State::half_open);
    CHECK(call(circuit, true, nanoseconds(0)));
    CHECK(circuit.state(nanoseconds(0)) == State::closed);
  }
  CHECK(ConsecutiveBreaker({.failure_threshold = 7}).policy().failure_threshold == 7);
}

TEST_CASE("what is not given is five failures, thirty seconds, one success") {
  const ConsecutiveBreaker circuit(Policy{});
  CHECK(circuit.policy().failure_threshold == 5);
  CHECK(circuit.policy().reset_timeout == std::chrono::seconds(30));
  CHECK(circuit.policy().success_threshold == 1);
}
