#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace content {

/// How many right picks a guesser makes by chance. An item of `options` options, of which the
/// guesser cannot tell the best `tied` apart, counts 1/tied when the key is among those, else
/// nothing: the mean over its fair draws. If the key is any option with the same probability, that
/// is 1/tied with probability tied/options.
///
/// The sum over the items is no binomial count, but items alike in (tied, options) are: so the
/// distribution is the convolution of a few binomials on a grid of 1/60, which all of 1, 1/2, ...
/// 1/6 lie on. It is exact but for rounding and for outcomes less likely than 1e-25, left out.
/// Without ties this is the Poisson-binomial of the probabilities 1/options.
class ChanceHits {
 public:
  static constexpr std::size_t units = 60;  ///< one hit; a tie of m counts units / m

  /// `options` is 2 to 6 and more than `tied`.
  void add_item(std::size_t tied, std::size_t options) { ++groups_[{tied, options}]; }
  /// P(at least `hit_units` / units hits).
  double tail(std::size_t hit_units) const;

 private:
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> groups_;
};

/// P(count = k) of a binomial, for k = first, first + 1, ...; outcomes under 1e-25 at either end
/// are left out.
struct Binomial {
  std::size_t first = 0;
  std::vector<double> probabilities;
};
Binomial binomial(std::size_t trials, double probability);

/// Lower end of the two-sided 95 % Wilson interval; 0 without trials.
double wilson_low(double hits, std::size_t trials);

/// Holm's step-down adjustment, in the order given.
std::vector<double> holm(std::span<const double> p_values);

/// P(chi-square with that many degrees of freedom is at least `statistic`).
double chi_square_tail(double statistic, std::size_t degrees);

/// Two-sided p of the Wald-Wolfowitz runs test, generalised to several symbols (normal
/// approximation); 1 for fewer than 20 symbols or only one kind.
double runs_test(std::span<const std::size_t> symbols);

}  // namespace content
