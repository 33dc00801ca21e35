#pragma once

#include <vector>

#include "dashboard/isolation.hpp"
#include "dashboard/report.hpp"
#include "terminal/style.hpp"

namespace nines {

/// What the users of each service got, arm by arm: during the first fault and over the whole run.
/// For services without a gateway: the figures of each queue.
std::vector<terminal::Line> summary_view(const dashboard::Report& report, int width);

/// What was expected of an isolation, and whether it holds.
std::vector<terminal::Line> expectation_view(
    const std::vector<dashboard::Expectation>& expectations, int width);

}  // namespace nines
