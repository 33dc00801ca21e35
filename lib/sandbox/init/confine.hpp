#pragma once

#include <cstdint>

#include "sandbox/init/wire.hpp"

namespace sandbox::init {

/// A plan with its strings found; points into the received bytes.
struct Job {
  wire::Plan plan;
  std::uint64_t* filter = nullptr;
  char** argv = nullptr;
  char** environment = nullptr;
  const char** readable = nullptr;
  const char* writable = nullptr;
  const char* folder = nullptr;
};

/// What the child tells the guardian before it has become the program. With Stage::seccomp and no
/// error a descriptor travels along: the listener for denied system calls.
struct Message {
  wire::Stage stage;
  int error;
  std::uint32_t path;
};

/// In the child: confines itself as the plan says and executes the program. Returns only by
/// ending the process, after a Message on `guardian_fd`.
[[noreturn]] void confine_and_exec(const Job& job, int guardian_fd, int output_fd, int errors_fd);

}  // namespace sandbox::init
