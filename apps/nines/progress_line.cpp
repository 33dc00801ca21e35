#include "nines/progress_line.hpp"

#include <algorithm>
#include <exception>
#include <fmt/format.h>
#include <string>

#include "terminal/output.hpp"

namespace nines {
namespace {

constexpr std::chrono::milliseconds pause{100};
constexpr int bar_columns = 30;

const char* phase_text(grader::Progress::Phase phase) {
  using Phase = grader::Progress::Phase;
  switch (phase) {
    case Phase::compiling:
      return "compiling";
    case Phase::named:
      return "named sequences";
    case Phase::derived:
      return "every rule";
    case Phase::walks:
      return "long runs";
    case Phase::exhaustive:
      return "every sequence";
    case Phase::overlapped:
      return "calls that overlap";
    case Phase::real_time:
      return "in real time";
    case Phase::once_more:
      return "once more, slower";
    case Phase::robust:
      return "threads and memory";
  }
  return "";
}

}  // namespace

ProgressLine::~ProgressLine() {
  try {
    clear();
  } catch (const std::exception&) {
    // The output has failed: whoever prints next says so.
  }
}

void ProgressLine::show(const grader::Progress& progress) {
  if (!shows_ || std::chrono::steady_clock::now() < next_) return;
  next_ = std::chrono::steady_clock::now() + pause;
  const auto done = static_cast<std::size_t>(std::clamp(progress.done, 0.0, 1.0) * bar_columns);
  terminal::write_output(fmt::format("\r\033[K  {:<20}[{}{}]", phase_text(progress.phase),
                                     std::string(done, '#'), std::string(bar_columns - done, '-')));
  is_drawn_ = true;
}

void ProgressLine::clear() {
  if (!is_drawn_) return;
  is_drawn_ = false;
  terminal::write_output("\r\033[K");
}

}  // namespace nines
