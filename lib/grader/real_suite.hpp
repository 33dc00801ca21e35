#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "grader/manifest.hpp"
#include "grader/trace_interface.hpp"

namespace grader {

/// A trace to be tried in real time.
struct Trial {
  Request request;
  /// Index into the manifest's, of a named trace.
  std::optional<std::size_t> requirement;
};

/// What is tried at once.
struct RealPart {
  std::vector<Trial> trials;  ///< those that take longest first: they are run several at once
  std::uint64_t named = 0;
  std::uint64_t derived = 0;
  int settings = 0;  ///< that have a suite derived from their state machine
};

enum class Parts { one, two };

/// The named traces without overlapping calls, then suites derived for the manifest's settings,
/// the simplest first, as long as all waits together take no more than so many timeouts. Of two
/// parts the first has the named traces and the simplest setting, which show most faults. All
/// settings have a timeout of a second: how long one really lasts is another matter.
std::vector<RealPart> make_real_suite(const Manifest& manifest, const Oracle& oracle,
                                      double timeouts_max, Parts parts);

/// How many timeouts it waits, and what it costs besides.
double cost_in_timeouts(const Request& request);

}  // namespace grader
