#include "simulation/timers.hpp"

#include <vector>

#include "catch.hpp"

using simulation::Timers;

TEST_CASE("the timer that somebody waits for expires, the others are only counted") {
  Timers timers;
  std::vector<std::uint32_t> generations{1, 1, 1};
  CHECK(timers.next_ns() == UINT64_MAX);
  for (std::uint32_t request = 0; request < 3; ++request)
    timers.set({.time_ns = 10 * (request + 1), .request = request, .generation = 1});
  CHECK(timers.next_ns() <= 10);
  generations[0] = 2;
  generations[2] = 2;
  CHECK_FALSE(timers.take(19, generations));
  CHECK(timers.next_ns() == 20);
  CHECK(timers.expired(9) == 0);
  CHECK(timers.expired(10) == 1);
  CHECK(timers.next_of_all_ns(10) == 20);

  const auto timer = timers.take(20, generations);
  REQUIRE(timer);
  CHECK(timer->request == 1);
  CHECK(timer->time_ns == 20);
  CHECK_FALSE(timers.take(100, generations));
  CHECK(timers.next_ns() == UINT64_MAX);
  CHECK(timers.expired(100) == 3);

  timers.set({.time_ns = 40, .request = 0, .generation = 2});
  CHECK(timers.next_ns() == 40);
  CHECK(timers.take(40, generations));
}

TEST_CASE("what has expired stays counted when it is forgotten") {
  Timers timers;
  const std::vector<std::uint32_t> generations{1};
  for (std::uint64_t i = 1; i <= 100; ++i)
    timers.set({.time_ns = i, .request = 0, .generation = 0});
  timers.set({.time_ns = 101, .request = 0, .generation = 1});
  CHECK_FALSE(timers.take(50, generations));
  timers.forget(50);
  CHECK(timers.expired(50) == 50);
  CHECK(timers.expired(60) == 60);
  CHECK(timers.next_of_all_ns(50) == 51);
  // One that expires now, and is waited for, is not forgotten before it was taken.
  timers.forget(101);
  CHECK(timers.take(101, generations));
  timers.forget(101);
  CHECK(timers.expired(101) == 101);
  CHECK_FALSE(timers.next_of_all_ns(101));
}
