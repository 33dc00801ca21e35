#include "simulation/histogram.hpp"

#include <algorithm>
#include <cassert>

namespace simulation {
namespace {

/// How many values are above the ceil(share n)-th smallest one, or beside it among the highest.
/// Counted from the top, since it is the high quantiles that are asked for.
std::uint64_t samples_above(double share, std::uint64_t samples) {
  // 0.99 is not a binary number: without the margin 99 of 100 could become the 100th.
  const double wanted = share * static_cast<double>(samples) * (1 - 1e-12);
  auto rank = static_cast<std::uint64_t>(wanted);
  if (static_cast<double>(rank) < wanted) ++rank;
  return samples - std::clamp<std::uint64_t>(rank, 1, samples);
}

}  // namespace

template <typename Job>
void Histogram::for_each_filled(Job job) const {
  for (std::size_t word = 0; word < is_filled_.size(); ++word)
    for (std::uint64_t bits = is_filled_[word]; bits != 0; bits &= bits - 1)
      job(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
}

std::optional<std::uint64_t> Histogram::quantile(double share) const {
  if (samples_ == 0) return std::nullopt;
  const std::uint64_t above = samples_above(share, samples_);
  std::uint64_t seen = 0;
  for (std::size_t word = is_filled_.size(); word-- > 0;) {
    for (std::uint64_t bits = is_filled_[word]; bits != 0;) {
      const auto top = static_cast<std::size_t>(std::bit_width(bits) - 1);
      seen += counts_[word * 64 + top];
      if (seen > above) return Buckets::middle(word * 64 + top);
      bits ^= std::uint64_t{1} << top;
    }
  }
  assert(false && "the buckets hold every sample");
  return std::nullopt;
}

std::optional<std::uint64_t> quantile(const Histogram::Slice& slice, std::uint64_t samples,
                                      double share) {
  if (samples == 0) return std::nullopt;
  const std::uint64_t above = samples_above(share, samples);
  std::uint64_t seen = 0;
  for (auto filled = slice.rbegin(); filled != slice.rend(); ++filled) {
    seen += filled->count;
    if (seen > above) return Buckets::middle(filled->index);
  }
  assert(false && "the buckets hold every sample");
  return std::nullopt;
}

std::uint64_t Histogram::count_up_to(std::uint64_t value) const {
  std::uint64_t seen = 0;
  for_each_filled([&](std::size_t i) {
    if (Buckets::lowest(i) + (Buckets::width(i) - 1) <= value) seen += counts_[i];
  });
  return seen;
}

Histogram::Slice Histogram::filled() const {
  Slice slice;
  for_each_filled([&](std::size_t i) {
    slice.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(counts_[i])});
  });
  return slice;
}

void Histogram::add(const Histogram& other) {
  if (other.samples_ == 0) return;
  if (counts_.empty()) counts_.resize(Buckets::count);
  other.for_each_filled([&](std::size_t i) { counts_[i] += other.counts_[i]; });
  for (std::size_t word = 0; word < is_filled_.size(); ++word)
    is_filled_[word] |= other.is_filled_[word];
  samples_ += other.samples_;
}

void Histogram::add(const Slice& slice) {
  if (counts_.empty() && !slice.empty()) counts_.resize(Buckets::count);
  for (const auto& [index, count] : slice) {
    counts_[index] += count;
    is_filled_[index / 64] |= std::uint64_t{1} << index % 64;
    samples_ += count;
  }
}

void Histogram::subtract(const Slice& slice) {
  for (const auto& [index, count] : slice) {
    assert(counts_[index] >= count && "only what was added can be subtracted");
    counts_[index] -= count;
    if (counts_[index] == 0) is_filled_[index / 64] &= ~(std::uint64_t{1} << index % 64);
    samples_ -= count;
  }
}

void Histogram::move_to(Slice& slice) {
  slice.clear();
  if (samples_ == 0) return;
  for_each_filled([&](std::size_t i) {
    assert(counts_[i] <= UINT32_MAX);
    slice.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(counts_[i])});
    counts_[i] = 0;
  });
  is_filled_.fill(0);
  samples_ = 0;
}

}  // namespace simulation
