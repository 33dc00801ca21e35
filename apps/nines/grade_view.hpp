#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "grader/manifest.hpp"
#include "grader/report.hpp"
#include "terminal/style.hpp"

namespace nines {

struct GradeLayout {
  int width = 80;
  bool screen_reader = false;
  bool all = false;     ///< a finding for every failing requirement, each in full
  bool strict = false;  ///< the robust tier decides too
};

/// Where this grading stands among those of its challenge.
struct AttemptNote {
  int number = 0;                               ///< 0: attempts are not counted
  std::optional<std::chrono::seconds> elapsed;  ///< of the challenge's clock, when it runs
  int minutes = 0;                              ///< that it has
};

/// "18:20 of 25:00", or how much over it is.
std::string clock_text(std::chrono::seconds elapsed, int minutes);

/// Compiler, sandbox, what was covered, the findings with their timelines, and the verdict, which
/// is the last line. A single finding fits 24 lines of 80 columns.
std::vector<terminal::Line> grade_view(const grader::Manifest& manifest,
                                       const std::string& language, const grader::Report& report,
                                       const AttemptNote& attempt, const GradeLayout& layout);

/// The robust tier, which is run after the verdict has been shown; nothing when it was not run.
std::vector<terminal::Line> robust_view(const grader::Manifest& manifest,
                                        const grader::Report& report, const GradeLayout& layout);

/// 0 when accepted, 1 when not, 2 when it was nines that failed.
int grade_status(const grader::Report& report);

}  // namespace nines
