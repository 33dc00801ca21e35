#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "grader/build.hpp"
#include "grader/grade.hpp"

namespace grader {

struct RobustContext {
  const Manifest& manifest;
  const Oracle& oracle;
  const Toolchain& toolchain;
  const BuildCache& cache;
  const Source& source;
  const DriverFiles& driver;
  sandbox::Tier tier = sandbox::Tier::bubblewrap;
  const std::atomic<bool>* stop = nullptr;
  std::function<void(double)> on_progress;
  std::vector<std::string> only;  ///< of these requirements; empty: all
  /// The driver is the one for real time: what needs the virtual clock is not run.
  bool is_in_real_time = false;
};

/// The reason, of checks that need the virtual clock.
inline constexpr const char* left_out_in_real_time = "left out: it needs virtual time";

/// Runs the programs that the driver's `robust/plan.txt` lists, several at once: one result for
/// each requirement that it names, in its order. What is wrong with the submission is in the
/// results.
std::vector<RobustResult> run_robust(const RobustContext& context);

}  // namespace grader
