#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "content/explain.hpp"

namespace content {

/// What is wrong with a drill that its schema has accepted: names used twice or reserved, ranges
/// that are missing, formulas and templates that do not parse, a sample without its parameters.
std::vector<Fault> check_drill(const nlohmann::json& object);

}  // namespace content
