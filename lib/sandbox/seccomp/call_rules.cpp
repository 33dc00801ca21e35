#include "sandbox/seccomp/call_rules.hpp"

#include <fcntl.h>
#include <linux/sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "sandbox/init/wire.hpp"

namespace sandbox::seccomp {
namespace {

constexpr scmp_arg_cmp equals(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_EQ, value, 0};
}
constexpr scmp_arg_cmp differs(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_NE, value, 0};
}
constexpr scmp_arg_cmp masked(unsigned argument, std::uint64_t mask, std::uint64_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}

constexpr std::uint64_t own_pid = wire::own_pid_marker;
constexpr std::uint64_t new_namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS |
                                         CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
/// LeakSanitizer stops the program's threads from a clone that shares everything but the group.
constexpr std::uint64_t leak_tracer = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_UNTRACED;

constexpr Rule conditional_rules[] = {
    // Landlock before version 3 does not see the truncation of a file that is opened for reading:
    // O_TRUNC only together with a right to write, which it does see.
    {"open", allow, masked(1, O_TRUNC, 0)},
    {"open", allow, masked(1, O_ACCMODE, O_WRONLY)},
    {"open", allow, masked(1, O_ACCMODE, O_RDWR)},
    {"openat", allow, masked(2, O_TRUNC, 0)},
    {"openat", allow, masked(2, O_ACCMODE, O_WRONLY)},
    {"openat", allow, masked(2, O_ACCMODE, O_RDWR)},

    // In the Landlock tier before version 6 this is all that protects the user's other processes.
    {"kill", allow, equals(0, own_pid)},
    {"kill", report, differs(0, own_pid)},
    {"tgkill", allow, equals(0, own_pid)},
    {"tgkill", report, differs(0, own_pid)},
    {"rt_sigqueueinfo", allow, equals(0, own_pid)},
    {"rt_sigqueueinfo", report, differs(0, own_pid)},
    {"rt_tgsigqueueinfo", allow, equals(0, own_pid)},
    {"rt_tgsigqueueinfo", report, differs(0, own_pid)},
    {"tkill", allow, equals(0, own_pid)},
    {"tkill", refuse, differs(0, own_pid)},
    {"sched_setaffinity", allow, equals(0, 0)},
    {"sched_setaffinity", allow, equals(0, own_pid)},
    {"sched_getaffinity", allow, equals(0, 0)},
    {"sched_getaffinity", allow, equals(0, own_pid)},
    {"sched_getscheduler", allow, equals(0, 0)},
    {"sched_getparam", allow, equals(0, 0)},
    {"get_robust_list", allow, equals(0, 0)},
    {"prlimit64", allow, equals(0, 0), equals(2, 0), 2},
    {"prlimit64", allow, equals(0, own_pid), equals(2, 0), 2},

    // F_SETOWN, F_SETOWN_EX and F_SETSIG would send any signal to any process of the user.
    {"fcntl", allow, equals(1, F_DUPFD)},
    {"fcntl", allow, equals(1, F_DUPFD_CLOEXEC)},
    {"fcntl", allow, equals(1, F_GETFD)},
    {"fcntl", allow, equals(1, F_SETFD)},
    {"fcntl", allow, equals(1, F_GETFL)},
    {"fcntl", allow, equals(1, F_SETFL)},
    {"fcntl", allow, equals(1, F_GETLK)},
    {"fcntl", allow, equals(1, F_SETLK)},
    {"fcntl", allow, equals(1, F_SETLKW)},
    {"fcntl", allow, equals(1, F_GETPIPE_SZ)},
    {"fcntl", allow, equals(1, F_GET_SEALS)},
    {"ioctl", allow, equals(1, TCGETS)},
    {"ioctl", allow, equals(1, TIOCGWINSZ)},
    {"ioctl", allow, equals(1, FIONREAD)},
    {"ioctl", allow, equals(1, FIONBIO)},
    {"ioctl", allow, equals(1, FIOCLEX)},
    {"ioctl", allow, equals(1, FIONCLEX)},

    {"prctl", allow, equals(0, PR_SET_NAME)},
    {"prctl", allow, equals(0, PR_GET_NAME)},
    {"prctl", allow, equals(0, PR_GET_DUMPABLE)},
    {"prctl", allow, equals(0, PR_CAPBSET_READ)},
    {"prctl", allow, equals(0, PR_GET_NO_NEW_PRIVS)},
    {"prctl", allow, equals(0, PR_SET_TIMERSLACK)},
    {"prctl", allow, equals(0, PR_SET_THP_DISABLE)},
    {"prctl", allow, equals(0, 0x53564d41 /* PR_SET_VMA, Linux 5.17 */)},
    {"personality", allow, equals(0, 0xffffffff)},
    {"personality", refuse, differs(0, 0xffffffff)},

    // Name service lookups try these two; refusing is enough. A datagram pair could send to any
    // address, a stream pair cannot.
    {"socket", refuse, equals(0, AF_UNIX)},
    {"socket", refuse, equals(0, AF_NETLINK)},
    {"socket", report, equals(0, AF_INET)},
    {"socket", report, equals(0, AF_INET6)},
    {"socket", report, equals(0, AF_PACKET)},
    {"socket", report, equals(0, AF_VSOCK)},
    {"socket", report, equals(0, AF_BLUETOOTH)},
    {"socket", report, equals(0, AF_ALG)},
    {"socketpair", allow, equals(0, AF_UNIX), masked(1, 0xf, SOCK_STREAM), 2},
};

constexpr Rule limits_stay_rules[] = {
    {"prlimit64", refuse, differs(2, 0)},
};

constexpr Rule core_limit_rules[] = {
    {"prlimit64", allow, equals(0, 0), equals(1, RLIMIT_CORE), 2},
    {"prlimit64", refuse, differs(1, RLIMIT_CORE), differs(2, 0), 2},
};

constexpr Rule threads_only_rules[] = {
    {"clone", allow, masked(0, CLONE_THREAD | new_namespaces, CLONE_THREAD)},
    {"clone", report, masked(0, CLONE_THREAD, 0)},
};

constexpr Rule leak_check_rules[] = {
    {"clone", allow, masked(0, CLONE_THREAD | new_namespaces, CLONE_THREAD)},
    {"clone", allow, masked(0, ~0xffULL, leak_tracer)},
    {"prctl", allow, equals(0, PR_SET_DUMPABLE)},
    {"prctl", allow, equals(0, PR_SET_PTRACER)},
};

constexpr Rule new_processes_rules[] = {
    {"clone", allow, masked(0, new_namespaces, 0)},
    {"clone", report, masked(0, CLONE_NEWUSER, CLONE_NEWUSER)},
};

}  // namespace

constinit const Rules conditional = conditional_rules;
constinit const Rules limits_stay = limits_stay_rules;
constinit const Rules core_limit = core_limit_rules;
constinit const Rules threads_only = threads_only_rules;
constinit const Rules leak_check = leak_check_rules;
constinit const Rules new_processes = new_processes_rules;

}  // namespace sandbox::seccomp
