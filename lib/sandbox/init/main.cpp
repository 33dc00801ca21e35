// The guardian: what the host spawns, through bwrap or directly. Static, without exceptions and
// without the C++ library at run time, because it starts once per job and must run where nothing
// but itself is mounted.
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/init/guardian.hpp"

namespace {

using namespace sandbox;

bool receive(char* to, std::size_t size) {
  while (size > 0) {
    const ssize_t got = recv(wire::control_fd, to, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

/// Whatever the host or bwrap left open ends at the exec, except what the job names.
void keep_only(std::uint64_t job_fds) {
  if (syscall(SYS_close_range, 3U, ~0U, 4U /* CLOSE_RANGE_CLOEXEC, Linux 5.11 */) != 0) {
    for (int fd = 3; fd < 1024; ++fd) fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
  for (int fd = 3; fd <= wire::last_job_fd; ++fd) {
    if ((job_fds >> fd & 1) != 0) fcntl(fd, F_SETFD, 0);
  }
}

/// Strings of a plan, one after the other; the plan is the host's and ends with a NUL.
class Strings {
 public:
  explicit Strings(char* at) : at_(at) {}
  char* next() {
    char* found = at_;
    at_ += strlen(at_) + 1;
    return found;
  }
  /// A list that ends with a null pointer.
  char** list(std::uint32_t count) {
    char** found = static_cast<char**>(calloc(count + 1, sizeof(char*)));
    if (found == nullptr) _exit(126);
    for (std::uint32_t i = 0; i < count; ++i) found[i] = next();
    return found;
  }

 private:
  char* at_;
};

}  // namespace

int main() {
  init::Job job;
  if (!receive(reinterpret_cast<char*>(&job.plan), sizeof job.plan)) return 126;
  const wire::Plan& plan = job.plan;
  if (plan.total_bytes < sizeof plan || plan.total_bytes > wire::max_plan_bytes) return 126;
  const std::size_t rest = plan.total_bytes - sizeof plan;
  char* bytes = static_cast<char*>(malloc(rest + 1));
  if (bytes == nullptr || !receive(bytes, rest)) return 126;

  keep_only(plan.job_fds);
  // Else the program, which has the same user id, could open /proc/PID/mem of this process.
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);

  job.filter = reinterpret_cast<std::uint64_t*>(bytes);
  Strings strings(bytes + std::size_t{plan.filter_length} * sizeof(std::uint64_t));
  job.argv = strings.list(plan.argv_count);
  job.environment = strings.list(plan.environment_count);
  job.readable = const_cast<const char**>(strings.list(plan.readable_count));
  if (plan.has_writable) job.writable = strings.next();
  job.folder = strings.next();

  init::Guardian(job).run();
  return 0;
}
