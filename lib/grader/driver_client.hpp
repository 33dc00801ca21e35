#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>

#include "grader/trace_interface.hpp"
#include "sandbox/sandbox.hpp"

namespace grader {

struct DriverOptions {
  sandbox::Tier tier = sandbox::Tier::bubblewrap;
  /// Processes that work at once.
  int lanes = 2;
  /// Without any progress for so long, a process is ended.
  std::chrono::milliseconds patience{10'000};
  /// Requests of one run() that may end their process, or take their full time, before the rest is
  /// given up: those come back with Ending::grader_error and nothing observed.
  int bad_endings_max = 24;
  int slow_endings_max = 3;
  const std::atomic<bool>* stop = nullptr;
  /// The program was built with a sanitizer that limits of address space would keep from starting.
  bool is_sanitized = false;
  /// The program was built with the driver for real time: each request has a process of its own.
  bool is_in_real_time = false;
  /// In real time, is told during finish() how many requests have their replies.
  std::function<void(std::size_t)> on_replies;
};

/// A built submission in sandboxed processes, which are started when first needed and again after
/// every one that died. run() throws base::Error when the sandbox does not work, or when `stop` was
/// set; nothing is left running after either.
std::unique_ptr<Subject> open_driver(const std::filesystem::path& program,
                                     const DriverOptions& options);

}  // namespace grader
