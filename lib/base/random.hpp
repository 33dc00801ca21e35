#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace base {

/// A stream of random numbers that is the same for the same seed on every machine and standard
/// library: xoshiro256** (Blackman & Vigna 2018) seeded through SplitMix64. Not for secrets.
class RandomStream {
 public:
  explicit RandomStream(std::uint64_t seed);
  /// An independent stream for one purpose, so that drawing more for one does not shift another.
  RandomStream(std::uint64_t seed, std::string_view purpose);

  std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }
  /// Uniform over 0 .. bound-1, without modulo bias. `bound` must be positive.
  std::uint64_t below(std::uint64_t bound);

  /// Fisher-Yates.
  template <typename T>
  void shuffle(std::vector<T>& values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }

 private:
  std::array<std::uint64_t, 4> state_{};
};

/// 64-bit FNV-1a: stable across machines and releases; not for secrets.
std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash = 0xcbf29ce484222325ULL);

/// A seed from the operating system, small enough to be typed back in with --seed.
std::uint64_t fresh_seed();

}  // namespace base
