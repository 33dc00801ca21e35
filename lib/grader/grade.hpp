#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>

#include "grader/build.hpp"
#include "grader/manifest.hpp"
#include "grader/report.hpp"
#include "sandbox/sandbox.hpp"

namespace grader {

struct Progress {
  enum class Phase {
    compiling,
    named,
    derived,
    walks,
    exhaustive,
    overlapped,
    robust,
    real_time,
    once_more
  } phase;
  double done = 0;  ///< 0 .. 1 of this phase
};

struct GradeOptions {
  sandbox::Tier tier = sandbox::Tier::bubblewrap;
  /// Submissions' builds, precompiled headers and verdicts are kept here.
  std::filesystem::path cache_folder;
  bool use_verdict_cache = true;
  /// Headers are compiled beforehand for the next build with the same ones.
  bool compiles_headers = true;
  bool robust = true;
  bool strict = false;            ///< the robust tier decides too
  bool real_clock = false;        ///< wait in real time, with a shorter suite
  std::optional<int> exhaustive;  ///< every sequence of up to so many steps, however long it takes
  std::uint64_t seed = 1;         ///< of the walks
  std::function<void(const Progress&)> on_progress;
  /// The verdict of the required tier, before the robust tier is run.
  std::function<void(const Report&)> on_verdict;
  /// Set from a signal handler: grading ends soon, nothing is left running.
  const std::atomic<bool>* stop = nullptr;
};

/// Compiles and judges one submission. What is wrong with the submission is in the report; throws
/// base::Error when the job cannot be done (no such file, not a language of the challenge, no
/// compiler, no space).
Report grade(const Manifest& manifest, const std::filesystem::path& submission,
             const GradeOptions& options);

/// What grade() has found out about the same file before, in one of these sandboxes, the first that
/// there is a report of. Runs nothing. Throws as grade() does.
std::optional<Report> known_report(const Manifest& manifest,
                                   const std::filesystem::path& submission,
                                   const GradeOptions& options,
                                   std::span<const sandbox::Tier> tiers);

struct BuiltSubmission {
  Build build;
  std::string compiler;  ///< "g++ 12.2.0"
};

/// Compiles a submission without judging it. Throws as grade() does.
BuiltSubmission build_submission(const Manifest& manifest, const std::filesystem::path& submission,
                                 const GradeOptions& options);

}  // namespace grader
