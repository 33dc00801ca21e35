#pragma once

#include <cstdint>

/// What host and guardian say to each other over the control socket. Both come from one build, so
/// the layout is simply that of the compiler.
namespace sandbox::wire {

/// Descriptors as the guardian finds them. 2 is where bwrap and the guardian complain.
inline constexpr int last_job_fd = 39;
inline constexpr int control_fd = 40;
inline constexpr int image_fd = 41;
inline constexpr int input_fd = 42;
inline constexpr int first_unused_fd = 43;

inline constexpr std::uint32_t max_plan_bytes = 128 << 10;

/// Stands in the filter where the program's process id belongs: the host cannot know that. Larger
/// than any process id (2^22).
inline constexpr std::uint32_t own_pid_marker = 0x1afec0de;

/// Followed by `filter_length` instructions of eight bytes, then NUL-terminated strings: argv,
/// environment, readable paths, the writable path if there is one, the working folder.
struct Plan {
  std::uint32_t total_bytes;
  std::uint32_t argv_count;
  std::uint32_t environment_count;
  std::uint32_t readable_count;
  std::uint32_t filter_length;  ///< 0: no seccomp
  std::uint32_t thread_limit;
  std::uint32_t file_limit;
  std::uint32_t execve_number;  ///< of the one exec that passes when it is notified
  std::uint64_t job_fds;        ///< bit n: descriptor n is the program's
  std::uint64_t cpu_ms;
  std::uint64_t wall_ms;
  std::uint64_t address_space_bytes;
  std::uint64_t resident_bytes;
  std::uint64_t stack_bytes;
  std::uint64_t file_size_bytes;
  std::uint64_t output_bytes;
  bool has_writable;
  bool landlock;
  bool may_fork;  ///< watch descendants too
  bool fixed_addresses;
};

enum class Outcome : std::uint32_t {
  exited,
  signalled,
  cpu_limit,
  wall_limit,
  memory_limit,
  process_limit,
  output_limit,
  denied,
  stopped,
  failed,
};

/// Where a job failed before its program ran.
enum class Stage : std::uint32_t {
  plan,
  pipes,
  fork,
  signals,
  descriptors,
  folder,
  addresses,
  limits,
  no_new_privileges,
  capabilities,
  landlock_missing,
  landlock_rules,
  landlock,
  seccomp,
  exec,
};

/// Followed by `output_bytes` and `errors_bytes` of what the program printed.
struct Report {
  Outcome outcome;
  Stage stage;
  std::int32_t detail;  ///< exit status, signal, system call or errno
  std::uint32_t path;   ///< Stage::landlock_rules: which readable path; the count means another
  std::uint64_t cpu_us;
  std::uint64_t wall_us;
  std::uint64_t peak_memory_bytes;
  std::uint64_t output_bytes;
  std::uint64_t errors_bytes;
};

}  // namespace sandbox::wire
