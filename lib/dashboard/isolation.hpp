#pragma once

#include <string>
#include <vector>

#include "dashboard/arm_run.hpp"

namespace dashboard {

/// One thing that must hold for a failure to count as isolated.
struct Expectation {
  bool holds = false;
  std::string text;  ///< what was expected, and the figure
};

/// Of the first fault of an arm with breakers: the users of the other services are served (99 %),
/// the breaker of the failing one opened within 5 s, let nothing pass while open and closed within
/// 15 s of the fault's end, no breaker opened without a fault. One that does not hold when there
/// was no fault.
std::vector<Expectation> judge_isolation(const ArmResult& arm);

bool all_hold(const std::vector<Expectation>& expectations);

}  // namespace dashboard
