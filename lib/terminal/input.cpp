#include "terminal/input.hpp"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/error.hpp"
#include "terminal/terminal_mode.hpp"

namespace terminal {
namespace {

[[noreturn]] void fail(int error) {
  throw base::Error(fmt::format("cannot read the input: {}", std::strerror(error)),
                    "Run it in a terminal, or give it a file or a pipe of lines as input.");
}

constexpr std::size_t read_ahead_bytes = 4096;

/// Holds the signals back whose flags are looked at, so that none slips in between the look and the
/// wait; ppoll lets them through.
class HeldSignals {
 public:
  HeldSignals() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTSTP, SIGCONT, SIGWINCH}) sigaddset(&held, signal);
    ::sigprocmask(SIG_BLOCK, &held, &before_);
  }
  ~HeldSignals() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  const sigset_t& before() const { return before_; }

 private:
  sigset_t before_;
};

}  // namespace

Input::Result Input::next(int timeout_ms) {
  while (true) {
    const HeldSignals held;
    if (take_interrupted()) {
      buffer_.clear();
      used_ = 0;
      return {.event = Event::interrupted};
    }
    if (take_resumed()) return {.event = Event::resumed};
    if (take_resized()) return {.event = Event::resized};
    if (used_ < buffer_.size()) return {.event = Event::byte, .byte = buffer_[used_++]};

    pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
    const timespec limit{.tv_sec = timeout_ms / 1000, .tv_nsec = timeout_ms % 1000 * 1'000'000L};
    const int ready = ::ppoll(&waiting, 1, timeout_ms < 0 ? nullptr : &limit, &held.before());
    if (ready == 0) return {.event = Event::timeout};
    if (ready < 0 && errno != EINTR) fail(errno);
    if (ready < 0) continue;

    buffer_.resize(read_ahead_bytes);
    used_ = 0;
    const ssize_t count = ::read(fd_, buffer_.data(), buffer_.size());
    const int error = errno;
    buffer_.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    if (count > 0 || (count < 0 && (error == EINTR || error == EAGAIN))) continue;
    // EIO: the terminal has hung up. EBADF: started without an input.
    if (count == 0 || error == EIO || error == EBADF) return {.event = Event::end};
    fail(error);
  }
}

}  // namespace terminal
