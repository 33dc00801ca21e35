#pragma once

#include <chrono>
#include <string>

#include "breaker/consecutive.hpp"

namespace simulation {

/// The texts of log entries, the same in every locale.

/// With up to `places` digits after the point, without trailing zeros.
std::string decimal(double value, int places);
/// "300 ms", "1.5 ms"
std::string milliseconds_text(std::chrono::nanoseconds time);
/// "30 s", "2.5 s"
std::string seconds_text(std::chrono::nanoseconds time);
/// "CLOSED", "OPEN", "HALF_OPEN"
std::string state_text(breaker::State state);

}  // namespace simulation
