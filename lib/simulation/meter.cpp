#include "simulation/meter.hpp"

#include <algorithm>

namespace simulation {
namespace {

constexpr std::size_t history_seconds = 120;

double percent_of(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
}

std::size_t seconds_kept(const Slo& slo) {
  std::size_t kept = std::max(history_seconds, whole_seconds(slo.window));
  for (const BurnRateRule& rule : slo.burn_rates)
    kept = std::max({kept, whole_seconds(rule.long_window), whole_seconds(rule.short_window)});
  return kept;
}

std::optional<nanoseconds> p99_of(const SecondRecord& second) {
  if (second.answered == 0) return std::nullopt;
  return nanoseconds(static_cast<std::int64_t>(second.p99_ns));
}

}  // namespace

void SecondRecord::add(const SecondRecord& other) {
  samples += other.samples;
  errors += other.errors;
  arrivals += other.arrivals;
  attempts += other.attempts;
  first_attempts += other.first_attempts;
  retries += other.retries;
  fallbacks += other.fallbacks;
  rejected += other.rejected;
  holds += other.holds;
  held_ns += other.held_ns;
  seconds += other.seconds;
}

std::size_t whole_seconds(nanoseconds time) {
  return static_cast<std::size_t>(
      std::max<std::int64_t>(std::chrono::ceil<std::chrono::seconds>(time).count(), 0));
}

Meter::Meter(const Slo& slo)
    : budget_percent_(slo.error_percent),
      seconds_(seconds_kept(slo)),
      slices_(std::max<std::size_t>(whole_seconds(slo.window), 1)) {}

void Meter::end_second() {
  Histogram& slice = slices_[slice_];
  running_.answered = slice.samples();
  running_.p99_ns = slice.quantile(0.99).value_or(0);
  merged_.add(slice);
  seconds_[next_second_] = running_;
  next_second_ = (next_second_ + 1) % seconds_.size();
  ++ended_;
  running_ = {};

  const SecondRecord sums = last(slices_.size());
  window_.samples = sums.samples;
  window_.errors = sums.errors;
  window_.error_percent = percent_of(sums.errors, sums.samples);
  const auto p99 = merged_.quantile(0.99);
  window_.p99.reset();
  if (p99) window_.p99 = nanoseconds(static_cast<std::int64_t>(*p99));

  slice_ = (slice_ + 1) % slices_.size();
  merged_.subtract(slices_[slice_]);
  slices_[slice_].clear();
}

/// 0 is the last whole second.
const SecondRecord& Meter::ago(std::size_t seconds) const {
  return seconds_[(next_second_ + seconds_.size() - 1 - seconds) % seconds_.size()];
}

SecondRecord Meter::last(std::size_t seconds) const {
  SecondRecord sums{.seconds = 0};
  const auto there = std::min<std::uint64_t>({seconds, ended_, seconds_.size()});
  for (std::size_t i = 0; i < there; ++i) sums.add(ago(i));
  return sums;
}

Measured Meter::last_second() const {
  if (ended_ == 0) return {};
  const SecondRecord& second = ago(0);
  return {.samples = second.samples,
          .errors = second.errors,
          .error_percent = percent_of(second.errors, second.samples),
          .p99 = p99_of(second)};
}

BurnRate Meter::burn_rate(const BurnRateRule& rule) const {
  const auto rate = [this](nanoseconds window) {
    const SecondRecord sums = last(whole_seconds(window));
    return percent_of(sums.errors, sums.samples) / budget_percent_;
  };
  BurnRate burn{
      .rule = rule, .long_rate = rate(rule.long_window), .short_rate = rate(rule.short_window)};
  burn.is_over = burn.long_rate > rule.threshold && burn.short_rate > rule.threshold;
  return burn;
}

std::uint64_t Meter::samples_in(nanoseconds window) const {
  return last(whole_seconds(window)).samples;
}

std::vector<SecondSample> Meter::history(std::size_t seconds) const {
  std::vector<SecondSample> samples;
  const auto there = std::min<std::uint64_t>({seconds, ended_, seconds_.size()});
  for (std::size_t i = there; i-- > 0;) {
    const SecondRecord& second = ago(i);
    samples.push_back({.end = std::chrono::seconds(ended_ - i),
                       .qps = static_cast<double>(second.samples),
                       .error_percent = percent_of(second.errors, second.samples),
                       .p99 = p99_of(second)});
  }
  return samples;
}

}  // namespace simulation
