#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace simulation {

/// How values are put into buckets: those below 128 exactly, from there on 128 buckets for every
/// power of two (log-linear, as HdrHistogram's), so that a bucket's middle is at most 0.39 % away
/// from any value in it. Integers alone: the same on every machine.
struct Buckets {
  static constexpr unsigned precision_bits = 7;
  static constexpr std::size_t count = (64 - precision_bits + 1) << precision_bits;

  static constexpr std::size_t index(std::uint64_t value) {
    const auto shift =
        static_cast<unsigned>(std::bit_width(value | ((std::uint64_t{1} << precision_bits) - 1)) -
                              static_cast<int>(precision_bits));
    // Below 128 the shift is 0 and the value its own index.
    if (shift == 0) return static_cast<std::size_t>(value);
    return (static_cast<std::size_t>(shift) << precision_bits) +
           static_cast<std::size_t>((value >> (shift - 1)) - (std::uint64_t{1} << precision_bits));
  }
  static constexpr std::uint64_t lowest(std::size_t index) {
    const auto shift = static_cast<unsigned>(index >> precision_bits);
    const std::uint64_t position = index & ((std::uint64_t{1} << precision_bits) - 1);
    if (shift == 0) return position;
    return (position + (std::uint64_t{1} << precision_bits)) << (shift - 1);
  }
  static constexpr std::uint64_t width(std::size_t index) {
    const auto shift = static_cast<unsigned>(index >> precision_bits);
    return std::uint64_t{1} << (shift == 0 ? 0 : shift - 1);
  }
  static constexpr std::uint64_t middle(std::size_t index) {
    return lowest(index) + (width(index) - 1) / 2;
  }
};

/// Counts of unsigned values, by Buckets. Adding is an exact merge, subtracting takes it back.
class Histogram {
 public:
  /// What a histogram held, without its empty buckets: the lowest first.
  struct Filled {
    std::uint32_t index = 0;
    std::uint32_t count = 0;
  };
  using Slice = std::vector<Filled>;

  void record(std::uint64_t value) {
    if (counts_.empty()) counts_.resize(Buckets::count);
    const std::size_t index = Buckets::index(value);
    ++counts_.data()[index];
    is_filled_[index / 64] |= std::uint64_t{1} << index % 64;
    ++samples_;
  }

  std::uint64_t samples() const { return samples_; }
  /// How many values were put into this bucket.
  std::uint64_t count(std::size_t index) const { return counts_.empty() ? 0 : counts_[index]; }
  /// The middle of the bucket of the ceil(share n)-th smallest value. `share` is in 0 .. 1; absent
  /// without samples.
  std::optional<std::uint64_t> quantile(double share) const;
  /// How many values lie in buckets wholly at or below this one: exact when it is a bucket's last
  /// value, else short of at most that bucket.
  std::uint64_t count_up_to(std::uint64_t value) const;

  void add(const Histogram& other);
  void add(const Slice& slice);
  /// `slice` must have been added before.
  void subtract(const Slice& slice);
  /// Of no bucket more than 2^32 - 1.
  Slice filled() const;
  /// Leaves the histogram empty. Of no bucket more than 2^32 - 1.
  void move_to(Slice& slice);

 private:
  template <typename Job>
  void for_each_filled(Job job) const;

  std::vector<std::uint64_t> counts_;  ///< empty or Buckets::count
  /// Bit by bit: most buckets never are.
  std::array<std::uint64_t, Buckets::count / 64> is_filled_{};
  std::uint64_t samples_ = 0;
};

/// As of the histogram that the slice came from.
std::optional<std::uint64_t> quantile(const Histogram::Slice& slice, std::uint64_t samples,
                                      double share);

}  // namespace simulation
