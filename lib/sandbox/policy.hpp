#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sandbox/sandbox.hpp"

namespace sandbox {

/// The seccomp filter of a policy, as classic BPF instructions of eight bytes, with
/// wire::own_pid_marker where the program's process id belongs. Built once per policy.
/// Throws base::Error when libseccomp cannot build it.
const std::vector<std::uint64_t>& filter(Policy policy);

/// Of this machine's own architecture; empty for a number that has no name.
std::string call_name(int number);
int call_number(const char* call);

}  // namespace sandbox
