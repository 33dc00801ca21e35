#include "simulation/histogram.hpp"

#include <algorithm>
#include <cassert>

namespace simulation {

std::optional<std::uint64_t> Histogram::quantile(double share) const {
  if (samples_ == 0) return std::nullopt;
  // 0.99 is not a binary number: without the margin 99 of 100 could become the 100th.
  const double wanted = share * static_cast<double>(samples_) * (1 - 1e-12);
  auto rank = static_cast<std::uint64_t>(wanted);
  if (static_cast<double>(rank) < wanted) ++rank;
  rank = std::clamp<std::uint64_t>(rank, 1, samples_);
  std::uint64_t seen = 0;
  for (std::size_t i = low_; i < high_; ++i) {
    seen += counts_[i];
    if (seen >= rank) return Buckets::middle(i);
  }
  assert(false && "the buckets hold every sample");
  return std::nullopt;
}

std::uint64_t Histogram::count_up_to(std::uint64_t value) const {
  std::uint64_t seen = 0;
  for (std::size_t i = low_; i < high_; ++i) {
    if (Buckets::lowest(i) + (Buckets::width(i) - 1) > value) break;
    seen += counts_[i];
  }
  return seen;
}

void Histogram::add(const Histogram& other) {
  if (other.samples_ == 0) return;
  if (counts_.empty()) counts_.resize(Buckets::count);
  for (std::size_t i = other.low_; i < other.high_; ++i) counts_[i] += other.counts_[i];
  samples_ += other.samples_;
  low_ = std::min(low_, other.low_);
  high_ = std::max(high_, other.high_);
}

void Histogram::subtract(const Histogram& other) {
  if (other.samples_ == 0) return;
  assert(samples_ >= other.samples_ && "only what was added can be subtracted");
  for (std::size_t i = other.low_; i < other.high_; ++i) counts_[i] -= other.counts_[i];
  samples_ -= other.samples_;
  // A sliding window would otherwise come to scan all it has ever touched.
  while (low_ < high_ && counts_[low_] == 0) ++low_;
  while (high_ > low_ && counts_[high_ - 1] == 0) --high_;
  if (samples_ == 0) {
    low_ = Buckets::count;
    high_ = 0;
  }
}

void Histogram::clear() {
  for (std::size_t i = low_; i < high_; ++i) counts_[i] = 0;
  samples_ = 0;
  low_ = Buckets::count;
  high_ = 0;
}

}  // namespace simulation
