#pragma once

namespace terminal {

/// The mode of the terminal on descriptor 0, and the signals that go with it.
///
/// Theory of operation. With `keys` the terminal stays without echo and without line buffering for
/// as long as the object lives, so that what is typed ahead does not land in the middle of the
/// output; it still turns Ctrl-C and Ctrl-Z into signals. Handlers put the mode back before the
/// process ends or stops by a signal, and set it again when it goes on; everything they call is
/// async-signal-safe. A handler leaves the terminal alone when the process is in the background:
/// its mode belongs to somebody else then. Signals that were ignored at the start stay so.
///
/// One object at a time; for a process that is not interactive there is none.
class TerminalMode {
 public:
  explicit TerminalMode(bool keys);
  ~TerminalMode();
  TerminalMode(const TerminalMode&) = delete;
  TerminalMode& operator=(const TerminalMode&) = delete;

  /// Sets the mode for keys again, after the line editor has set its own.
  void enter();
  /// The mode that was found at the start, to read a line that the terminal edits.
  void leave();
};

/// While one lives, SIGINT is noted instead of ending the process.
class Asking {
 public:
  Asking();
  ~Asking();
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;
};

/// What signals have left behind. Each `take_` says whether it came, and forgets it. To be called
/// with those signals blocked.
bool take_interrupted();
bool take_resumed();
bool take_resized();

}  // namespace terminal
