#include "sandbox/bubblewrap.hpp"

#include <cstdlib>
#include <system_error>
#include <unistd.h>

namespace sandbox {
namespace fs = std::filesystem;

std::string find_bubblewrap() {
  const char* variable = std::getenv("PATH");
  std::string rest = variable != nullptr ? variable : "/usr/bin:/bin";
  rest.push_back(':');
  for (std::size_t end = 0; (end = rest.find(':')) != std::string::npos; rest.erase(0, end + 1)) {
    const std::string candidate = rest.substr(0, end) + "/bwrap";
    // Not from a relative entry: that would be whatever lies in the current folder.
    if (candidate.front() != '/' || candidate == "/bwrap") continue;
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return {};
}

std::vector<std::string> bubblewrap_argv(const std::string& bwrap, const Job& job,
                                         const std::string& guardian) {
  std::vector<std::string> argv = {bwrap, "--unshare-all", "--cap-drop", "ALL"};
  const auto add = [&argv](std::initializer_list<std::string> words) {
    argv.insert(argv.end(), words);
  };
  add({"--ro-bind", "/usr", "/usr"});
  for (const char* path : {"/bin", "/sbin", "/lib", "/lib32", "/lib64"}) {
    std::error_code error;
    const fs::path target = fs::read_symlink(path, error);
    if (!error) {
      add({"--symlink", target.string(), path});
    } else {
      add({"--ro-bind-try", path, path});
    }
  }
  add({"--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"});
  add({"--ro-bind-try", "/etc/alternatives", "/etc/alternatives"});
  add({"--proc", "/proc"});
  // Root may write what root owns there, capabilities or not: bwrap asks about the folder's own
  // bits, which say that nobody may, and leaves it uncovered.
  if (::geteuid() == 0) add({"--ro-bind-try", "/proc/sys", "/proc/sys"});
  // Not --dev, which adds terminals and a writable /dev/shm.
  for (const char* device : {"/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"}) {
    add({"--dev-bind-try", device, device});
  }
  add({"--symlink", "/proc/self/fd", "/dev/fd"});
  add({"--symlink", "/proc/self/fd/0", "/dev/stdin"});
  add({"--symlink", "/proc/self/fd/1", "/dev/stdout"});
  add({"--symlink", "/proc/self/fd/2", "/dev/stderr"});
  for (const fs::path& path : job.readable) add({"--ro-bind", path.native(), path.native()});
  if (job.writable) add({"--bind", job.writable->native(), job.writable->native()});
  // The root, with /dev, is a tmpfs of bwrap's. In /proc it covers what root could write itself,
  // and the guardian's entry is closed to the program: a third remount would cost two milliseconds.
  add({"--remount-ro", "/"});
  add({"--as-pid-1", "--", guardian});
  return argv;
}

}  // namespace sandbox
