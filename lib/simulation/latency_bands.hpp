#pragma once

#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace simulation {

/// In what bands latencies are counted to be drawn: four of equal width for every power of two of
/// milliseconds from 1 to 4096, one for what is below and one for what is above.
struct LatencyBands {
  static constexpr std::size_t octaves = 12;
  static constexpr std::size_t parts = 4;
  static constexpr std::size_t count = 1 + octaves * parts + 1;

  /// Latencies are not negative.
  static constexpr std::size_t index(std::chrono::nanoseconds latency) {
    constexpr std::uint64_t unit_ns = 1'000'000;
    const auto ns = static_cast<std::uint64_t>(latency.count());
    if (ns < unit_ns) return 0;
    const auto octave = static_cast<std::size_t>(std::bit_width(ns / unit_ns) - 1);
    if (octave >= octaves) return count - 1;
    const std::uint64_t lowest = unit_ns << octave;
    return 1 + octave * parts + static_cast<std::size_t>((ns - lowest) * parts / lowest);
  }
};

}  // namespace simulation
