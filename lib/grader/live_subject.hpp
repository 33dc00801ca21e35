#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "grader/driver_client.hpp"
#include "grader/manifest.hpp"
#include "grader/trace_interface.hpp"

namespace grader {

/// One object of a submission, kept in a sandboxed process while whatever uses it lives its own
/// virtual time: calls begin, stay inside their function, and end in any order.
class LiveSubject {
 public:
  /// How many calls may be inside their function at once; numbers are below it.
  static constexpr std::uint32_t calls_max = 1024;

  virtual ~LiveSubject() = default;

  struct Reply {
    /// Absent when the submission has broken down: then `ending` and `detail` say how, and nothing
    /// more may be asked of it.
    std::optional<Observation> observed;
    Ending ending = Ending::complete;
    std::string detail;  ///< untrusted
  };
  /// Each lets `advance` pass first, and tells the state afterwards. A call is running when it was
  /// let through, until it returns or throws. Throws base::Error when the sandbox does not work, or
  /// `stop` was set.
  virtual Reply begin(std::uint32_t call, std::chrono::nanoseconds advance) = 0;
  virtual Reply finish(std::uint32_t call, bool succeeds, std::chrono::nanoseconds advance) = 0;
  virtual Reply look(std::chrono::nanoseconds advance) = 0;
};

/// From a built submission.
std::unique_ptr<LiveSubject> open_live(const std::filesystem::path& program, const Setting& setting,
                                       const DriverOptions& options);

}  // namespace grader
