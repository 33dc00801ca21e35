#pragma once

#include <optional>
#include <string>

namespace terminal {

/// What the process was started with, as values, so that a test needs no terminal.
struct Environment {
  bool input_is_terminal = false;
  bool output_is_terminal = false;
  bool error_is_terminal = false;
  std::string term;          ///< TERM; empty when unset
  bool no_color = false;     ///< NO_COLOR is set and not empty
  bool force_color = false;  ///< FORCE_COLOR is set, not empty and not "0"
  bool accessible = false;   ///< ACCESSIBLE is set, not empty and not "0"
  bool utf8 = false;         ///< the locale's character set is UTF-8
};

/// What the user asked for by flags.
struct Preferences {
  bool plain = false;          ///< --plain: as if the output were a pipe
  bool no_color = false;       ///< --no-color
  bool screen_reader = false;  ///< --screen-reader
};

struct Capabilities {
  bool interactive = false;   ///< input and output are terminals: it makes sense to ask
  bool single_key = false;    ///< keys can be read one by one, without Enter
  bool line_editing = false;  ///< the line editor may be used
  bool color_output = false;
  bool color_error = false;
  bool utf8 = false;
  bool screen_reader = false;
};

/// Reads the environment variables, the locale (call setlocale first) and isatty.
Environment current_environment();

Capabilities capabilities(const Environment& environment, const Preferences& preferences);

/// The width to lay out for, now: the terminal's, else COLUMNS, else 80; never under 20.
/// Capped at 100 for running text by those who lay it out, not here.
int columns();

/// The height of the terminal, now; else LINES, else 24.
int rows();

}  // namespace terminal
