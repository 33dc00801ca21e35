#pragma once

#include <string>
#include <vector>

#include "grader/failure_book.hpp"
#include "grader/manifest.hpp"
#include "grader/report.hpp"

namespace grader {

struct RequiredResult {
  /// grader_error: stopped, or the subject could not be run, and nothing wrong was found before.
  Verdict verdict = Verdict::grader_error;
  int passed = 0;
  int total = 0;                      ///< requirements of the required class
  std::vector<Finding> findings;      ///< one per fault, the simplest first
  std::vector<Finding> all_findings;  ///< one per failing requirement, in the manifest's order
  Coverage coverage;
  std::string message;  ///< one sentence: why there is no verdict
};

/// Of one failure for each fault, and what else is in the book. The verdict is that of the first
/// finding; without any it is left at grader_error.
RequiredResult summarize(const Manifest& manifest, const Oracle& oracle,
                         const std::vector<KnownFailure>& found, const FailureBook& book);

}  // namespace grader
