#include "virtual-clock/program.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "catch.hpp"

namespace {

int status_of(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0) REQUIRE(errno == EINTR);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Ran run(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& argument : command)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);

  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  pid_t process = 0;
  const int error =
      posix_spawnp(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);

  Ran ran;
  std::array<char, 4096> part{};
  for (ssize_t length = 0; (length = read(ends[0], part.data(), part.size())) > 0;) {
    ran.output.append(part.data(), static_cast<std::size_t>(length));
  }
  close(ends[0]);
  if (error == 0) ran.status = status_of(process);
  return ran;
}

BusyProcess::BusyProcess() : process_(fork()) {
  REQUIRE(process_ >= 0);
  if (process_ != 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (std::atomic<bool> forever{true}; forever;) {
  }
}

BusyProcess::~BusyProcess() {
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}
