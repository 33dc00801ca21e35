#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "base/clock.hpp"

namespace nines {

/// When a challenge was started, kept in a small file in the state folder, so that `grade` knows
/// how long it has taken. Starting again begins anew; grading a pass stops it.
class ChallengeClock {
 public:
  ChallengeClock(const std::filesystem::path& state_folder, const std::string& challenge);

  /// Throws base::Error when it cannot be written.
  void start(base::WallTime now) const;
  void stop() const;
  /// Nothing when it does not run: never started, stopped, unreadable, or begun more than a day
  /// ago.
  std::optional<std::chrono::seconds> elapsed(base::WallTime now) const;

 private:
  std::filesystem::path file_;
};

}  // namespace nines
