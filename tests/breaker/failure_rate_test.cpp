#include "breaker/failure_rate.hpp"

#include <limits>
#include <vector>

#include "catch.hpp"

using namespace std::chrono_literals;
using breaker::CountWindow;
using breaker::FailureRateBreaker;
using breaker::FailureRatePolicy;
using breaker::SlowCalls;
using breaker::State;
using breaker::Ticket;
using breaker::TimeWindow;
using breaker::Trip;
using breaker::WindowCounts;
using std::chrono::nanoseconds;

namespace {

FailureRatePolicy small_policy() {
  return {.window = CountWindow{.calls = 10},
          .minimum_calls = 10,
          .failure_rate_percent = 20,
          .open_duration = 5s,
          .permitted_probes = 3,
          .probe_max_wait = 2s};
}

void call(FailureRateBreaker& breaker, nanoseconds now, bool succeeds, nanoseconds duration = 1ms) {
  const auto ticket = breaker.begin(now);
  REQUIRE(ticket);
  if (succeeds)
    breaker.succeed(*ticket, now, duration);
  else
    breaker.fail(*ticket, now, duration);
}

void calls(FailureRateBreaker& breaker, nanoseconds now, int count, bool succeed) {
  for (int i = 0; i < count; ++i) call(breaker, now, succeed);
}

FailureRateBreaker tripped(const FailureRatePolicy& policy) {
  FailureRateBreaker breaker(policy);
  calls(breaker, 0s, 10, false);
  REQUIRE(breaker.state(0s) == State::open);
  return breaker;
}

}  // namespace

TEST_CASE("a circuit opens at exactly the failure rate, and not below it") {
  FailureRateBreaker breaker(small_policy());
  calls(breaker, 0s, 9, true);
  call(breaker, 0s, false);
  CHECK(breaker.state(0s) == State::closed);
  CHECK(breaker.counts(0s) == WindowCounts{.calls = 10, .failed = 1});
  call(breaker, 0s, false);
  CHECK(breaker.state(0s) == State::open);
  const auto trip = breaker.last_trip(0s);
  REQUIRE(trip);
  CHECK(trip->reason == Trip::Reason::failure_rate);
  CHECK_FALSE(trip->was_probing);
  CHECK(trip->counts == WindowCounts{.calls = 10, .failed = 2});
  CHECK(breaker.counts(0s) == WindowCounts{});
}

TEST_CASE("a circuit that has closed again opens by the same rules") {
  auto breaker = tripped(small_policy());
  calls(breaker, 5s, 3, true);
  REQUIRE(breaker.state(5s) == State::closed);
  const auto ticket = breaker.begin(5s);
  REQUIRE(ticket);
  CHECK_FALSE(ticket->is_trial);
  calls(breaker, 5s, 8, true);
  calls(breaker, 6s, 2, false);
  CHECK(breaker.state(6s) == State::open);
  CHECK_FALSE(breaker.last_trip(6s)->was_probing);
  CHECK(breaker.time_to_half_open(7s) == 4s);
}

TEST_CASE("fewer calls than the minimum are not judged, even when all have failed") {
  FailureRateBreaker breaker(small_policy());
  calls(breaker, 0s, 9, false);
  CHECK(breaker.state(0s) == State::closed);
  CHECK_FALSE(breaker.last_trip(0s));
  call(breaker, 0s, true);
  CHECK(breaker.state(0s) == State::open);
}

TEST_CASE("a success can be the call that completes the minimum, and failures leave the window") {
  FailureRateBreaker breaker(small_policy());
  call(breaker, 0s, false);
  for (int round = 0; round < 50; ++round) {
    calls(breaker, 0s, 9, true);
    call(breaker, 0s, false);
  }
  CHECK(breaker.state(0s) == State::closed);
}

TEST_CASE("a minimum above the window's size counts as its size") {
  auto policy = small_policy();
  policy.minimum_calls = 1'000;
  FailureRateBreaker breaker(policy);
  CHECK(breaker.policy().minimum_calls == 10);
  calls(breaker, 0s, 10, false);
  CHECK(breaker.state(0s) == State::open);
}

TEST_CASE("a time window forgets by time") {
  auto policy = small_policy();
  policy.window = TimeWindow{.seconds = 10};
  policy.minimum_calls = 4;
  FailureRateBreaker breaker(policy);
  calls(breaker, 0s, 3, false);
  calls(breaker, 11s, 3, true);
  CHECK(breaker.counts(11s) == WindowCounts{.calls = 3});
  call(breaker, 12s, false);
  CHECK(breaker.state(12s) == State::open);
  CHECK(breaker.last_trip(12s)->counts == WindowCounts{.calls = 4, .failed = 1});
}

TEST_CASE("slow calls have a rate of their own, and exactly the limit is not slow") {
  auto policy = small_policy();
  policy.slow_calls = SlowCalls{.longer_than = 300ms, .rate_percent = 50};
  FailureRateBreaker breaker(policy);
  for (int i = 0; i < 6; ++i) call(breaker, 0s, true, 300ms);
  for (int i = 0; i < 4; ++i) call(breaker, 0s, true, 301ms);
  CHECK(breaker.state(0s) == State::closed);
  CHECK(breaker.counts(0s).slow == 4);
  CHECK(breaker.counts(0s).failed == 0);
  call(breaker, 0s, true, 301ms);
  CHECK(breaker.state(0s) == State::open);
  CHECK(breaker.last_trip(0s)->reason == Trip::Reason::slow_rate);
  FailureRateBreaker without(small_policy());
  for (int i = 0; i < 20; ++i) call(without, 0s, true, 1h);
  CHECK(without.state(0s) == State::closed);
}

TEST_CASE("a failed call that took long is slow as well") {
  auto policy = small_policy();
  policy.slow_calls = SlowCalls{.longer_than = 300ms, .rate_percent = 50};
  FailureRateBreaker breaker(policy);
  call(breaker, 0s, false, 301ms);
  call(breaker, 0s, false, 300ms);
  CHECK(breaker.counts(0s) == WindowCounts{.calls = 2, .failed = 2, .slow = 1});
}

TEST_CASE("OPEN rejects until its duration has passed, and is HALF_OPEN at the very instant") {
  auto breaker = tripped(small_policy());
  CHECK_FALSE(breaker.begin(1s));
  CHECK(breaker.time_to_half_open(1s) == 4s);
  CHECK_FALSE(breaker.begin(5s - 1ns));
  CHECK(breaker.state(5s - 1ns) == State::open);
  CHECK(breaker.state(5s) == State::half_open);
  CHECK(breaker.time_to_half_open(5s) == 0s);
  CHECK(breaker.begin(5s));
}

TEST_CASE("HALF_OPEN admits the permitted probes and no more, at once or one by one") {
  auto breaker = tripped(small_policy());
  std::vector<Ticket> probes;
  for (int i = 0; i < 3; ++i) {
    const auto ticket = breaker.begin(5s);
    REQUIRE(ticket);
    CHECK(ticket->is_trial);
    probes.push_back(*ticket);
    CHECK(breaker.probes_used(5s) == i + 1);
  }
  CHECK_FALSE(breaker.begin(5s));
  // A probe that is back does not make room for another: they are judged together.
  breaker.succeed(probes[0], 6s, 1s);
  CHECK_FALSE(breaker.begin(6s));
  breaker.succeed(probes[1], 6s, 1s);
  CHECK(breaker.state(6s) == State::half_open);
  breaker.succeed(probes[2], 6s, 1s);
  CHECK(breaker.state(6s) == State::closed);
  CHECK(breaker.counts(6s) == WindowCounts{});
}

TEST_CASE("probes are judged when all have come back, by the same rates") {
  auto policy = small_policy();
  policy.permitted_probes = 10;
  auto open_again = tripped(policy);
  std::vector<Ticket> probes;
  for (int i = 0; i < 10; ++i) probes.push_back(open_again.begin(5s).value());
  open_again.fail(probes[0], 5s, 1ms);
  open_again.fail(probes[1], 5s, 1ms);
  for (std::size_t i = 2; i < 9; ++i) open_again.succeed(probes[i], 5s, 1ms);
  CHECK(open_again.state(5s) == State::half_open);
  open_again.succeed(probes[9], 6s, 1ms);
  CHECK(open_again.state(6s) == State::open);
  CHECK(open_again.last_trip(6s)->was_probing);
  CHECK(open_again.last_trip(6s)->counts == WindowCounts{.calls = 10, .failed = 2});
  CHECK(open_again.state(11s - 1ns) == State::open);
  CHECK(open_again.state(11s) == State::half_open);

  auto closes = tripped(policy);
  call(closes, 5s, false);
  calls(closes, 5s, 9, true);
  CHECK(closes.state(5s) == State::closed);
}

TEST_CASE("slow probes open the circuit again") {
  auto policy = small_policy();
  policy.slow_calls = SlowCalls{.longer_than = 300ms, .rate_percent = 50};
  auto breaker = tripped(policy);
  call(breaker, 5s, true, 400ms);
  call(breaker, 5s, true, 400ms);
  call(breaker, 5s, true, 1ms);
  CHECK(breaker.state(5s) == State::open);
  CHECK(breaker.last_trip(5s)->reason == Trip::Reason::slow_rate);
}

TEST_CASE("a probe that never comes back does not hold the circuit in HALF_OPEN") {
  auto breaker = tripped(small_policy());
  const auto lost = breaker.begin(5s).value();
  call(breaker, 6s, true);
  CHECK(breaker.time_to_lost_probe(6s) == 2s);
  CHECK(breaker.time_to_lost_probe(7s) == 1s);
  CHECK(breaker.state(8s - 1ns) == State::half_open);
  CHECK(breaker.state(8s) == State::open);
  CHECK(breaker.last_trip(8s)->reason == Trip::Reason::lost_probe);
  CHECK(breaker.time_to_half_open(8s) == 5s);
  CHECK_FALSE(breaker.begin(9s));
  CHECK(breaker.last_trip(9s)->reason == Trip::Reason::lost_probe);
  // It opened at 8 s, whenever that is noticed.
  CHECK(breaker.state(13s) == State::half_open);
  CHECK(breaker.probes_used(13s) == 0);
  calls(breaker, 13s, 2, true);
  breaker.succeed(lost, 13s, 8s);
  CHECK(breaker.state(13s) == State::half_open);
  call(breaker, 13s, true);
  CHECK(breaker.state(13s) == State::closed);
}

TEST_CASE("a lost probe that nobody asks about costs one stay in OPEN, not more") {
  auto breaker = tripped(small_policy());
  REQUIRE(breaker.begin(5s));
  CHECK(breaker.state(1000s) == State::half_open);
  CHECK(breaker.probes_used(1000s) == 0);
  CHECK(breaker.begin(1000s));
  CHECK(breaker.probes_used(1000s) == 1);
}

TEST_CASE("HALF_OPEN without traffic waits for probes as long as it takes") {
  auto breaker = tripped(small_policy());
  call(breaker, 5s, true);
  CHECK_FALSE(breaker.time_to_lost_probe(5s));
  CHECK(breaker.state(500s) == State::half_open);
  CHECK(breaker.probes_used(500s) == 1);
  calls(breaker, 500s, 2, true);
  CHECK(breaker.state(500s) == State::closed);
}

TEST_CASE("results of an earlier period are ignored in every state") {
  auto policy = small_policy();
  FailureRateBreaker breaker(policy);
  std::vector<Ticket> early;
  for (int i = 0; i < 20; ++i) early.push_back(breaker.begin(0s).value());
  calls(breaker, 0s, 10, false);
  REQUIRE(breaker.state(0s) == State::open);
  breaker.fail(early[0], 4s, 4s);
  CHECK(breaker.time_to_half_open(4s) == 1s);
  breaker.succeed(early[1], 4s, 4s);
  CHECK(breaker.state(4s) == State::open);
  // In HALF_OPEN they are no probes.
  for (std::size_t i = 2; i < 6; ++i) breaker.succeed(early[i], 5s, 5s);
  CHECK(breaker.state(5s) == State::half_open);
  breaker.fail(early[6], 5s, 5s);
  CHECK(breaker.state(5s) == State::half_open);
  calls(breaker, 5s, 3, true);
  REQUIRE(breaker.state(5s) == State::closed);
  for (std::size_t i = 7; i < 20; ++i) breaker.fail(early[i], 6s, 6s);
  CHECK(breaker.state(6s) == State::closed);
  CHECK(breaker.counts(6s) == WindowCounts{});
}

TEST_CASE("no policy is invalid") {
  FailureRateBreaker least({.window = CountWindow{.calls = -5},
                            .minimum_calls = 0,
                            .failure_rate_percent = 0,
                            .open_duration = -1s,
                            .permitted_probes = 0,
                            .probe_max_wait = 0s});
  CHECK(least.policy().minimum_calls == 1);
  calls(least, 0s, 10, true);
  CHECK(least.state(0s) == State::closed);
  call(least, 0s, false);
  CHECK(least.state(0s) == State::half_open);
  FailureRateBreaker never({.window = TimeWindow{.seconds = 1'000'000'000},
                            .minimum_calls = 1,
                            .failure_rate_percent = std::numeric_limits<double>::quiet_NaN()});
  calls(never, 0s, 100, false);
  CHECK(never.state(0s) == State::closed);
}

TEST_CASE("times at the ends of the range do no harm") {
  auto policy = small_policy();
  policy.open_duration = nanoseconds::max();
  policy.probe_max_wait = nanoseconds::max();
  FailureRateBreaker breaker(policy);
  calls(breaker, nanoseconds::min(), 10, false);
  CHECK(breaker.state(nanoseconds::min()) == State::open);
  CHECK(breaker.state(-2ns) == State::open);
  CHECK(breaker.state(-1ns) == State::half_open);
  CHECK(breaker.state(nanoseconds::max()) == State::half_open);
  REQUIRE(breaker.begin(-1ns));
  CHECK(breaker.state(nanoseconds::max() - 2ns) == State::half_open);
}
