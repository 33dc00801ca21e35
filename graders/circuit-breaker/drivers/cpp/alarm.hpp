#pragma once

#include <cstdint>

#include "grader/wire.hpp"

namespace nines_driver {

/// Gives the submission a fresh share of processor time. When it has used that up, the process
/// ends: with wire::ended_output_limit in `slot` when it has printed beyond measure meanwhile, else
/// by SIGPROF. Called every few hundred steps.
void arm_alarm();
/// Where the present step's observation goes.
void set_alarm_slot(std::uint8_t* slot);

}  // namespace nines_driver
