#include "quiet.hpp"

#include <array>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>

#include "queue.hpp"
#include "real.hpp"

// A thread that is counted as active may still be asleep: in join, in a barrier, in read, in poll.
// Two looks at every such thread, one after the other, find it in state S with the same number of
// context switches: then it has not run between the end of the first look and the start of the
// second, for it could not have gone back to sleep without another switch. When the same holds for
// all of them, and nobody joined or left the queue, then at that moment nobody ran, and only the
// caller can change that. No memory is allocated here: a thread may be stopped within malloc.

namespace virtual_clock::detail {
namespace {

class Descriptor {
 public:
  Descriptor(long folder, const char* path, int flags)
      : fd_(real::call(SYS_openat, folder, real::pointer(path), flags | O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (fd_ >= 0) real::call(SYS_close, fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  long get() const { return fd_; }

 private:
  long fd_;
};

struct Look {
  bool complete = false;
  bool all_asleep = true;
  std::uint64_t threads = 0;  // hash of identities and context switches
  std::uint64_t generation = 0;

  void mix(std::uint64_t value) {
    threads = (threads ^ value) * 0x9e3779b97f4a7c15ULL;
    threads ^= threads >> 29;
  }
};

/// The text after `name` at the start of a line; null if there is none.
const char* field(const char* text, const char* name) {
  const char* const found = std::strstr(text, name);
  if (!found || (found != text && found[-1] != '\n')) return nullptr;
  const char* value = found + std::strlen(name);
  while (*value == ' ' || *value == '\t') ++value;
  return value;
}

bool look_at_thread(long folder, const char* name, Look& look) {
  std::array<char, 32> path{};
  if (std::strlen(name) > path.size() - sizeof "/status") return false;
  std::strcpy(path.data(), name);
  std::strcat(path.data(), "/status");
  const Descriptor file(folder, path.data(), 0);
  if (file.get() < 0) return false;  // it has just ended: look again
  std::array<char, 4096> text;
  const long length = real::call(SYS_read, file.get(), real::pointer(text.data()),
                                 static_cast<long>(text.size()) - 1);
  if (length <= 0) return false;
  text[static_cast<std::size_t>(length)] = '\0';
  const char* const state = field(text.data(), "State:");
  const char* const yielded = field(text.data(), "voluntary_ctxt_switches:");
  const char* const preempted = field(text.data(), "nonvoluntary_ctxt_switches:");
  if (!state || !yielded || !preempted) return false;
  // A main thread that has left by pthread_exit stays as a zombie.
  if (*state != 'S' && *state != 'Z') look.all_asleep = false;
  look.mix(std::strtoull(name, nullptr, 10));
  look.mix(std::strtoull(yielded, nullptr, 10));
  look.mix(std::strtoull(preempted, nullptr, 10));
  return true;
}

Look look_around() {
  Look look;
  look.generation = generation();
  const Descriptor folder(AT_FDCWD, "/proc/self/task", O_DIRECTORY);
  if (folder.get() < 0) return look;
  bool caller_seen = false;
  alignas(dirent64) std::array<char, 4096> entries;
  for (;;) {
    const long length = real::call(SYS_getdents64, folder.get(), real::pointer(entries.data()),
                                   static_cast<long>(entries.size()));
    if (length < 0) return look;
    if (length == 0) break;
    for (long at = 0; at < length;) {
      const auto* entry = reinterpret_cast<const dirent64*>(entries.data() + at);
      at += entry->d_reclen;
      if (entry->d_name[0] == '.') continue;
      const auto thread = static_cast<pid_t>(std::atoi(entry->d_name));
      if (thread == own_thread()) {
        caller_seen = true;
      } else if (is_parked(thread)) {
        look.mix(static_cast<std::uint64_t>(thread));
      } else if (!look_at_thread(folder.get(), entry->d_name, look) || !look.all_asleep) {
        return look;
      }
    }
  }
  // Otherwise this is the /proc of another pid namespace.
  look.complete = caller_seen;
  return look;
}

}  // namespace

bool is_quiet() {
  const Look one = look_around();
  if (!one.complete || !one.all_asleep) return false;
  const Look two = look_around();
  return two.complete && two.all_asleep && two.threads == one.threads &&
         two.generation == one.generation && generation() == one.generation;
}

}  // namespace virtual_clock::detail
