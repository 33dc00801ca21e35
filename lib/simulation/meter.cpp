#include "simulation/meter.hpp"

#include <algorithm>

#include "simulation/latency_bands.hpp"

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

}  // namespace

void MeterSums::add(const MeterSums& other) {
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

MeterSums MeterSums::since(const MeterSums& earlier) const {
  return {.samples = samples - earlier.samples,
          .errors = errors - earlier.errors,
          .arrivals = arrivals - earlier.arrivals,
          .attempts = attempts - earlier.attempts,
          .first_attempts = first_attempts - earlier.first_attempts,
          .retries = retries - earlier.retries,
          .fallbacks = fallbacks - earlier.fallbacks,
          .rejected = rejected - earlier.rejected,
          .holds = holds - earlier.holds,
          .held_ns = held_ns - earlier.held_ns,
          .seconds = seconds - earlier.seconds};
}

std::size_t whole_seconds(nanoseconds time) {
  return static_cast<std::size_t>(
      std::max<std::int64_t>(std::chrono::ceil<std::chrono::seconds>(time).count(), 0));
}

Meter::Meter(const Slo& slo)
    : budget_percent_(slo.error_percent),
      seconds_(seconds_kept(slo) + 1),
      slices_(std::max<std::size_t>(whole_seconds(slo.window), 1)) {}

void Meter::end_second() {
  ++sums_.seconds;
  Second& second = seconds_[next_second_];
  if (++next_second_ == seconds_.size()) next_second_ = 0;
  Histogram::Slice& slice = slices_[slice_];
  if (++slice_ == slices_.size()) slice_ = 0;
  // The oldest one leaves.
  merged_.subtract(slice);
  second = {.until = sums_, .answered = latency_.samples()};
  latency_.move_to(slice);
  merged_.add(slice);
  second.p99_ns = quantile(slice, second.answered, 0.99).value_or(0);

  const MeterSums& start = ago(there(slices_.size())).until;
  window_.samples = sums_.samples - start.samples;
  window_.errors = sums_.errors - start.errors;
  window_.error_percent = percent_of(window_.errors, window_.samples);
  const auto p99 = merged_.quantile(0.99);
  window_.p99.reset();
  if (p99) window_.p99 = nanoseconds(static_cast<std::int64_t>(*p99));
}

/// 0 is the last whole second; the one before the first has all sums 0.
const Meter::Second& Meter::ago(std::size_t seconds) const {
  const std::size_t last = next_second_ + seconds_.size() - 1;
  const std::size_t place = last - seconds;
  return seconds_[place < seconds_.size() ? place : place - seconds_.size()];
}

/// How many of so many last seconds there were, and are kept.
std::size_t Meter::there(std::size_t seconds) const {
  return static_cast<std::size_t>(
      std::min<std::uint64_t>({seconds, sums_.seconds, seconds_.size() - 1}));
}

MeterSums Meter::last(std::size_t seconds) const {
  return ago(0).until.since(ago(there(seconds)).until);
}

Measured Meter::measured(std::size_t seconds_ago) const {
  const Second& second = ago(seconds_ago);
  const MeterSums sums = second.until.since(ago(seconds_ago + 1).until);
  Measured measured{.samples = sums.samples,
                    .errors = sums.errors,
                    .error_percent = percent_of(sums.errors, sums.samples)};
  if (second.answered > 0) measured.p99 = nanoseconds(static_cast<std::int64_t>(second.p99_ns));
  return measured;
}

Measured Meter::last_second() const {
  return sums_.seconds == 0 ? Measured{} : measured(0);
}

LatencyView Meter::latency() const {
  const auto time_at = [this](double share) -> std::optional<nanoseconds> {
    const auto ns = merged_.quantile(share);
    if (!ns) return std::nullopt;
    return nanoseconds(static_cast<std::int64_t>(*ns));
  };
  LatencyView view{.counts = std::vector<std::uint64_t>(LatencyBands::count),
                   .p50 = time_at(0.5),
                   .p90 = time_at(0.9)};
  for (const auto& [bucket, samples] : merged_.filled()) {
    const nanoseconds middle(static_cast<std::int64_t>(Buckets::middle(bucket)));
    view.counts[LatencyBands::index(middle)] += samples;
  }
  return view;
}

BurnRate Meter::burn_rate(const BurnRateRule& rule) const {
  const auto rate = [this](nanoseconds window) {
    const MeterSums& start = ago(there(whole_seconds(window))).until;
    const MeterSums& end = ago(0).until;
    return percent_of(end.errors - start.errors, end.samples - start.samples) / budget_percent_;
  };
  BurnRate burn{
      .rule = rule, .long_rate = rate(rule.long_window), .short_rate = rate(rule.short_window)};
  burn.is_over = burn.long_rate > rule.threshold && burn.short_rate > rule.threshold;
  return burn;
}

std::uint64_t Meter::samples_in(nanoseconds window) const {
  return ago(0).until.samples - ago(there(whole_seconds(window))).until.samples;
}

std::vector<SecondSample> Meter::history(std::size_t seconds) const {
  std::vector<SecondSample> samples;
  for (std::size_t i = there(seconds); i-- > 0;) {
    const Measured second = measured(i);
    samples.push_back({.end = std::chrono::seconds(sums_.seconds - i),
                       .qps = static_cast<double>(second.samples),
                       .error_percent = second.error_percent,
                       .p99 = second.p99});
  }
  return samples;
}

}  // namespace simulation
