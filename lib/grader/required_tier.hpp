#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "grader/grade.hpp"
#include "grader/manifest.hpp"
#include "grader/required_result.hpp"

namespace grader {

struct RequiredOptions {
  std::uint64_t seed = 1;
  /// Every trace is tried up to this length, unless the tier as a whole takes longer than the
  /// patience: then Coverage::exhaustive_cut tells that some were left out. Most submissions need a
  /// thirtieth of it, those with a thread for each object a third.
  int exhaustive_length = 7;
  std::optional<std::chrono::milliseconds> patience = std::chrono::seconds(15);
  /// Longer ones until the tier as a whole has taken so long.
  std::chrono::milliseconds budget{100};
  int exhaustive_length_max = 9;
  /// In the oracle's long_run_settings, besides a few walks that are very long.
  std::uint64_t long_walk_steps = 8'000;
  std::function<void(const Progress&)> on_progress;
  const std::atomic<bool>* stop = nullptr;
};

/// Puts a submission through named traces, a suite derived from the oracle, long walks, then every
/// trace in order of length. After the first failure it looks for the shortest instead. The same
/// seed gives the same result on every machine, but for how far the budget lets the last part go.
RequiredResult run_required(const Manifest& manifest, const Oracle& oracle, Subject& subject,
                            const RequiredOptions& options);

}  // namespace grader
