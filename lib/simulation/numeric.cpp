#include "simulation/numeric.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace simulation {
namespace {

constexpr double ln2 = 0.69314718055994530942;
// The upper part has 20 trailing zero bits: its product with a small whole number is exact.
constexpr double ln2_upper = 0x1.62e42fefp-1;
constexpr double ln2_lower = 0x1.473de6af278edp-34;
constexpr double sqrt2 = 1.41421356237309504880;

constexpr int steps = 32;

/// 2^(i/32). A square root is rounded as IEEE 754 says, too.
const std::array<double, steps>& powers_of_two() {
  static const std::array<double, steps> powers = [] {
    std::array<double, steps> made{};
    made.fill(1);
    double root = 2;
    for (int bit = steps / 2; bit > 0; bit /= 2) {
      root = std::sqrt(root);
      for (int i = 0; i < steps; ++i)
        if ((i & bit) != 0) made[static_cast<std::size_t>(i)] *= root;
    }
    return made;
  }();
  return powers;
}

double power_of_two(std::int64_t exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

}  // namespace

double log_of(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  auto exponent = static_cast<double>(static_cast<std::int64_t>(bits >> 52) - 1023);
  double mantissa = std::bit_cast<double>((bits & 0xfffffffffffffULL) | 0x3ff0000000000000ULL);
  if (mantissa > sqrt2) {
    mantissa *= 0.5;
    exponent += 1;
  }
  // ln m = 2 artanh s, |s| < 0.172
  const double s = (mantissa - 1) / (mantissa + 1);
  const double s2 = s * s;
  double sum = 0;
  for (int k = 21; k >= 1; k -= 2) sum = sum * s2 + 1.0 / k;
  return exponent * ln2_upper + (exponent * ln2_lower + 2 * s * sum);
}

double exp_of(double x) {
  if (x > 700) return std::numeric_limits<double>::infinity();
  if (x < -700) return 0;
  const auto part = static_cast<std::int64_t>(x * (steps / ln2) + (x < 0 ? -0.5 : 0.5));
  const auto whole = static_cast<double>(part);
  const double r = (x - whole * (ln2_upper / steps)) - whole * (ln2_lower / steps);
  // |r| < 0.011
  const double tail = r * (1 + r * (1.0 / 2 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120)))));
  const double power = powers_of_two()[static_cast<std::size_t>(part & (steps - 1))];
  // The shift rounds down, also before zero.
  return (power + power * tail) * power_of_two(part >> 5);
}

}  // namespace simulation
