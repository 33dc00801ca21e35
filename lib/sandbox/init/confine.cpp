#include "sandbox/init/confine.hpp"

#include <errno.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/init/landlock.hpp"

namespace sandbox::init {
namespace {

/// `listener` is sent along unless it is -1.
void tell(int guardian_fd, const Message& message, int listener = -1) {
  Message copy = message;
  iovec bytes{&copy, sizeof copy};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr header{};
  header.msg_iov = &bytes;
  header.msg_iovlen = 1;
  if (listener >= 0) {
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    cmsghdr* rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(rights), &listener, sizeof listener);
  }
  // Nothing to do about a failure here: the guardian sees a child that ended without a word.
  (void)sendmsg(guardian_fd, &header, MSG_NOSIGNAL);
}

bool limit(int resource, std::uint64_t soft, std::uint64_t hard) {
  // Never above what the user already lives under: an ordinary user could not.
  rlimit now{};
  if (getrlimit(static_cast<__rlimit_resource_t>(resource), &now) != 0) return false;
  rlimit wanted{soft, hard};
  if (wanted.rlim_max > now.rlim_max) wanted.rlim_max = now.rlim_max;
  if (wanted.rlim_cur > wanted.rlim_max) wanted.rlim_cur = wanted.rlim_max;
  return setrlimit(static_cast<__rlimit_resource_t>(resource), &wanted) == 0;
}

bool lower_limits(const wire::Plan& plan) {
  // The guardian watches processor time more finely; this is for when it is slow.
  const std::uint64_t cpu_s = (plan.cpu_ms + 999) / 1000 + 1;
  return limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_MSGQUEUE, 0, 0) &&
         (plan.cpu_ms == 0 || limit(RLIMIT_CPU, cpu_s, cpu_s + 1)) &&
         (plan.stack_bytes == 0 || limit(RLIMIT_STACK, plan.stack_bytes, plan.stack_bytes)) &&
         (plan.file_limit == 0 || limit(RLIMIT_NOFILE, plan.file_limit, plan.file_limit)) &&
         (plan.file_size_bytes == 0 ||
          limit(RLIMIT_FSIZE, plan.file_size_bytes, plan.file_size_bytes)) &&
         (plan.address_space_bytes == 0 ||
          limit(RLIMIT_AS, plan.address_space_bytes, plan.address_space_bytes));
}

/// A user id of 0 stays, without any of its powers.
bool drop_capabilities() {
  // Refused without CAP_SETPCAP, when there is nothing to drop either.
  for (int capability = 0; capability < 64; ++capability) {
    prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  }
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct nothing[2] = {};
  return syscall(SYS_capset, &header, nothing) == 0;
}

/// The listener for notified calls, or -1 and errno.
int load_filter(const Job& job) {
  auto* instructions = reinterpret_cast<sock_filter*>(job.filter);
  const auto own_pid = static_cast<std::uint32_t>(getpid());
  for (std::uint32_t i = 0; i < job.plan.filter_length; ++i) {
    if (instructions[i].k == wire::own_pid_marker) instructions[i].k = own_pid;
  }
  sock_fprog program{static_cast<unsigned short>(job.plan.filter_length), instructions};
  return static_cast<int>(
      syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program));
}

}  // namespace

void confine_and_exec(const Job& job, int guardian_fd, int output_fd, int errors_fd) {
  const wire::Plan& plan = job.plan;
  const auto fail = [guardian_fd](wire::Stage stage) {
    tell(guardian_fd, {stage, errno, 0});
    _exit(127);
  };

  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  // One group, which the program cannot leave, so that one kill reaches all of it. The guardian
  // does not outlive the host, nor the program the guardian.
  if (setpgid(0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) {
    fail(wire::Stage::signals);
  }
  if (dup2(wire::input_fd, 0) < 0 || dup2(output_fd, 1) < 0 || dup2(errors_fd, 2) < 0) {
    fail(wire::Stage::descriptors);
  }
  if (chdir(job.folder) != 0) fail(wire::Stage::folder);
  if (plan.fixed_addresses && personality(ADDR_NO_RANDOMIZE) < 0) fail(wire::Stage::addresses);
  if (!drop_capabilities()) fail(wire::Stage::capabilities);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail(wire::Stage::no_new_privileges);
  if (plan.landlock) {
    const Message entered = enter_landlock(job);
    if (entered.error != 0) {
      tell(guardian_fd, entered);
      _exit(127);
    }
  }
  if (!lower_limits(plan)) fail(wire::Stage::limits);
  if (plan.filter_length > 0) {
    const int listener = load_filter(job);
    if (listener < 0) fail(wire::Stage::seccomp);
    tell(guardian_fd, {wire::Stage::seccomp, 0, 0}, listener);
  }
  execve(job.argv[0], job.argv, job.environment);
  fail(wire::Stage::exec);
  _exit(127);
}

}  // namespace sandbox::init
