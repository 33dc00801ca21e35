#include "sandbox/init/usage.hpp"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

namespace sandbox::init {
namespace {

/// Bytes read, with a NUL after them; -1 when there is no such file.
template <unsigned long size>
ssize_t read_text(int folder, const char* name, char (&text)[size]) {
  const int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  const ssize_t length = read(fd, text, size - 1);
  close(fd);
  if (length >= 0) text[length] = '\0';
  return length;
}

/// The children of a process whose only thread that forks is its first: true of the guardian and
/// of compilers. `visit` gets each; reads one page, a bound that the next round makes good.
template <typename Visit>
void for_each_child(int pid, Visit visit) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
  char text[4096];
  if (read_text(AT_FDCWD, path, text) <= 0) return;
  for (char* at = text;;) {
    char* next = nullptr;
    const long child = strtol(at, &next, 10);
    // A number at the very end may be cut.
    if (next == at || *next == '\0') return;
    if (child > 1) visit(static_cast<pid_t>(child));
    at = next;
  }
}

void add_below(int pid, int depth, std::uint64_t thread_limit, Usage& usage) {
  if (depth == 0) return;
  for_each_child(pid, [&](pid_t child) {
    if (usage.threads > thread_limit) return;
    char path[32];
    snprintf(path, sizeof path, "/proc/%d", child);
    const int proc_fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (proc_fd < 0) return;
    add_usage(proc_fd, usage);
    close(proc_fd);
    add_below(child, depth - 1, thread_limit, usage);
  });
}

}  // namespace

bool add_usage(int proc_fd, Usage& usage) {
  char text[1024];
  if (read_text(proc_fd, "stat", text) <= 0) return false;
  // The second field is the program's to choose: parentheses, spaces and all. Numbers follow it.
  const char* at = strrchr(text, ')');
  if (at == nullptr || strlen(at) < 4) return false;
  at += 4;  // ") S "
  std::uint64_t fields[21] = {};
  for (std::uint64_t& field : fields) {
    char* next = nullptr;
    field = strtoull(at, &next, 10);
    if (next == at) return false;
    at = next;
  }
  // Counted from ppid, field 4 of proc(5).
  const auto ticks_per_s = static_cast<std::uint64_t>(sysconf(_SC_CLK_TCK));
  usage.cpu_ms += (fields[10] + fields[11] + fields[12] + fields[13]) * 1000 / ticks_per_s;
  usage.threads += fields[16];
  if (fields[19] > usage.address_space_bytes) usage.address_space_bytes = fields[19];
  usage.resident_bytes += fields[20] * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  return true;
}

void add_descendants(std::uint64_t thread_limit, Usage& usage) {
  constexpr int max_depth = 50;
  add_below(getpid(), max_depth, thread_limit, usage);
}

void kill_children() {
  for_each_child(getpid(), [](pid_t child) { ::kill(child, SIGKILL); });
}

}  // namespace sandbox::init
