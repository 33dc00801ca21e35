#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <termios.h>

#include "base/unique_fd.hpp"
#include "support/command.hpp"
#include "support/screen.hpp"

namespace support {

struct Size {
  int columns = 80;
  int rows = 24;
};

/// A program in a pseudo-terminal, started the way a shell with job control starts it: in a process
/// group of its own, in the foreground, with a session leader above it. So Ctrl-C, Ctrl-Z and a
/// hang-up do what they do in real life. Whatever is left at the end is killed.
///
/// The calls that wait throw std::runtime_error, with what the screen shows, when what they wait
/// for does not come.
class Pty {
 public:
  explicit Pty(const Command& command, Size size = {});
  ~Pty();
  Pty(const Pty&) = delete;
  Pty& operator=(const Pty&) = delete;

  /// Types.
  void send(std::string_view text);
  /// Waits until `text` is in the output that came after what the last expect found: printed
  /// characters and newlines, without escape sequences. Returns the output up to the end of the
  /// text.
  std::string expect(std::string_view text, std::chrono::milliseconds timeout = patience);
  /// The same with a POSIX extended regular expression; returns what it matched.
  std::string expect_match(const std::string& pattern,
                           std::chrono::milliseconds timeout = patience);
  /// Waits until the visible screen contains the text, however it was drawn.
  void expect_screen(std::string_view text, std::chrono::milliseconds timeout = patience);
  /// Takes in what comes until nothing has come for that long: only for showing that nothing does.
  void settle(std::chrono::milliseconds quiet);

  /// Sets the window size, for which the kernel sends SIGWINCH.
  void resize(Size size);
  /// To the program's process group.
  void signal(int number);
  /// Closes the terminal, as closing the window does. Only wait() is of use afterwards.
  void hang_up();
  /// Waits until the program was stopped, by SIGTSTP for example.
  void wait_stopped(std::chrono::milliseconds timeout = patience);
  /// Waits for the end of the program, taking in its last output.
  Exit wait(std::chrono::milliseconds timeout = patience);

  int pid() const { return program_; }
  const std::string& output() const { return output_; }
  const Screen& screen() const { return screen_; }
  /// Settings of the terminal as they are now.
  termios modes() const;
  /// Lines are edited by the kernel and typed characters shown: how a shell expects it back.
  bool is_cooked() const;

 private:
  struct Message {
    enum class Kind { started, failed, changed } kind;
    int value;
  };

  [[noreturn]] void lead(const class PreparedCommand& command, int parent, int report) noexcept;
  void stop();
  bool pump(std::chrono::steady_clock::time_point deadline);
  void take_messages();
  void read_output();
  template <typename Condition>
  void wait_until(const Condition& condition, const std::string& what,
                  std::chrono::milliseconds timeout);

  base::UniqueFd master_;
  base::UniqueFd slave_;
  base::UniqueFd messages_;
  int leader_ = -1;
  int program_ = -1;
  std::deque<int> stops_;
  std::optional<Exit> exit_;
  std::string output_;
  Screen screen_;
  std::size_t consumed_ = 0;  // of the screen's stream, by expect
};

}  // namespace support
