#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "grader/failure_book.hpp"
#include "grader/feed.hpp"
#include "grader/manifest.hpp"
#include "grader/report.hpp"

namespace grader {

struct OverlappedResult {
  std::vector<RobustResult> results;  ///< of robust requirements whose patterns can tell
  std::vector<Finding> findings;      ///< one for each failed one
  std::uint64_t calls = 0;
};

/// Puts a submission through traces of calls that overlap. Where the oracle has variants, a trace
/// is wrong when none of those explains it that explain all traces before: a submission is one
/// machine.
OverlappedResult run_overlapped(const Manifest& manifest, const Oracle& oracle, Subject& subject,
                                const std::atomic<bool>* stop);

/// Looks for objects that calls which overlapped have left unusable: all have ended, the timeout
/// has passed, and the next call is still turned away, whatever variant it is. That breaks required
/// requirements.
void find_wedged(const Manifest& manifest, const Oracle& oracle, Feed& feed, FailureBook& book);

}  // namespace grader
