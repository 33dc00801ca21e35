#pragma once

#include <cstdint>
#include <vector>

#include "simulation/log.hpp"

namespace dashboard {

/// Hands out the entries of a growing log, each once.
class LogTail {
 public:
  /// Those since the last call, oldest first. What the log has dropped in between is counted in
  /// missed().
  std::vector<simulation::LogEntry> take(const simulation::Log& log);
  std::uint64_t missed() const { return missed_; }

 private:
  std::uint64_t last_id_ = 0;
  std::uint64_t missed_ = 0;
};

}  // namespace dashboard
