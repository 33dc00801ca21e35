#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "simulation/histogram.hpp"
#include "simulation/scenario.hpp"
#include "simulation/snapshot.hpp"

namespace simulation {

/// What one second of a node or of its requests added up to.
struct SecondRecord {
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
  std::uint64_t p99_ns = 0;
  std::uint64_t answered = 0;  ///< in the histogram
  std::uint64_t seconds = 1;

  void add(const SecondRecord& other);
};

/// Measures a node second by second: sums over the last seconds, and the percentiles of a sliding
/// window from merged histograms.
class Meter {
 public:
  explicit Meter(const Slo& slo);

  /// The running second.
  SecondRecord& running() { return running_; }
  void answered(std::uint64_t latency_ns, bool is_error) {
    ++running_.samples;
    running_.errors += is_error ? 1 : 0;
    slices_[slice_].record(latency_ns);
  }
  /// Without a latency: a rejection.
  void failed() {
    ++running_.samples;
    ++running_.errors;
  }

  void end_second();

  /// Of that many last whole seconds, or of all there were.
  SecondRecord last(std::size_t seconds) const;
  Measured last_second() const;
  const Measured& window() const { return window_; }
  BurnRate burn_rate(const BurnRateRule& rule) const;
  std::uint64_t samples_in(nanoseconds window) const;
  std::vector<SecondSample> history(std::size_t seconds) const;

 private:
  const SecondRecord& ago(std::size_t seconds) const;

  double budget_percent_;
  std::vector<SecondRecord> seconds_;  ///< a ring
  std::size_t next_second_ = 0;
  std::uint64_t ended_ = 0;
  SecondRecord running_;
  std::vector<Histogram> slices_;  ///< a ring of one per second of the window
  std::size_t slice_ = 0;
  Histogram merged_;
  Measured window_;
};

/// Rounded up.
std::size_t whole_seconds(nanoseconds time);

}  // namespace simulation
