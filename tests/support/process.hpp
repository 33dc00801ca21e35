#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/unique_fd.hpp"
#include "support/command.hpp"

namespace support {

/// A program whose standard streams are pipes, without a controlling terminal. Whatever is left of
/// its process group at the end is killed.
///
/// The calls that wait throw std::runtime_error, with the output so far, when what they wait for
/// does not come.
class Process {
 public:
  explicit Process(const Command& command);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// To its standard input, without waiting for it to be read; lost when the program has ended.
  void send(std::string_view text);
  /// Ends its standard input, after what was sent.
  void close_input();
  /// Waits until `text` is in the output that came after what the last expect found; returns the
  /// output up to the end of the text.
  std::string expect(std::string_view text, std::chrono::milliseconds timeout = patience);
  /// Takes in what comes for that long, or until the program has closed its output.
  void pump_for(std::chrono::microseconds duration);
  void signal(int number);
  /// Waits for the end of the program, taking in all its output.
  Exit wait(std::chrono::milliseconds timeout = patience);

  int pid() const { return pid_; }
  const std::string& output() const { return output_; }
  const std::string& error() const { return error_; }

 private:
  bool pump(std::chrono::steady_clock::time_point deadline);
  bool has_ended();
  std::string report() const;

  base::UniqueFd input_;
  base::UniqueFd output_pipe_;
  base::UniqueFd error_pipe_;
  int pid_ = -1;
  std::optional<Exit> exit_;
  std::string unsent_;
  bool closing_ = false;
  std::string output_;
  std::string error_;
  std::size_t consumed_ = 0;
};

struct Result {
  Exit exit;
  std::string output;
  std::string error;
};

/// Runs to the end, with `input` on standard input. Throws std::runtime_error on a timeout.
Result run(const Command& command, std::string_view input = {},
           std::chrono::milliseconds timeout = patience);

}  // namespace support
