#pragma once

#include "dashboard/json_field.hpp"
#include "simulation/scenario.hpp"

namespace dashboard {

/// Throws base::Error naming the field when something is not as the format has it. What hangs
/// together with other fields, simulation::validate() judges.
simulation::Scenario decode_scenario(const JsonField& field);

/// One of the scenario's list of faults; likewise.
simulation::Fault decode_fault(const JsonField& field);

/// {"longer_than_ms", "percent"}; likewise.
breaker::SlowCalls decode_slow_calls(const JsonField& field);

}  // namespace dashboard
