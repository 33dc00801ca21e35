#pragma once

#include <chrono>

#include "grader/grade.hpp"
#include "terminal/capabilities.hpp"

namespace nines {

/// One line at the bottom that says how far a grading is, on a terminal only, and only when it
/// takes long enough to wonder.
class ProgressLine {
 public:
  ProgressLine(const terminal::Capabilities& capabilities, bool is_wanted)
      : shows_(is_wanted && capabilities.single_key && !capabilities.screen_reader) {}
  ~ProgressLine();

  void show(const grader::Progress& progress);
  void clear();

 private:
  bool shows_;
  bool is_drawn_ = false;
  std::chrono::steady_clock::time_point next_ =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(150);
};

}  // namespace nines
