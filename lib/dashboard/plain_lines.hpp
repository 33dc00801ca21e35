#pragma once

#include <string>
#include <vector>

#include "dashboard/log_tail.hpp"
#include "dashboard/session.hpp"

namespace dashboard {

/// The run as lines of text, for pipes, dumb terminals and screen readers: call next() for every
/// simulated second.
class PlainLines {
 public:
  /// In whole words, one line a node, as a screen reader likes it.
  explicit PlainLines(bool in_words) : in_words_(in_words) {}

  /// What has happened since the last call, then how everything stands. With words, only what has
  /// changed since.
  std::vector<std::string> next(const Session& session);

 private:
  bool in_words_;
  LogTail tail_;
  std::vector<std::string> told_;
};

}  // namespace dashboard
