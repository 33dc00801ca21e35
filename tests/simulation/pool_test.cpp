#include "simulation/pool.hpp"

#include "catch.hpp"

using simulation::Ring;
using simulation::Slab;

TEST_CASE("a ring gives back in the order of arrival, also when it grows in mid-circle") {
  Ring<int> ring;
  int pushed = 0;
  int popped = 0;
  for (int round = 0; round < 200; ++round) {
    for (int i = 0; i < 7; ++i) ring.push(pushed++);
    for (int i = 0; i < 4; ++i) {
      REQUIRE(ring.front() == popped++);
      ring.pop();
    }
  }
  CHECK(ring.size() == 600);
  for (std::size_t i = 0; i < ring.size(); ++i) REQUIRE(ring[i] == popped + static_cast<int>(i));
}

TEST_CASE("a slab gives out a freed number again, with what was there") {
  Slab<int> slab;
  const auto first = slab.take();
  const auto second = slab.take();
  slab[first] = 41;
  slab[second] = 42;
  CHECK(slab.in_use() == 2);
  slab.give_back(first);
  CHECK(slab.in_use() == 1);
  CHECK(slab.take() == first);
  CHECK(slab[first] == 41);
  CHECK(slab.take() == 2);
  CHECK(slab.size() == 3);
}
