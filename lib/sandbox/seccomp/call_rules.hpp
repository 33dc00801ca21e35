#pragma once

#include <span>

#include "sandbox/seccomp/filter.hpp"

/// What depends on a call's arguments, beside what call_lists.hpp says by name alone.
namespace sandbox::seccomp {

using Rules = std::span<const Rule>;

/// For every policy.
extern const Rules conditional;

extern const Rules limits_stay;
/// The sanitizers insist on switching core dumps off. They are off already, and cannot come back:
/// the hard limit is zero.
extern const Rules core_limit;

extern const Rules threads_only;
/// Threads, and the clone that LeakSanitizer looks at them from.
extern const Rules leak_check;
extern const Rules new_processes;

}  // namespace sandbox::seccomp
