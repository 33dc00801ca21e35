#include <csignal>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attack.hpp"

extern char** environ;

namespace hostile {
namespace {

int sleep_forever() {
  for (;;) pause();
}

int fork_bomb() {
  for (;;) {
    if (fork() == 0) continue;
    if (errno == EPERM || errno == ENOSYS) return refused;
  }
}

int raw_fork() {
#ifdef SYS_fork
  return refused_if(syscall(SYS_fork) < 0);
#else
  return refused;
#endif
}

int raw_vfork() {
#ifdef SYS_vfork
  // Not vfork(): its child would have to end before this could go on.
  const pid_t pid = vfork();
  if (pid == 0) _exit(0);
  return refused_if(pid < 0);
#else
  return refused;
#endif
}

int clone3_process() {
  // struct clone_args, version 0
  unsigned long long arguments[8] = {};
  arguments[4] = SIGCHLD;
  const long pid = syscall(SYS_clone3, arguments, sizeof arguments);
  if (pid == 0) _exit(0);
  return refused_if(pid < 0 && errno == ENOSYS);
}

int clone_new_user() {
  const long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
  if (pid == 0) _exit(0);
  return refused_if(pid < 0);
}

int shell() {
  return refused_if(std::system("echo shell") != 0);
}

int pipe_to_shell() {
  return refused_if(popen("echo shell", "r") == nullptr);
}

int spawn() {
  pid_t pid = 0;
  char name[] = "/bin/sh";
  char* arguments[] = {name, nullptr};
  return refused_if(posix_spawn(&pid, name, nullptr, nullptr, arguments, environ) != 0);
}

int exec_shell() {
  execl("/bin/sh", "sh", "-c", "exit 42", static_cast<char*>(nullptr));
  return refused;
}

int exec_itself() {
  execl("/proc/self/exe", "hostile", "refuse_nothing", static_cast<char*>(nullptr));
  return refused;
}

int exec_by_descriptor() {
  char name[] = "sh";
  char* arguments[] = {name, nullptr};
  syscall(SYS_execveat, AT_FDCWD, "/bin/sh", arguments, environ, 0);
  return refused;
}

int exec_from_thread() {
  pthread_t thread;
  if (pthread_create(
          &thread, nullptr,
          [](void*) -> void* {
            execl("/bin/sh", "sh", "-c", "exit 42", static_cast<char*>(nullptr));
            return nullptr;
          },
          nullptr) != 0) {
    return 3;
  }
  pthread_join(thread, nullptr);
  return refused;
}

int leave_daemon() {
  const pid_t first = fork();
  if (first < 0) return refused;
  if (first == 0) {
    setsid();
    if (fork() == 0) {
      for (;;) pause();
    }
    _exit(0);
  }
  waitpid(first, nullptr, 0);
  return 0;
}

/// A fork bomb that burns out by itself.
int many_children() {
  for (int child = 0; child < 40; ++child) {
    if (fork() == 0) return sleep_forever();
  }
  return sleep_forever();
}

int thread_bomb() {
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 65536);
  for (;;) {
    pthread_t thread;
    if (pthread_create(
            &thread, &small,
            [](void*) -> void* {
              for (;;) pause();
            },
            nullptr) != 0) {
      for (;;) pause();
    }
  }
}

/// Honest: what a breaker with a few timer threads does.
int few_threads() {
  pthread_t threads[6];
  for (pthread_t& thread : threads) {
    if (pthread_create(&thread, nullptr, [](void*) -> void* { return nullptr; }, nullptr) != 0) {
      return 3;
    }
  }
  for (pthread_t& thread : threads) pthread_join(thread, nullptr);
  return 0;
}

int spin() {
  volatile unsigned turns = 0;
  for (;;) turns = turns + 1;
}

int spin_with_signals_blocked() {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  for (int signal = 1; signal < 65; ++signal) std::signal(signal, SIG_IGN);
  return spin();
}

[[noreturn]] int terminate() {
  std::terminate();
}

int jump() {
  static jmp_buf place;
  if (setjmp(place) != 0) return 9;
  longjmp(place, 1);
}

int segmentation_fault() {
  volatile int* nowhere = nullptr;
  return *nowhere;
}

int looks_like_a_signal() {
  return 139;
}

int kill_itself() {
  return std::raise(SIGKILL);
}

int flood_output() {
  for (;;) {
    if (write(1, "0123456789abcdef0123456789abcdef", 32) < 0) return refused;
  }
}

int flood_errors() {
  for (;;) {
    if (write(2, "0123456789abcdef0123456789abcdef", 32) < 0) return refused;
  }
}

int print() {
  std::puts("to output");
  std::fputs("to errors\n", stderr);
  return 5;
}

/// What a driver does: answers over descriptors of its own until the other side ends.
int echo() {
  char text[256];
  for (;;) {
    const ssize_t size = read(3, text, sizeof text);
    if (size <= 0) return 0;
    if (write(4, text, static_cast<size_t>(size)) != size) return 1;
  }
}

int close_everything() {
  for (int fd = 0; fd < 64; ++fd) close(fd);
  for (;;) pause();
}

int list_environment() {
  for (char** variable = environ; *variable != nullptr; ++variable) std::puts(*variable);
  return 0;
}

int copy_input() {
  char text[256];
  ssize_t size = 0;
  while ((size = read(0, text, sizeof text)) > 0) {
    if (write(1, text, static_cast<size_t>(size)) != size) return 1;
  }
  return refused_if(write(0, "x", 1) < 0);
}

}  // namespace

const Attack process_attacks[] = {
    {"fork_bomb", fork_bomb},
    {"raw_fork", raw_fork},
    {"raw_vfork", raw_vfork},
    {"clone3_process", clone3_process},
    {"clone_new_user", clone_new_user},
    {"shell", shell},
    {"pipe_to_shell", pipe_to_shell},
    {"spawn", spawn},
    {"exec_shell", exec_shell},
    {"exec_itself", exec_itself},
    {"exec_by_descriptor", exec_by_descriptor},
    {"exec_from_thread", exec_from_thread},
    {"leave_daemon", leave_daemon},
    {"many_children", many_children},
    {"thread_bomb", thread_bomb},
    {"few_threads", few_threads},
    {"spin", spin},
    {"spin_with_signals_blocked", spin_with_signals_blocked},
    {"sleep_forever", sleep_forever},
    {"terminate", terminate},
    {"jump", jump},
    {"segmentation_fault", segmentation_fault},
    {"looks_like_a_signal", looks_like_a_signal},
    {"kill_itself", kill_itself},
    {"flood_output", flood_output},
    {"flood_errors", flood_errors},
    {"print", print},
    {"echo", echo},
    {"close_everything", close_everything},
    {"list_environment", list_environment},
    {"copy_input", copy_input},
    {nullptr, nullptr},
};

}  // namespace hostile
