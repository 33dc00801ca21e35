#include "simulation/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/random.hpp"
#include "catch.hpp"
#include "simulation/latency_bands.hpp"

using simulation::Buckets;
using simulation::Histogram;

namespace {

/// Of all orders of magnitude.
std::vector<std::uint64_t> spread_values(std::size_t count) {
  base::RandomStream random(7);
  std::vector<std::uint64_t> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(random.next() >> random.below(64));
  return values;
}

std::uint64_t nearest_rank(std::vector<std::uint64_t> values, double share) {
  std::sort(values.begin(), values.end());
  const double rank = std::ceil(share * static_cast<double>(values.size()) - 1e-9);
  return values.at(static_cast<std::size_t>(rank) - 1);
}

}  // namespace

TEST_CASE("every bucket holds the values from its lowest to the next one's") {
  for (std::size_t i = 0; i < Buckets::count; ++i) {
    const std::uint64_t lowest = Buckets::lowest(i);
    const std::uint64_t highest = lowest + (Buckets::width(i) - 1);
    REQUIRE(Buckets::index(lowest) == i);
    REQUIRE(Buckets::index(highest) == i);
    if (i + 1 < Buckets::count) REQUIRE(Buckets::lowest(i + 1) == highest + 1);
    if (i + 1 == Buckets::count) REQUIRE(highest == std::numeric_limits<std::uint64_t>::max());
  }
}

TEST_CASE("a bucket's middle is within 0.4 % of every value in it") {
  for (const std::uint64_t value : spread_values(10'000)) {
    const auto middle = static_cast<double>(Buckets::middle(Buckets::index(value)));
    const auto exact = static_cast<double>(value);
    REQUIRE(std::abs(middle - exact) <= exact * 0.0040);
  }
}

TEST_CASE("quantiles are by nearest rank") {
  Histogram histogram;
  CHECK_FALSE(histogram.quantile(0.99));
  for (std::uint64_t value = 1; value <= 100; ++value) histogram.record(value);
  CHECK(histogram.samples() == 100);
  CHECK(histogram.quantile(0.0) == 1);
  CHECK(histogram.quantile(0.01) == 1);
  CHECK(histogram.quantile(0.5) == 50);
  CHECK(histogram.quantile(0.99) == 99);
  CHECK(histogram.quantile(1.0) == 100);
  const auto values = spread_values(5'000);
  Histogram spread;
  for (const auto value : values) spread.record(value);
  for (const double share : {0.01, 0.25, 0.5, 0.9, 0.99, 0.999})
    CHECK(spread.quantile(share) == Buckets::middle(Buckets::index(nearest_rank(values, share))));
}

TEST_CASE("adding histograms is the histogram of all values, and subtracting takes it back") {
  const auto values = spread_values(3'000);
  Histogram one, other, all;
  for (std::size_t i = 0; i < values.size(); ++i) {
    (i % 3 == 0 ? one : other).record(values[i]);
    all.record(values[i]);
  }
  const auto expect_same = [](const Histogram& had, const Histogram& wanted) {
    CHECK(had.samples() == wanted.samples());
    for (std::size_t i = 0; i < Buckets::count; ++i) REQUIRE(had.count(i) == wanted.count(i));
    for (const double share : {0.0, 0.01, 0.5, 0.99, 1.0})
      CHECK(had.quantile(share) == wanted.quantile(share));
  };
  Histogram sum = one;
  sum.add(other);
  expect_same(sum, all);

  Histogram moved = other;
  Histogram::Slice slice{{1, 1}};
  moved.move_to(slice);
  CHECK(moved.samples() == 0);
  CHECK_FALSE(moved.quantile(0.5));
  for (const double share : {0.0, 0.01, 0.5, 0.99, 1.0})
    CHECK(quantile(slice, other.samples(), share) == other.quantile(share));
  moved.add(slice);
  expect_same(moved, other);
  sum.subtract(slice);
  expect_same(sum, one);

  moved.subtract(slice);
  CHECK(moved.samples() == 0);
  CHECK_FALSE(moved.quantile(0.5));
  moved.record(5);
  CHECK(moved.quantile(0.5) == 5);
  moved.move_to(slice);
  moved.move_to(slice);
  CHECK(slice.empty());
  CHECK_FALSE(quantile(slice, 0, 0.5));
}

TEST_CASE("a histogram counts the values up to a bound") {
  Histogram histogram;
  for (const std::uint64_t value : {3U, 10U, 10U, 200'000U}) histogram.record(value);
  CHECK(histogram.count_up_to(2) == 0);
  CHECK(histogram.count_up_to(3) == 1);
  CHECK(histogram.count_up_to(10) == 3);
  CHECK(histogram.count_up_to(199'000) == 3);
  CHECK(histogram.count_up_to(202'000) == 4);
}

TEST_CASE("what a histogram holds can be read without its empty buckets") {
  Histogram histogram;
  CHECK(histogram.filled().empty());
  for (const std::uint64_t value : spread_values(2'000)) histogram.record(value);
  Histogram copy;
  const auto filled = histogram.filled();
  copy.add(filled);
  CHECK(copy.samples() == histogram.samples());
  for (std::size_t i = 0; i < Buckets::count; ++i) CHECK(copy.count(i) == histogram.count(i));
  for (const auto& one : filled) CHECK(one.count > 0);
}

TEST_CASE("latencies are drawn in four bands for every power of two of milliseconds") {
  using simulation::LatencyBands;
  using namespace std::chrono_literals;
  CHECK(LatencyBands::count == 50);
  CHECK(LatencyBands::index(0ns) == 0);
  CHECK(LatencyBands::index(999'999ns) == 0);
  CHECK(LatencyBands::index(1ms) == 1);
  CHECK(LatencyBands::index(1'249'999ns) == 1);
  CHECK(LatencyBands::index(1'250us) == 2);
  CHECK(LatencyBands::index(1'999'999ns) == 4);
  CHECK(LatencyBands::index(2ms) == 5);
  CHECK(LatencyBands::index(10ms) == 14);
  CHECK(LatencyBands::index(1s) == 40);
  CHECK(LatencyBands::index(4096ms - 1ns) == 48);
  CHECK(LatencyBands::index(4096ms) == 49);
  CHECK(LatencyBands::index(std::chrono::nanoseconds::max()) == 49);
}
