#pragma once

#include <memory>
#include <string>
#include <vector>

#include "terminal/console.hpp"
#include "terminal/input.hpp"
#include "terminal/terminal_mode.hpp"

namespace terminal {

/// A line longer than this is not accepted.
constexpr std::size_t line_bytes_max = 64 * 1024;

/// Editing of one line by libedit, which gets its keys from `input` and so never reads itself; it
/// installs no signal handlers. The prompt must be printable ASCII.
class LineEditor {
 public:
  LineEditor(Input& input, TerminalMode& mode);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  /// Leaves the cursor at the begin of a new line. With a completer the history is at hand.
  Reply read(const std::string& prompt, const Completer* completer);

  void set_history(const std::vector<std::string>& lines);
  void add_history(const std::string& line);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace terminal
