#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

// confine bubblewrap|landlock|none PROGRAM [ARGUMENT...]: runs the program the way a submission is
// run, in one of the two tiers, with the limits of a run. Exit status 77: this tier does not work
// on this machine.
//
// The filter lets through what the virtual clock needs and what a C++ program needs to start, print
// and end; everything else is ENOSYS. So it also shows that the list is long enough.

namespace {

constexpr int not_here = 77;

constexpr int allowed[] = {
    // the virtual clock
    SCMP_SYS(futex),
    SCMP_SYS(eventfd2),
    SCMP_SYS(ppoll),
    SCMP_SYS(pselect6),
    SCMP_SYS(epoll_pwait),
    SCMP_SYS(sched_yield),
    SCMP_SYS(getdents64),
    SCMP_SYS(gettid),
    SCMP_SYS(clock_gettime),
    // threads
    SCMP_SYS(mmap),
    SCMP_SYS(munmap),
    SCMP_SYS(mprotect),
    SCMP_SYS(madvise),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(prlimit64),
    SCMP_SYS(exit),
    SCMP_SYS(set_tid_address),
    // a program
    SCMP_SYS(execve),
    SCMP_SYS(brk),
    SCMP_SYS(arch_prctl),
    SCMP_SYS(access),
    SCMP_SYS(openat),
    SCMP_SYS(close),
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(pread64),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(getrandom),
    SCMP_SYS(exit_group),
    SCMP_SYS(getpid),
    SCMP_SYS(readlink),
    SCMP_SYS(sigaltstack),
    // bubblewrap's own first process
    SCMP_SYS(wait4),
};

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::_Exit(not_here);
}

scmp_filter_ctx make_filter() {
  const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
  if (!filter) give_up("seccomp");
  for (const int call : allowed) {
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) != 0) give_up("seccomp rule");
  }
  // Threads, and no processes.
  if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                       SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) != 0) {
    give_up("seccomp rule");
  }
  return filter;
}

void limit(int resource, rlim_t value) {
  const rlimit both{.rlim_cur = value, .rlim_max = value};
  if (setrlimit(static_cast<__rlimit_resource>(resource), &both) != 0) give_up("setrlimit");
}

/// Whatever goes wrong, the program ends: by SIGXCPU, by SIGALRM.
void set_limits() {
  limit(RLIMIT_AS, 512U << 20U);
  limit(RLIMIT_CPU, 60);
  limit(RLIMIT_NOFILE, 64);
  limit(RLIMIT_FSIZE, 16U << 20U);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_STACK, 512U << 10U);
  alarm(120);
  setenv("MALLOC_ARENA_MAX", "1", 1);
}

std::string folder_of(const char* program) {
  const std::string path = program;
  return path.substr(0, path.rfind('/'));
}

void allow_reading(int ruleset, const char* path) {
  landlock_path_beneath_attr rule{};
  rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
  struct stat about{};
  if (rule.parent_fd < 0 || fstat(rule.parent_fd, &about) != 0) return;
  rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE;
  if (S_ISDIR(about.st_mode)) rule.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
  if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) {
    give_up("landlock rule");
  }
  close(rule.parent_fd);
}

void enter_landlock(const char* program) {
  landlock_ruleset_attr everything{};
  everything.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1U) - 1;
  const int ruleset =
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &everything, sizeof everything, 0));
  if (ruleset < 0) give_up("landlock");
  for (const char* path : {"/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/proc/self"}) {
    allow_reading(ruleset, path);
  }
  allow_reading(ruleset, folder_of(program).c_str());
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) give_up("no new privileges");
  if (syscall(SYS_landlock_restrict_self, ruleset, 0) != 0) give_up("landlock");
  close(ruleset);
}

[[noreturn]] void run_in_landlock(char** command) {
  const scmp_filter_ctx filter = make_filter();
  enter_landlock(command[0]);
  if (seccomp_load(filter) != 0) give_up("seccomp");
  execv(command[0], command);
  give_up(command[0]);
}

[[noreturn]] void run_in_bubblewrap(char** command) {
  const scmp_filter_ctx filter = make_filter();
  const int program = memfd_create("filter", 0);
  if (program < 0 || seccomp_export_bpf(filter, program) != 0 || lseek(program, 0, SEEK_SET) != 0) {
    give_up("seccomp");
  }
  const std::string descriptor = std::to_string(program);
  const std::string folder = folder_of(command[0]);
  std::vector<const char*> line{"bwrap",
                                "--unshare-all",
                                "--die-with-parent",
                                "--new-session",
                                "--ro-bind",
                                "/usr",
                                "/usr",
                                "--ro-bind-try",
                                "/lib",
                                "/lib",
                                "--ro-bind-try",
                                "/lib64",
                                "/lib64",
                                "--ro-bind-try",
                                "/etc/ld.so.cache",
                                "/etc/ld.so.cache",
                                "--proc",
                                "/proc",
                                "--ro-bind",
                                folder.c_str(),
                                folder.c_str(),
                                "--seccomp",
                                descriptor.c_str(),
                                "--"};
  for (char** argument = command; *argument; ++argument) line.push_back(*argument);
  line.push_back(nullptr);
  execvp(line[0], const_cast<char**>(line.data()));
  give_up("bwrap");
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 2;
  const std::string_view tier = arguments[1];
  set_limits();
  if (tier == "landlock") run_in_landlock(arguments + 2);
  if (tier == "bubblewrap") run_in_bubblewrap(arguments + 2);
  if (tier == "none") execv(arguments[2], arguments + 2);
  return 2;
}
