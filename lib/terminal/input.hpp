#pragma once

#include <cstddef>
#include <vector>

namespace terminal {

/// Bytes from a descriptor, and what can happen while one waits for them. Reads ahead, so nobody
/// else can read from it.
class Input {
 public:
  explicit Input(int fd) : fd_(fd) {}

  enum class Event {
    byte,
    timeout,
    interrupted,  ///< SIGINT; what was typed before is forgotten
    resumed,      ///< the process was stopped and goes on: the prompt may have scrolled away
    resized,      ///< the terminal has another size
    end,          ///< end of input; on a terminal more may follow
  };
  struct Result {
    Event event = Event::end;
    char byte = 0;
  };
  /// Waits for the next byte; `timeout_ms` -1 waits for ever. Throws base::Error when the input
  /// cannot be read.
  Result next(int timeout_ms = -1);

 private:
  int fd_;
  std::vector<char> buffer_;
  std::size_t used_ = 0;
};

}  // namespace terminal
