#pragma once

#include <cstddef>

#include "grader/judge.hpp"
#include "grader/manifest.hpp"

namespace grader {

/// Which requirement a failure breaks, and by which pattern that was found.
struct Attribution {
  std::size_t requirement = 0;                  ///< index into the manifest's
  const RequirementPattern* pattern = nullptr;  ///< null: not by a pattern
};

/// Of the patterns that fit, the one that says most: one that names outcomes before one that does
/// not, then one with more rules that must have come before, then the manifest's order. When none
/// fits: the requirement of the named trace that showed it, else the first one that names a rule of
/// the step, else the first of all. An object that cannot be made starts wrongly. A failure of two
/// objects belongs to its named trace.
Attribution attribute(const Manifest& manifest, const Failure& failure);

/// Whether the fault behind `found` may be behind `failure` too:
/// - the rules up to and with its wrong step hold the pattern; without a pattern, both break the
///   same requirement;
/// - it breaks the same rule with the same symptom, but its pattern asks for a longer history;
/// - both ended without an answer in the same way, or both show only where the state is not asked
///   for after every step.
bool is_explained(const Manifest& manifest, const Failure& failure, const Failure& found,
                  const Attribution& of_found);

}  // namespace grader
