#pragma once

#include <span>

namespace sandbox::seccomp {

// A list of what is allowed. The rest is answered ENOSYS, as an older kernel would: runtimes probe
// for new calls and fall back. clone3, openat2 and io_uring are among the rest on purpose, because
// a filter cannot see what they ask for. Two lists stand out of the rest: calls that some honest
// runtime makes in passing get EPERM, calls that only an attack makes (or the first thing that a
// submission must not do, such as starting a process) are reported to the guardian, which ends the
// program: ignoring them in silence would hide the attempt.

/// Names of system calls. Not every architecture and every kernel has each.
using Names = std::span<const char* const>;

extern const Names allowed_always;
extern const Names refused;
extern const Names reported;

/// Refused in a run, allowed in the writable folder of a compile.
extern const Names changes_of_files;
extern const Names refused_changes_of_files;

/// The calls that start a process or become another program.
extern const Names processes;

/// LeakSanitizer looks at the program's threads with it.
extern const Names tracing;

}  // namespace sandbox::seccomp
