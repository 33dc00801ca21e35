#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

#include "grader/grade.hpp"
#include "grader/manifest.hpp"
#include "grader/required_result.hpp"

namespace grader {

struct RealProcesses {
  int at_once = 1;
  /// One that has shown no progress for so long is given up.
  std::chrono::milliseconds patience{0};
  /// Told how many requests have their replies.
  std::function<void(std::size_t)> on_replies;
};

/// A submission built with the driver for real time.
using OpenInRealTime = std::function<std::unique_ptr<Subject>(const RealProcesses& processes)>;

/// The required tier by a clock that nobody can stop: the named traces, and what is derived from
/// the state machine for as many settings as some seconds allow, each in a process of its own.
///
/// A busy machine must never cost a sound submission its verdict. A step counts only if the time
/// that really passed determines its outcome (see determined_steps); otherwise the trial is void
/// and made again, in the end with longer timeouts. What is wrong counts only if it is wrong again
/// with two longer timeouts. Without a valid trial of every trace nothing passes: then the verdict
/// is grader_error, and the message says so.
RequiredResult run_in_real_time(const Manifest& manifest, const Oracle& oracle,
                                const OpenInRealTime& open,
                                const std::function<void(const Progress&)>& on_progress);

}  // namespace grader
