#pragma once

#include <string_view>
#include <vector>

#include "simulation/scenario.hpp"

namespace simulation {

/// Those that come with the program, the default first:
///
/// - payment-outage: the mini project. At 30 s Payment degrades (errors 20 %, latency x15), and
///   every 30 s from then on one service that the seed chooses, for 20 s each.
/// - slow-not-failing: Payment gets slow without failing, which a breaker that looks at errors
///   alone does not see.
/// - retry-storm: ten seconds of stall and one retry keep a service down for good (metastable).
/// - low-traffic: few requests and small windows, which open for no reason.
/// - flapping: a service that fails for a few seconds again and again.
const std::vector<Scenario>& named_scenarios();

/// Null when there is none of this name.
const Scenario* find_scenario(std::string_view name);

}  // namespace simulation
