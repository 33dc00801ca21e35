#pragma once

#include <cstdint>

namespace sandbox::init {

/// Of one process, or of several together.
struct Usage {
  std::uint64_t cpu_ms = 0;               ///< with finished children
  std::uint64_t address_space_bytes = 0;  ///< of the largest
  std::uint64_t resident_bytes = 0;
  std::uint64_t threads = 0;
};

/// Adds what /proc/PID/stat says; `proc_fd` is that folder. False when the process is gone.
bool add_usage(int proc_fd, Usage& usage);

/// Adds all processes below this one, however deep; stops early once there are more threads than
/// `thread_limit`.
void add_descendants(std::uint64_t thread_limit, Usage& usage);

/// SIGKILL to every child of this process, also to those that left their group.
void kill_children();

}  // namespace sandbox::init
