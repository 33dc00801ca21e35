#include "support/spawn.hpp"

#include <cerrno>
#include <signal.h>
#include <sys/prctl.h>
#include <system_error>
#include <unistd.h>

namespace support {

PreparedCommand::PreparedCommand(const Command& command)
    : program_(command.program.string()), folder_(command.folder.string()) {
  texts_.push_back(program_);
  texts_.insert(texts_.end(), command.arguments.begin(), command.arguments.end());
  const std::size_t argument_count = texts_.size();
  for (const auto& [name, value] : command.environment) texts_.push_back(name + "=" + value);
  for (std::size_t i = 0; i < texts_.size(); ++i)
    (i < argument_count ? arguments_ : environment_).push_back(texts_[i].data());
  arguments_.push_back(nullptr);
  environment_.push_back(nullptr);
}

int PreparedCommand::execute(int parent) const noexcept {
  die_with(parent);
  for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  if (!folder_.empty() && ::chdir(folder_.c_str()) != 0) return errno;
  ::execvpe(program_.c_str(), arguments_.data(), environment_.data());
  return errno;
}

void die_with(int parent) noexcept {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);  // it died before the call above
}

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

}  // namespace support
