#include "simulation/sampler.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "base/random.hpp"
#include "catch.hpp"

using namespace std::chrono_literals;
using simulation::Chance;
using simulation::ServiceTime;
using simulation::TimeSampler;

namespace {

constexpr std::size_t draws = 100'000;

/// Kolmogorov and Smirnov: the greatest distance from the distribution function, times sqrt(n),
/// exceeds 1.95 for one seed in 1000.
double distance(const std::function<double()>& draw,
                const std::function<double(double)>& distribution) {
  std::vector<double> values(draws);
  std::generate(values.begin(), values.end(), draw);
  std::sort(values.begin(), values.end());
  double greatest = 0;
  for (std::size_t i = 0; i < draws; ++i) {
    const double expected = distribution(values[i]);
    const double below = static_cast<double>(i) / static_cast<double>(draws);
    greatest = std::max({greatest, std::abs(expected - below),
                         std::abs(expected - below - 1.0 / static_cast<double>(draws))});
  }
  return greatest * std::sqrt(static_cast<double>(draws));
}

double normal_distribution(double x) {
  return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

double drawn_distance(const ServiceTime& time, const std::function<double(double)>& distribution) {
  const TimeSampler sampler(time);
  base::RandomStream random(11);
  return distance([&] { return sampler.draw(random) / 1e6; }, distribution);
}

}  // namespace

TEST_CASE("exponential samples are exponential, tail included") {
  base::RandomStream random(5);
  CHECK(distance([&] { return simulation::sample_exponential(random); },
                 [](double x) { return 1 - std::exp(-x); }) < 1.95);
  // The tail begins at 7.7, where one in 2208 is.
  int beyond = 0;
  for (int i = 0; i < 1'000'000; ++i)
    beyond += simulation::sample_exponential(random) > 7.69711747 ? 1 : 0;
  CHECK(std::abs(beyond - 453.9) < 4 * std::sqrt(453.9));
}

TEST_CASE("normal samples are normal, tails included") {
  base::RandomStream random(6);
  CHECK(distance([&] { return simulation::sample_normal(random); }, normal_distribution) < 1.95);
  int above = 0;
  int below = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    const double x = simulation::sample_normal(random);
    above += x > 3.6541528 ? 1 : 0;
    below += x < -3.6541528 ? 1 : 0;
  }
  CHECK(std::abs(above - 129.0) < 4 * std::sqrt(129.0));
  CHECK(std::abs(below - 129.0) < 4 * std::sqrt(129.0));
}

TEST_CASE("service times have the distributions that they name") {
  using Kind = ServiceTime::Kind;
  CHECK(drawn_distance({.kind = Kind::exponential, .mean = 2ms},
                       [](double x) { return 1 - std::exp(-x / 2); }) < 1.95);
  CHECK(drawn_distance({.kind = Kind::erlang, .mean = 2ms, .stages = 3}, [](double x) {
          const double y = x * 3 / 2;
          return 1 - std::exp(-y) * (1 + y + y * y / 2);
        }) < 1.95);
  CHECK(drawn_distance({.kind = Kind::lognormal, .mean = 2ms, .sigma = 0.5}, [](double x) {
          return normal_distribution((std::log(x / 2) + 0.125) / 0.5);
        }) < 1.95);
  CHECK(drawn_distance({.kind = Kind::hyperexponential, .mean = 2ms, .cv2 = 4}, [](double x) {
          const double share = 0.5 * (1 + std::sqrt(0.6));
          return 1 - share * std::exp(-x * share) - (1 - share) * std::exp(-x * (1 - share));
        }) < 1.95);
  const TimeSampler constant({.kind = Kind::deterministic, .mean = 3ms});
  base::RandomStream random(1);
  CHECK(constant.draw(random) == 3e6);
}

TEST_CASE("a chance strikes as often as its percentage says") {
  base::RandomStream random(8);
  const Chance never(0), always(100), some(20);
  int struck = 0;
  for (int i = 0; i < 10'000; ++i) {
    REQUIRE_FALSE(never.strikes(random));
    REQUIRE(always.strikes(random));
    struck += some.strikes(random) ? 1 : 0;
  }
  CHECK(std::abs(struck - 2'000) < 4 * 40);
}
