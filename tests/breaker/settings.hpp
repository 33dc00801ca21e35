#pragma once

#include <array>

struct Thresholds {
  int failure_threshold;
  int success_threshold;
};

/// The (N, M) that every trace is tried for.
inline constexpr std::array<Thresholds, 7> exhaustive_thresholds{
    {{1, 1}, {2, 1}, {1, 2}, {2, 2}, {3, 2}, {1, 3}, {2, 3}}};
