#pragma once

#include <string>
#include <vector>

#include "grader/manifest.hpp"
#include "grader/report.hpp"
#include "terminal/style.hpp"

namespace nines {

/// How a finding is laid out.
struct TimelineLayout {
  int width = 80;
  /// Sentences instead of a table.
  bool screen_reader = false;
};

/// "failureThreshold 1, resetTimeout 1, successThreshold 3"
std::string setting_text(const grader::Manifest& manifest, const grader::Setting& setting);

/// What was seen at a step, in words: "OPEN", "refused, OPEN", "another value, CLOSED".
std::string observation_text(const grader::Manifest& manifest,
                             const grader::Observation& observation, grader::Step step);

/// "crashed": how a submission ended that did not come to an answer.
std::string ending_text(grader::Ending ending);

/// The steps of a finding, with what should have happened and what did. Steps in the middle of a
/// long run are left out, with their number.
std::vector<terminal::Line> timeline_view(const grader::Manifest& manifest,
                                          const grader::Finding& finding,
                                          const TimelineLayout& layout);

}  // namespace nines
