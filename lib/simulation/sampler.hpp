#pragma once

#include <cstdint>

#include "base/random.hpp"
#include "simulation/scenario.hpp"

namespace simulation {

/// Samples that are the same on every machine: the ziggurat method (Marsaglia & Tsang 2000, with
/// the corrections of Doornik 2005) over tables made by numeric.hpp.

/// Of mean 1.
double sample_exponential(base::RandomStream& random);
/// Of mean 0 and variance 1.
double sample_normal(base::RandomStream& random);

/// Something that happens to one in so many.
class Chance {
 public:
  Chance() = default;
  /// 0 .. 100
  explicit Chance(double percent);

  bool is_never() const { return threshold_ == 0; }
  /// Draws once in any case.
  bool strikes(base::RandomStream& random) const { return (random.next() >> 11) < threshold_; }

 private:
  std::uint64_t threshold_ = 0;  ///< of 2^53
};

/// Times of one distribution.
class TimeSampler {
 public:
  explicit TimeSampler(const ServiceTime& time);

  /// In nanoseconds, not rounded.
  double draw(base::RandomStream& random) const;

 private:
  ServiceTime::Kind kind_;
  int stages_;
  double scale_;        ///< mean of a stage, or of the lognormal's median
  double other_scale_;  ///< mean of the second exponential
  double sigma_;
  Chance first_;  ///< of the first exponential
};

/// To the nearest, at most 2^62.
std::uint64_t whole_ns(double ns);

}  // namespace simulation
