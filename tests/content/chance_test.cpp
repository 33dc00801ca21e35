#include "content/chance.hpp"

#include <cmath>

#include "catch.hpp"

namespace {

using content::ChanceHits;

TEST_CASE("without ties the hits by chance are binomial") {
  ChanceHits hits;
  for (int i = 0; i < 10; ++i) hits.add_item(1, 4);
  CHECK(hits.tail(0) == 1);
  CHECK(hits.tail(60) == Approx(1 - std::pow(0.75, 10)));
  CHECK(hits.tail(600) == Approx(std::pow(0.25, 10)));
  CHECK(hits.tail(601) == 0);
}

TEST_CASE("items with different numbers of options are Poisson-binomial") {
  ChanceHits hits;
  hits.add_item(1, 2);
  hits.add_item(1, 3);
  hits.add_item(1, 4);
  CHECK(hits.tail(180) == Approx(1.0 / 24));
  CHECK(hits.tail(120) == Approx((1 * 1 * 3 + 1 * 2 * 1 + 1 * 1 * 1 + 1) / 24.0));
  CHECK(hits.tail(60) == Approx(1 - 6.0 / 24));
}

TEST_CASE("a tie shares the hit, and the distribution knows it") {
  // Two tied of four: half a hit with probability 1/2. One of three: a hit with probability 1/3.
  ChanceHits hits;
  hits.add_item(2, 4);
  hits.add_item(1, 3);
  CHECK(hits.tail(90) == Approx(1.0 / 6));
  CHECK(hits.tail(60) == Approx(1.0 / 3));
  CHECK(hits.tail(30) == Approx(1.0 / 3 + 1.0 / 3));
  CHECK(hits.tail(1) == hits.tail(30));
}

TEST_CASE("the tail of ten thousand items agrees with the normal approximation") {
  ChanceHits hits;
  for (int i = 0; i < 10'000; ++i) hits.add_item(1, 4);
  const double mean = 2500;
  const double deviation = std::sqrt(10'000 * 0.25 * 0.75);
  for (const double z : {-2.0, -1.0, 0.0, 1.0}) {
    const double count = std::ceil(mean + z * deviation);
    const double normal = 0.5 * std::erfc((count - 0.5 - mean) / deviation / std::sqrt(2));
    CHECK(hits.tail(static_cast<std::size_t>(count) * 60) == Approx(normal).epsilon(0.02));
  }
}

TEST_CASE("a binomial's probabilities sum to one") {
  for (const std::size_t trials : {0U, 1U, 7U, 5000U}) {
    const auto distribution = content::binomial(trials, 0.3);
    double sum = 0;
    for (const double p : distribution.probabilities) sum += p;
    CHECK(sum == Approx(1));
  }
}

TEST_CASE("Wilson's lower bound is the published one") {
  CHECK(content::wilson_low(0, 0) == 0);
  CHECK(content::wilson_low(0, 10) == Approx(0).margin(1e-12));
  // Newcombe 1998, table I: 81 of 263 has the interval 0.2553 to 0.3662, 15 of 148 0.0624 to
  // 0.1605.
  CHECK(content::wilson_low(81, 263) == Approx(0.2553).margin(5e-5));
  CHECK(content::wilson_low(15, 148) == Approx(0.0624).margin(5e-5));
}

TEST_CASE("Holm's correction steps down and never lowers an earlier value") {
  const std::vector<double> adjusted = content::holm(std::vector<double>{0.01, 0.04, 0.03, 0.005});
  CHECK(adjusted[3] == Approx(0.02));
  CHECK(adjusted[0] == Approx(0.03));
  CHECK(adjusted[2] == Approx(0.06));
  CHECK(adjusted[1] == Approx(0.06));
  CHECK(content::holm(std::vector<double>{0.9, 0.8}) == std::vector<double>{1.0, 1.0});
}

TEST_CASE("chi-square tails are the tabulated ones") {
  CHECK(content::chi_square_tail(0, 3) == 1);
  CHECK(content::chi_square_tail(3.841, 1) == Approx(0.05).epsilon(1e-3));
  CHECK(content::chi_square_tail(7.815, 3) == Approx(0.05).epsilon(1e-3));
  CHECK(content::chi_square_tail(16.266, 3) == Approx(0.001).epsilon(1e-3));
  CHECK(content::chi_square_tail(0.352, 3) == Approx(0.95).epsilon(1e-3));
}

TEST_CASE("the runs test sees alternation and blocks, not a mixture") {
  std::vector<std::size_t> alternating;
  std::vector<std::size_t> blocks;
  for (std::size_t i = 0; i < 60; ++i) {
    alternating.push_back(i % 3);
    blocks.push_back(i / 20);
  }
  const std::vector<std::size_t> mixed{0, 2, 1, 1, 0, 2, 2, 0, 1, 2, 0,
                                       0, 1, 2, 1, 0, 2, 1, 1, 0, 2, 0};
  CHECK(content::runs_test(alternating) < 1e-6);
  CHECK(content::runs_test(blocks) < 1e-6);
  CHECK(content::runs_test(mixed) > 0.05);
  CHECK(content::runs_test(std::vector<std::size_t>(50, 1)) == 1);
  CHECK(content::runs_test(std::vector<std::size_t>{0, 1, 0, 1}) == 1);
}

}  // namespace
