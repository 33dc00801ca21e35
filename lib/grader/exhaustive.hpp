#pragma once

#include <cstdint>
#include <functional>

#include "grader/explored_machine.hpp"

namespace grader {

/// Visits every trace of this length over the machine's alphabet, but for those that a visited one
/// is equal to: see ExploredMachine::inputs. Ends early when `visit` returns false.
void for_each_trace(const ExploredMachine& machine, int length,
                    const std::function<bool(const Trace&)>& visit);

/// How many those are.
std::uint64_t count_traces(const ExploredMachine& machine, int length);

}  // namespace grader
