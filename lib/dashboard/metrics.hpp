#pragma once

#include <string>

#include "dashboard/live.hpp"

namespace dashboard {

/// A live run as Prometheus' text format. Counters follow simulated requests, so that at another
/// speed than 1 their rates are those of the wall clock; nines_speed_ratio tells the speed. All
/// texts of the run are made printable before they become labels.
std::string metrics_text(const Live& live);

}  // namespace dashboard
