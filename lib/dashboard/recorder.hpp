#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "dashboard/arm_run.hpp"
#include "dashboard/frame.hpp"

namespace dashboard {

/// A recording of the terminal view as an asciicast, version 2, for `asciinema play`: two frames a
/// second, stamped with simulated time, with a marker at every transition of a breaker. The same
/// bytes for the same scenario, seed and arm. Absent when it was asked to stop.
std::optional<std::string> record_cast(const simulation::Scenario& scenario, std::uint64_t seed,
                                       std::chrono::nanoseconds duration, const ArmPlan& plan,
                                       const FrameShape& shape, const StopAsked& stop_asked = {});

}  // namespace dashboard
