#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/capabilities.hpp"
#include "terminal/style.hpp"

namespace terminal {

/// What came back from a question.
struct Reply {
  enum class Kind {
    text,         ///< `text` holds the key or the line
    interrupted,  ///< Ctrl-C
    end,          ///< Ctrl-D, end of input or a lost terminal
  };
  Kind kind = Kind::text;
  /// A line without its newline, or one key as UTF-8; Enter alone is the empty string. Not yet
  /// printable: it is what the user typed.
  std::string text = {};
};

/// Offers ways to go on with a line: `before` is the text left of the cursor; the result holds
/// whole words that could stand in place of the word the cursor is at the end of.
using Completer = std::function<std::vector<std::string>(std::string_view before)>;

/// What a clock shows while somebody thinks.
struct ClockText {
  std::string live = {};          ///< stands in a line that is rewritten in place
  std::string announcement = {};  ///< a line of its own; empty when there is nothing to say now
};
/// Called about once a second.
using ClockFace = std::function<ClockText()>;

/// The only reader of standard input and the writer of what the user sees. On a terminal it reads
/// single keys and edited lines; on a pipe, a dumb terminal or for a screen reader, whole lines.
/// While it lives, the terminal is put back on every way out but SIGKILL: return, exception,
/// SIGINT, SIGTERM, SIGHUP, and SIGTSTP (re-entered on SIGCONT). One at a time.
class Console {
 public:
  /// Reads from and writes to descriptors 0 and 1.
  explicit Console(const Capabilities& capabilities);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  const Capabilities& capabilities() const;
  /// Columns for running text, now: the terminal's width, at most 100.
  int width() const;
  /// Rows of the terminal, now.
  int height() const;

  /// Prints lines to standard output, each followed by a newline. Throws base::Error when the
  /// output fails (other than a closed pipe, which ends the process quietly as SIGPIPE does).
  void print(const Line& line = {});
  void print(const std::vector<Line>& lines);
  /// Prints one paragraph, wrapped to the width.
  void print_wrapped(const Line& line, std::string_view first = {}, std::string_view rest = {});

  /// Asks for one key. With single keys, the first key that is pressed, echoed; otherwise a whole
  /// line. In a pipe the line that was read is echoed behind the prompt, so that a transcript reads
  /// well. Arrow and function keys are ignored.
  Reply ask_key(const Line& prompt);
  /// The same while a clock runs: with single keys its live text stands before the prompt and is
  /// kept up to date; otherwise its announcements are printed as lines, and the prompt again.
  Reply ask_key(const Line& prompt, const ClockFace& clock);
  /// Asks for a line, with the line editor where it works; `completer` and the history are for the
  /// command prompt only. Throws base::Error when a line is longer than 64 KiB; the editor takes no
  /// more than a quarter of that.
  Reply ask_line(const Line& prompt);
  Reply ask_command(const std::string& prompt, const Completer& completer);

  /// The command history, oldest first. Saved by whoever knows the file.
  void set_history(const std::vector<std::string>& lines);
  void add_history(const std::string& line);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace terminal
