#include "base/unique_fd.hpp"

#include <unistd.h>

namespace base {

void UniqueFd::reset(int fd) {
  // Not retried on EINTR: on Linux the descriptor is gone whatever close() returns.
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
}

}  // namespace base
