#include "sandbox/policy.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/sched.h>
#include <memory>
#include <mutex>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.hpp"
#include "base/unique_fd.hpp"
#include "sandbox/init/wire.hpp"

namespace sandbox {
namespace {

// A list of what is allowed. The rest is answered ENOSYS, as an older kernel would: runtimes probe
// for new calls and fall back. clone3, openat2 and io_uring are among the rest on purpose, because
// a filter cannot see what they ask for. Two lists stand out of the rest: calls that some honest
// runtime makes in passing get EPERM, calls that only an attack makes (or the first thing that a
// submission must not do, such as starting a process) are reported to the guardian, which ends the
// program: ignoring them in silence would hide the attempt.
//
// Other ABIs of the same processor (i386, x32) end the program: libseccomp's default for them.

using Names = std::vector<const char*>;

const Names allowed_always = {
    // files: what may be opened is the mount namespace's or Landlock's business
    "read",
    "readv",
    "pread64",
    "preadv",
    "preadv2",
    "write",
    "writev",
    "pwrite64",
    "pwritev",
    "pwritev2",
    "close",
    "close_range",
    "dup",
    "dup2",
    "dup3",
    "lseek",
    "_llseek",
    "fstat",
    "fstat64",
    "stat",
    "lstat",
    "newfstatat",
    "fstatat64",
    "statx",
    "access",
    "faccessat",
    "faccessat2",
    "readlink",
    "readlinkat",
    "getcwd",
    "chdir",
    "fchdir",
    "getdents",
    "getdents64",
    "ftruncate",
    "fallocate",
    "fsync",
    "fdatasync",
    "fadvise64",
    "readahead",
    "flock",
    "statfs",
    "fstatfs",
    "umask",
    "sendfile",
    "copy_file_range",
    "splice",
    "tee",
    "pipe",
    "pipe2",
    // memory
    "mmap",
    "munmap",
    "mprotect",
    "mremap",
    "madvise",
    "mincore",
    "msync",
    "brk",
    "membarrier",
    "mlock",
    "munlock",
    "pkey_alloc",
    "pkey_free",
    "pkey_mprotect",
    // threads and time
    "futex",
    "futex_waitv",
    "set_robust_list",
    "set_tid_address",
    "rseq",
    "exit",
    "exit_group",
    "sched_yield",
    "sched_get_priority_max",
    "sched_get_priority_min",
    "getcpu",
    "clock_gettime",
    "clock_getres",
    "clock_nanosleep",
    "nanosleep",
    "gettimeofday",
    "time",
    "times",
    "timer_create",
    "timer_settime",
    "timer_gettime",
    "timer_delete",
    "timer_getoverrun",
    "timerfd_create",
    "timerfd_settime",
    "timerfd_gettime",
    "setitimer",
    "getitimer",
    "alarm",
    "restart_syscall",
    "arch_prctl",
    // waiting
    "poll",
    "ppoll",
    "select",
    "pselect6",
    "epoll_create",
    "epoll_create1",
    "epoll_ctl",
    "epoll_wait",
    "epoll_pwait",
    "epoll_pwait2",
    "eventfd",
    "eventfd2",
    "wait4",
    "waitid",
    // signals to oneself
    "rt_sigaction",
    "rt_sigprocmask",
    "rt_sigreturn",
    "rt_sigpending",
    "rt_sigtimedwait",
    "rt_sigsuspend",
    "sigaltstack",
    "pause",
    "signalfd",
    "signalfd4",
    // who am I
    "getpid",
    "gettid",
    "getppid",
    "getpgid",
    "getpgrp",
    "getsid",
    "getuid",
    "geteuid",
    "getgid",
    "getegid",
    "getresuid",
    "getresgid",
    "getgroups",
    "uname",
    "sysinfo",
    "getrusage",
    "getrlimit",
    "ugetrlimit",
    "getrandom",
    // the stream socket pairs that event loops wake themselves with
    "sendmsg",
    "recvmsg",
    "sendto",
    "recvfrom",
    "shutdown",
    "getsockopt",
    "setsockopt",
    "getsockname",
    "getpeername",
};

const Names refused = {
    "setsid",
    "setpgid",
    "setpriority",
    "sched_setscheduler",
    "sched_setparam",
    "sched_setattr",
    "ioprio_set",
    "setrlimit",
    "seccomp",
    "capset",
    "setuid",
    "setgid",
    "setreuid",
    "setregid",
    "setresuid",
    "setresgid",
    "setfsuid",
    "setfsgid",
    "setgroups",
    "memfd_create",
    "memfd_secret",
    "pidfd_open",
    "pidfd_send_signal",
    "pidfd_getfd",
    "inotify_init",
    "inotify_init1",
    "userfaultfd",
    "truncate",
    "mlockall",
    "syslog",
};

/// Refused in a run, allowed in the writable folder of a compile.
const Names changes_of_files = {
    "unlink",   "unlinkat", "rename",  "renameat",  "renameat2", "mkdir",
    "mkdirat",  "rmdir",    "symlink", "symlinkat", "chmod",     "fchmod",
    "fchmodat", "utime",    "utimes",  "utimensat", "futimesat", "creat",
};

const Names refused_changes_of_files = {
    "link",      "linkat",      "mknod",        "mknodat",      "chown",
    "fchown",    "lchown",      "fchownat",     "setxattr",     "lsetxattr",
    "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "fchmodat2",
};

const Names reported = {
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "process_mrelease",
    "kcmp",
    "move_pages",
    "migrate_pages",
    "shmget",
    "shmat",
    "shmctl",
    "shmdt",
    "msgget",
    "msgsnd",
    "msgrcv",
    "msgctl",
    "semget",
    "semop",
    "semtimedop",
    "semctl",
    "mq_open",
    "mq_unlink",
    "mq_timedsend",
    "mq_timedreceive",
    "mq_notify",
    "unshare",
    "setns",
    "mount",
    "umount",
    "umount2",
    "pivot_root",
    "chroot",
    "open_tree",
    "move_mount",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "mount_setattr",
    "bpf",
    "keyctl",
    "add_key",
    "request_key",
    "perf_event_open",
    "name_to_handle_at",
    "open_by_handle_at",
    "fanotify_init",
    "fanotify_mark",
    "init_module",
    "finit_module",
    "delete_module",
    "reboot",
    "kexec_load",
    "kexec_file_load",
    "swapon",
    "swapoff",
    "quotactl",
    "acct",
    "settimeofday",
    "clock_settime",
    "adjtimex",
    "clock_adjtime",
    "sethostname",
    "setdomainname",
    "iopl",
    "ioperm",
    "modify_ldt",
    "vhangup",
    "lookup_dcookie",
};

/// The calls that start a process or become another program.
const Names processes = {"fork", "vfork", "execve", "execveat"};

constexpr std::uint32_t report = SCMP_ACT_NOTIFY;
constexpr std::uint32_t refuse = SCMP_ACT_ERRNO(EPERM);
constexpr std::uint32_t allow = SCMP_ACT_ALLOW;

struct Rule {
  const char* call;
  std::uint32_t action;
  scmp_arg_cmp first;
  scmp_arg_cmp second = {};
  unsigned conditions = 1;
};

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

const std::vector<Rule> conditional = {
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

const std::vector<Rule> limits_stay = {
    {"prlimit64", refuse, differs(2, 0)},
};

/// The sanitizers insist on switching core dumps off. They are off already, and cannot come back:
/// the hard limit is zero.
const std::vector<Rule> core_limit = {
    {"prlimit64", allow, equals(0, 0), equals(1, RLIMIT_CORE), 2},
    {"prlimit64", refuse, differs(1, RLIMIT_CORE), differs(2, 0), 2},
};

const std::vector<Rule> threads_only = {
    {"clone", allow, masked(0, CLONE_THREAD | new_namespaces, CLONE_THREAD)},
    {"clone", report, masked(0, CLONE_THREAD, 0)},
};

const std::vector<Rule> leak_check = {
    {"clone", allow, masked(0, CLONE_THREAD | new_namespaces, CLONE_THREAD)},
    {"clone", allow, masked(0, ~0xffULL, leak_tracer)},
    {"prctl", allow, equals(0, PR_SET_DUMPABLE)},
    {"prctl", allow, equals(0, PR_SET_PTRACER)},
};

const std::vector<Rule> new_processes = {
    {"clone", allow, masked(0, new_namespaces, 0)},
    {"clone", report, masked(0, CLONE_NEWUSER, CLONE_NEWUSER)},
};

class Filter {
 public:
  // ENOSYS for whatever no rule names.
  Filter() : context_(seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), seccomp_release) {
    if (!context_) throw base::Error("libseccomp cannot start a filter");
    check(seccomp_attr_set(context_.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS));
    // A balanced tree over the numbers: the driver makes hundreds of thousands of calls a second.
    check(seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2));
  }

  void add(const Names& calls, std::uint32_t action) {
    for (const char* call : calls) {
      const int number = known(call);
      if (number >= 0) check(seccomp_rule_add_array(context_.get(), action, number, 0, nullptr));
    }
  }

  void add(const std::vector<Rule>& rules) {
    for (const Rule& rule : rules) {
      const int number = known(rule.call);
      if (number < 0) continue;
      const std::array<scmp_arg_cmp, 2> conditions = {rule.first, rule.second};
      check(seccomp_rule_add_array(context_.get(), rule.action, number, rule.conditions,
                                   conditions.data()));
    }
  }

  std::vector<std::uint64_t> instructions() const {
    base::UniqueFd file(::memfd_create("filter", MFD_CLOEXEC));
    if (!file) throw base::Error(std::string("cannot hold a seccomp filter: ") + strerror(errno));
    check(seccomp_export_bpf(context_.get(), file.get()));
    const off_t size = ::lseek(file.get(), 0, SEEK_END);
    std::vector<std::uint64_t> found(static_cast<std::size_t>(size) / sizeof(std::uint64_t));
    if (::pread(file.get(), found.data(), static_cast<std::size_t>(size), 0) != size) {
      throw base::Error("cannot read back a seccomp filter");
    }
    return found;
  }

 private:
  /// Negative for a call that this architecture or this libseccomp does not have.
  static int known(const char* call) { return seccomp_syscall_resolve_name(call); }

  static void check(int result) {
    if (result < 0) {
      throw base::Error(std::string("libseccomp refuses a rule: ") + strerror(-result));
    }
  }

  std::unique_ptr<void, decltype(&seccomp_release)> context_;
};

std::vector<std::uint64_t> build(Policy policy) {
  const bool is_compile = policy == Policy::compile;
  Filter filter;
  filter.add(allowed_always, allow);
  filter.add(refused, refuse);
  filter.add(refused_changes_of_files, refuse);
  filter.add(changes_of_files, is_compile ? allow : refuse);
  filter.add(reported, report);
  // Of the execs of a run the guardian lets the first pass.
  filter.add(processes, is_compile ? allow : report);
  filter.add(Names{"ptrace"}, policy == Policy::sanitizer ? allow : report);
  filter.add(conditional);
  filter.add(policy == Policy::sanitizer ? core_limit : limits_stay);
  switch (policy) {
    case Policy::run:
      filter.add(threads_only);
      break;
    case Policy::sanitizer:
      filter.add(leak_check);
      break;
    case Policy::compile:
      filter.add(new_processes);
      break;
  }
  return filter.instructions();
}

}  // namespace

const std::vector<std::uint64_t>& filter(Policy policy) {
  static const std::vector<std::uint64_t> run_filter = build(Policy::run);
  if (policy == Policy::run) return run_filter;
  if (policy == Policy::compile) {
    static const std::vector<std::uint64_t> compile_filter = build(Policy::compile);
    return compile_filter;
  }
  static const std::vector<std::uint64_t> sanitizer_filter = build(Policy::sanitizer);
  return sanitizer_filter;
}

std::string call_name(int number) {
  const std::unique_ptr<char, decltype(&std::free)> found(
      seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number), std::free);
  return found ? found.get() : std::string();
}

int call_number(const char* call) {
  return seccomp_syscall_resolve_name(call);
}

}  // namespace sandbox
