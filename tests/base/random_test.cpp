#include "base/random.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "catch.hpp"

using base::RandomStream;

TEST_CASE("the generator gives the numbers of the published xoshiro256**") {
  // State after seeding with SplitMix64 from 0, as the reference C code computes it.
  RandomStream stream(0);
  CHECK(stream.next() == 0x99ec5f36cb75f2b4ULL);
  CHECK(stream.next() == 0xbf6e1f784956452aULL);
  CHECK(stream.next() == 0x1a5f849d4933e6e0ULL);
}

TEST_CASE("streams for two purposes differ though the seed is one") {
  CHECK(RandomStream(7, "options").next() != RandomStream(7, "items").next());
  CHECK(RandomStream(7, "options").next() == RandomStream(7, "options").next());
}

TEST_CASE("below keeps to its bound and is uniform") {
  RandomStream stream(42);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70'000; ++i) ++counts.at(stream.below(7));
  double chi_square = 0;
  for (const int n : counts) chi_square += (n - 10'000.0) * (n - 10'000.0) / 10'000.0;
  CHECK(chi_square < 22.5);  // 6 degrees of freedom, p = 0.001
  CHECK(stream.below(1) == 0);
}

TEST_CASE("shuffle gives every order of four about equally often") {
  RandomStream stream(1);
  std::array<int, 256> counts{};
  for (int i = 0; i < 24'000; ++i) {
    std::vector<unsigned> values{0, 1, 2, 3};
    stream.shuffle(values);
    ++counts.at(values[0] * 64 + values[1] * 16 + values[2] * 4 + values[3]);
  }
  CHECK(std::count_if(counts.begin(), counts.end(), [](int n) { return n > 0; }) == 24);
  CHECK(*std::max_element(counts.begin(), counts.end()) < 1'130);
}

TEST_CASE("fnv1a is the published function") {
  CHECK(base::fnv1a("") == 0xcbf29ce484222325ULL);
  CHECK(base::fnv1a("foobar") == 0x85944171f73967e8ULL);
}
