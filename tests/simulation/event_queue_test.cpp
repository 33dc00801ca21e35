#include "simulation/event_queue.hpp"

#include <set>
#include <tuple>

#include "base/random.hpp"
#include "catch.hpp"

using simulation::Event;
using simulation::EventQueue;

namespace {

/// Pushes and pops in every mixture, against a sorted set. Times are from the last event on, most
/// of them near, some of them far, some the same.
void expect_order(EventQueue queue, std::uint64_t nearness_ns) {
  base::RandomStream random(3);
  std::set<std::tuple<std::uint64_t, std::uint64_t>> expected;
  std::uint64_t sequence = 0;
  std::uint64_t now = 0;
  for (int step = 0; step < 20'000; ++step) {
    const bool grows = random.below(100) < (step % 4'000 < 2'000 ? 70U : 30U);
    if (grows || expected.empty()) {
      const std::uint64_t reach = random.below(50) == 0 ? 5'000 * nearness_ns : nearness_ns;
      const std::uint64_t time = now + random.below(reach) / 4 * 4;
      queue.push({.time_ns = time, .sequence = sequence, .kind = Event::Kind::resume, .slot = 7});
      expected.emplace(time, sequence);
      ++sequence;
    } else {
      const auto least = expected.begin();
      const Event event = queue.top();
      REQUIRE(event.time_ns == std::get<0>(*least));
      REQUIRE(event.sequence == std::get<1>(*least));
      // What is only looked at may still be overtaken.
      if (random.below(4) == 0) continue;
      queue.pop();
      now = event.time_ns;
      expected.erase(least);
    }
    REQUIRE(queue.is_empty() == expected.empty());
  }
}

}  // namespace

TEST_CASE("events come out by time, and by sequence at one time") {
  // From all in one day of the calendar to all beyond its last one.
  for (const double events_per_second : {1e-9, 10.0, 1e3, 1e5, 1e9}) {
    for (const std::uint64_t nearness_ns : {500ULL, 1'000'000ULL, 50'000'000'000ULL}) {
      INFO(events_per_second << " events/s, times within " << nearness_ns << " ns");
      expect_order(EventQueue(events_per_second), nearness_ns);
    }
  }
}

TEST_CASE("an event comes out as it went in, at the ends of its ranges") {
  EventQueue queue;
  const Event largest{.time_ns = std::uint64_t{1} << 62,
                      .sequence = (std::uint64_t{1} << 40) - 1,
                      .kind = Event::Kind::breaker_check,
                      .slot = EventQueue::slots_max - 1};
  queue.push(largest);
  queue.push({.time_ns = 0, .sequence = 0, .kind = Event::Kind::arrival, .slot = 0});
  CHECK(queue.top().kind == Event::Kind::arrival);
  queue.pop();
  const Event event = queue.top();
  CHECK(event.time_ns == largest.time_ns);
  CHECK(event.sequence == largest.sequence);
  CHECK(event.kind == largest.kind);
  CHECK(event.slot == largest.slot);
}
