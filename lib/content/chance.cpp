#include "content/chance.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace content {
namespace {

constexpr double negligible = 1e-25;

/// lgamma of the C library is not safe for several threads: it writes a global.
double log_factorial(double n) {
  int sign = 0;
  return ::lgamma_r(n + 1, &sign);
}

}  // namespace

Binomial binomial(std::size_t trials, double probability) {
  Binomial result;
  const auto n = static_cast<double>(trials);
  bool started = false;
  for (std::size_t k = 0; k <= trials; ++k) {
    const auto hits = static_cast<double>(k);
    const double value =
        std::exp(log_factorial(n) - log_factorial(hits) - log_factorial(n - hits) +
                 hits * std::log(probability) + (n - hits) * std::log1p(-probability));
    if (!started && value < negligible && hits < n * probability) continue;
    if (!started) result.first = k;
    started = true;
    if (value < negligible && hits > n * probability) break;
    result.probabilities.push_back(value);
  }
  return result;
}

double ChanceHits::tail(std::size_t hit_units) const {
  if (hit_units == 0) return 1;
  // All probabilities on a grid of `step` units, from `first` on.
  std::size_t step = units;
  for (const auto& [kind, count] : groups_) step = std::gcd(step, units / kind.first);
  std::size_t first = 0;
  std::vector<double> grid{1.0};
  for (const auto& [kind, count] : groups_) {
    const auto& [tied, options] = kind;
    const Binomial group =
        binomial(count, static_cast<double>(tied) / static_cast<double>(options));
    const std::size_t stride = units / tied / step;
    std::vector<double> sum(grid.size() + (group.probabilities.size() - 1) * stride);
    for (std::size_t i = 0; i < group.probabilities.size(); ++i) {
      for (std::size_t j = 0; j < grid.size(); ++j) {
        sum[i * stride + j] += group.probabilities[i] * grid[j];
      }
    }
    grid = std::move(sum);
    first += group.first * stride;
  }
  double tail = 0;
  // From the far end, so that small numbers are added before large ones.
  for (std::size_t i = grid.size(); i > 0 && (first + i - 1) * step >= hit_units; --i) {
    tail += grid[i - 1];
  }
  return std::min(tail, 1.0);
}

double wilson_low(double hits, std::size_t trials) {
  if (trials == 0) return 0;
  constexpr double z = 1.959963984540054;
  const auto n = static_cast<double>(trials);
  const double share = hits / n;
  const double centre = share + z * z / (2 * n);
  const double spread = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  return std::max(0.0, (centre - spread) / (1 + z * z / n));
}

std::vector<double> holm(std::span<const double> p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(p_values[i], i); });
  std::vector<double> adjusted(p_values.size());
  double least = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const auto left = static_cast<double>(order.size() - rank);
    least = std::max(least, std::min(1.0, left * p_values[order[rank]]));
    adjusted[order[rank]] = least;
  }
  return adjusted;
}

double chi_square_tail(double statistic, std::size_t degrees) {
  if (degrees == 0 || statistic <= 0) return 1;
  // The regularised incomplete gamma function: its series left of the mean, the continued fraction
  // (modified Lentz) right of it, as in Numerical Recipes 6.2.
  const double a = static_cast<double>(degrees) / 2;
  const double x = statistic / 2;
  const double scale = std::exp(a * std::log(x) - x - log_factorial(a - 1));
  if (x < a + 1) {
    double term = 1 / a;
    double sum = term;
    for (int i = 1; i < 1000 && term > sum * 1e-16; ++i) sum += term *= x / (a + i);
    return std::clamp(1 - sum * scale, 0.0, 1.0);
  }
  constexpr double tiny = 1e-300;
  double b = x + 1 - a;
  double c = 1 / tiny;
  double d = 1 / b;
  double fraction = d;
  for (int i = 1; i < 1000; ++i) {
    const double factor = -i * (i - a);
    b += 2;
    d = 1 / std::max(factor * d + b, tiny);
    c = std::max(b + factor / c, tiny);
    fraction *= d * c;
    if (std::abs(d * c - 1) < 1e-15) break;
  }
  return std::clamp(fraction * scale, 0.0, 1.0);
}

double runs_test(std::span<const std::size_t> symbols) {
  if (symbols.size() < 20) return 1;
  std::map<std::size_t, double> counts;
  double runs = 1;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    ++counts[symbols[i]];
    if (i > 0 && symbols[i] != symbols[i - 1]) ++runs;
  }
  if (counts.size() < 2) return 1;
  const auto n = static_cast<double>(symbols.size());
  double squares = 0;
  double cubes = 0;
  for (const auto& [symbol, count] : counts) {
    squares += count * count;
    cubes += count * count * count;
  }
  const double mean = (n * (n + 1) - squares) / n;
  const double variance =
      (squares * (squares + n * (n + 1)) - 2 * n * cubes - n * n * n) / (n * n * (n - 1));
  if (variance <= 0) return 1;
  return std::erfc(std::abs(runs - mean) / std::sqrt(2 * variance));
}

}  // namespace content
