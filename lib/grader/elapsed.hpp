#pragma once

#include <cstddef>

#include "grader/trace_interface.hpp"

namespace grader {

/// How many steps of in_order(request), from the first on, have an outcome that the trace
/// determines, by the time that really passed between them. Between any two steps that the trace
/// puts less than a timeout apart, less than one must have passed, and between the others more: a
/// wait that lasted too long because the machine was busy makes what follows void. Of the steps
/// that came to an answer; times that cannot be determine nothing.
std::size_t determined_steps(const Request& request, const Reply& reply);

}  // namespace grader
