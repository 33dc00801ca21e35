#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "simulation/histogram.hpp"
#include "simulation/scenario.hpp"
#include "simulation/snapshot.hpp"

namespace simulation {

/// What some time of a node or of its requests added up to.
struct MeterSums {
  std::uint64_t samples = 0;
  std::uint64_t errors = 0;
  std::uint64_t arrivals = 0;
  std::uint64_t attempts = 0;
  std::uint64_t first_attempts = 0;
  std::uint64_t retries = 0;
  std::uint64_t fallbacks = 0;
  std::uint64_t rejected = 0;
  std::uint64_t holds = 0;  ///< gateway workers given back
  std::uint64_t held_ns = 0;
  std::uint64_t seconds = 0;  ///< whole ones

  void add(const MeterSums& other);
  /// What came after `earlier`.
  MeterSums since(const MeterSums& earlier) const;
};

/// Measures a node second by second: sums over the last seconds, and the percentiles of a sliding
/// window from merged histograms.
class Meter {
 public:
  explicit Meter(const Slo& slo);

  /// Since the start, to be added to.
  MeterSums& sums() { return sums_; }
  void answered(std::uint64_t latency_ns, bool is_error) {
    ++sums_.samples;
    sums_.errors += is_error ? 1 : 0;
    latency_.record(latency_ns);
  }
  /// Without a latency: a rejection.
  void failed() {
    ++sums_.samples;
    ++sums_.errors;
  }

  void end_second();

  /// Of that many last whole seconds, or of all there were.
  MeterSums last(std::size_t seconds) const;
  Measured last_second() const;
  const Measured& window() const { return window_; }
  /// Of the window.
  LatencyView latency() const;
  BurnRate burn_rate(const BurnRateRule& rule) const;
  std::uint64_t samples_in(nanoseconds window) const;
  std::vector<SecondSample> history(std::size_t seconds) const;

 private:
  struct Second {
    MeterSums until{};           ///< its end, from the start
    std::uint64_t answered = 0;  ///< with a latency
    std::uint64_t p99_ns = 0;
  };

  const Second& ago(std::size_t seconds) const;
  Measured measured(std::size_t seconds_ago) const;
  std::size_t there(std::size_t seconds) const;

  double budget_percent_;
  MeterSums sums_;
  std::vector<Second> seconds_;  ///< a ring; sums over a time are the difference of its ends
  std::size_t next_second_ = 1;
  Histogram latency_;                     ///< of the running second
  std::vector<Histogram::Slice> slices_;  ///< a ring of one per second of the window
  std::size_t slice_ = 0;
  Histogram merged_;  ///< the slices
  Measured window_;
};

/// Rounded up.
std::size_t whole_seconds(nanoseconds time);

}  // namespace simulation
