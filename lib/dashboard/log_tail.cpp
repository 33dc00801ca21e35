#include "dashboard/log_tail.hpp"

#include <algorithm>

namespace dashboard {

std::vector<simulation::LogEntry> LogTail::take(const simulation::Log& log) {
  const auto first = std::partition_point(
      log.begin(), log.end(),
      [this](const simulation::LogEntry& entry) { return entry.id <= last_id_; });
  std::vector<simulation::LogEntry> entries(first, log.end());
  if (!entries.empty()) {
    missed_ += entries.front().id - last_id_ - 1;
    last_id_ = entries.back().id;
  }
  return entries;
}

}  // namespace dashboard
