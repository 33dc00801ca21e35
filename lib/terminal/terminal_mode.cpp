#include "terminal/terminal_mode.hpp"

#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

namespace terminal {
namespace {

/// What handlers see. Signal handlers get no argument of ours, hence a single global.
struct Shared {
  volatile sig_atomic_t active = 0;
  volatile sig_atomic_t keys = 0;  ///< the mode has been changed and is to be put back
  volatile sig_atomic_t asking = 0;
  volatile sig_atomic_t interrupted = 0;
  volatile sig_atomic_t resumed = 0;
  volatile sig_atomic_t resized = 0;
  pid_t owner = 0;
  termios found{};
  termios for_keys{};
};
Shared shared;

constexpr int ending_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT};
constexpr int passing_signals[] = {SIGTSTP, SIGCONT, SIGWINCH};
struct sigaction earlier[NSIG];

bool is_in_background() {
  const pid_t foreground = ::tcgetpgrp(STDIN_FILENO);
  return foreground != -1 && foreground != ::getpgrp();
}

void set(const termios& mode) {
  // A forked child that has not executed yet shares the handlers but owns no terminal.
  if (shared.active == 0 || ::getpid() != shared.owner || is_in_background()) return;
  while (::tcsetattr(STDIN_FILENO, TCSANOW, &mode) == -1 && errno == EINTR) {
  }
}

void put_back() {
  if (shared.keys != 0) set(shared.found);
}

void set_for_keys() {
  if (shared.keys != 0) set(shared.for_keys);
}

void on_ending(int signal) {
  const int saved_errno = errno;
  if (signal == SIGINT && shared.asking != 0) {
    shared.interrupted = 1;
  } else {
    put_back();
    ::sigaction(signal, &earlier[signal], nullptr);
    ::raise(signal);  // taken when this handler returns
  }
  errno = saved_errno;
}

void on_stop(int) {
  const int saved_errno = errno;
  put_back();
  struct sigaction ours;
  ::sigaction(SIGTSTP, &earlier[SIGTSTP], &ours);
  sigset_t stop;
  sigset_t before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  ::raise(SIGTSTP);
  ::sigprocmask(SIG_UNBLOCK, &stop, &before);  // stops here until SIGCONT
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  ::sigaction(SIGTSTP, &ours, nullptr);
  set_for_keys();
  errno = saved_errno;
}

void on_pass(int signal) {
  const int saved_errno = errno;
  if (signal == SIGCONT) {
    set_for_keys();
    shared.resumed = 1;
  } else {
    shared.resized = 1;
  }
  errno = saved_errno;
}

void install(int signal, void (*handler)(int)) {
  ::sigaction(signal, nullptr, &earlier[signal]);
  if (earlier[signal].sa_handler == SIG_IGN && signal != SIGWINCH) return;
  struct sigaction action{};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

bool take(volatile sig_atomic_t& flag) {
  const bool was_set = flag != 0;
  flag = 0;
  return was_set;
}

}  // namespace

TerminalMode::TerminalMode(bool keys) {
  assert(shared.active == 0);
  // Started in the background, the mode to be found is the shell's, not ours: wait for our turn.
  if (is_in_background()) ::raise(SIGTTIN);
  const bool can_set = keys && ::tcgetattr(STDIN_FILENO, &shared.found) == 0;
  shared.for_keys = shared.found;
  shared.for_keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | IEXTEN);
  shared.for_keys.c_lflag |= ISIG;
  shared.for_keys.c_iflag &= ~static_cast<tcflag_t>(ISTRIP | INLCR | IGNCR);
  shared.for_keys.c_iflag |= ICRNL;
  shared.for_keys.c_cc[VMIN] = 1;
  shared.for_keys.c_cc[VTIME] = 0;
  shared.owner = ::getpid();
  shared.interrupted = 0;
  shared.resumed = 0;
  shared.resized = 0;
  shared.keys = can_set ? 1 : 0;
  shared.active = 1;

  static const bool at_exit = std::atexit([] { put_back(); }) == 0;
  static_cast<void>(at_exit);
  for (const int signal : ending_signals) install(signal, on_ending);
  install(SIGTSTP, on_stop);
  install(SIGCONT, on_pass);
  install(SIGWINCH, on_pass);
  enter();
}

TerminalMode::~TerminalMode() {
  leave();
  for (const int signal : ending_signals) ::sigaction(signal, &earlier[signal], nullptr);
  for (const int signal : passing_signals) ::sigaction(signal, &earlier[signal], nullptr);
  shared.active = 0;
}

void TerminalMode::enter() {
  set_for_keys();
}

void TerminalMode::leave() {
  put_back();
}

Asking::Asking() {
  shared.asking = 1;
}

Asking::~Asking() {
  shared.asking = 0;
}

bool take_interrupted() {
  return take(shared.interrupted);
}

bool take_resumed() {
  return take(shared.resumed);
}

bool take_resized() {
  return take(shared.resized);
}

}  // namespace terminal
