#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "attack.hpp"

namespace hostile {
namespace {

int canary() {
  return number("HOSTILE_CANARY");
}

int kill_everyone() {
  return refused_if(kill(-1, SIGKILL) != 0);
}
int kill_group() {
  return refused_if(kill(0, SIGKILL) != 0);
}
int kill_parent() {
  return refused_if(kill(getppid(), SIGKILL) != 0);
}
int kill_canary() {
  return refused_if(kill(canary(), SIGKILL) != 0);
}
int probe_canary() {
  return refused_if(kill(canary(), 0) != 0);
}
int thread_kill_canary() {
  return refused_if(syscall(SYS_tgkill, canary(), canary(), SIGKILL) != 0);
}
int old_thread_kill_canary() {
  return refused_if(syscall(SYS_tkill, canary(), SIGKILL) != 0);
}
int queue_to_canary() {
  return refused_if(sigqueue(canary(), SIGKILL, sigval{}) != 0);
}
int kill_through_descriptor() {
#ifdef SYS_pidfd_open
  const long fd = syscall(SYS_pidfd_open, canary(), 0);
  return refused_if(fd < 0 || syscall(SYS_pidfd_send_signal, fd, SIGKILL, nullptr, 0) != 0);
#else
  return refused;
#endif
}
/// The kernel then sends any signal, with the owner's rights, when the pipe becomes readable.
int kill_through_pipe() {
  int ends[2];
  if (pipe(ends) != 0) return 3;
  const bool is_refused = fcntl(ends[0], F_SETOWN, canary()) != 0 ||
                          fcntl(ends[0], F_SETSIG, SIGKILL) != 0 ||
                          fcntl(ends[0], F_SETFL, O_ASYNC) != 0;
  if (write(ends[1], "x", 1) != 1) return 3;
  return refused_if(is_refused);
}

int signal_itself() {
  std::signal(SIGUSR1, [](int) {});
  return kill(getpid(), SIGUSR1) == 0 && raise(SIGUSR1) == 0 ? 0 : 3;
}

int raise_limits() {
  rlimit now{};
  getrlimit(RLIMIT_CPU, &now);
  rlimit more = now;
  more.rlim_cur = more.rlim_max;
  if (setrlimit(RLIMIT_CPU, &more) == 0) return succeeded;
  more.rlim_cur = more.rlim_max = RLIM_INFINITY;
  return refused_if(setrlimit(RLIMIT_AS, &more) != 0);
}
int limit_canary() {
  rlimit less{1, 1};
  return refused_if(prlimit(canary(), RLIMIT_CPU, &less, nullptr) != 0);
}
int pin_canary() {
  unsigned long mask = 1;
  return refused_if(syscall(SYS_sched_setaffinity, canary(), sizeof mask, &mask) != 0);
}
int outlive_the_guardian() {
  return refused_if(prctl(PR_SET_PDEATHSIG, 0) != 0);
}
int leave_the_group() {
  return refused_if(setsid() < 0 && setpgid(0, 0) != 0);
}
int adopt_orphans() {
  return refused_if(prctl(PR_SET_CHILD_SUBREAPER, 1) != 0);
}

}  // namespace

const Attack signal_attacks[] = {
    {"kill_everyone", kill_everyone},
    {"kill_group", kill_group},
    {"kill_parent", kill_parent},
    {"kill_canary", kill_canary},
    {"probe_canary", probe_canary},
    {"thread_kill_canary", thread_kill_canary},
    {"old_thread_kill_canary", old_thread_kill_canary},
    {"queue_to_canary", queue_to_canary},
    {"kill_through_descriptor", kill_through_descriptor},
    {"kill_through_pipe", kill_through_pipe},
    {"signal_itself", signal_itself},
    {"raise_limits", raise_limits},
    {"limit_canary", limit_canary},
    {"pin_canary", pin_canary},
    {"outlive_the_guardian", outlive_the_guardian},
    {"leave_the_group", leave_the_group},
    {"adopt_orphans", adopt_orphans},
    {nullptr, nullptr},
};

}  // namespace hostile
