#include "terminal/output.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/error.hpp"

namespace terminal {
namespace {

/// SIGPIPE may be ignored or blocked, as some parents leave it.
[[noreturn]] void end_by_sigpipe() {
  ::signal(SIGPIPE, SIG_DFL);
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  ::sigprocmask(SIG_UNBLOCK, &pipe, nullptr);
  ::raise(SIGPIPE);
  ::_exit(128 + SIGPIPE);
}

}  // namespace

void write_output(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      // Somebody else made the shared terminal or pipe non-blocking.
      pollfd waiting{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
      ::poll(&waiting, 1, -1);
    } else if (errno == EPIPE) {
      end_by_sigpipe();
    } else if (errno != EINTR) {
      throw base::Error(fmt::format("cannot write the output: {}", std::strerror(errno)),
                        errno == ENOSPC ? "Make room on the disk." : "");
    }
  }
}

}  // namespace terminal
