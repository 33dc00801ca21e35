#pragma once

#include <optional>
#include <string_view>

#include "grader/report.hpp"
#include "grader/trace_interface.hpp"

namespace grader {

/// "wrong_value": as the manifest and the JSON report write it.
std::string_view name(Outcome outcome);
std::optional<Outcome> outcome_named(std::string_view name);

/// "constructor_threw"
std::string_view name(Ending ending);

}  // namespace grader
