#include "nines/file_watch.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/error.hpp"

namespace nines {
namespace {

namespace fs = std::filesystem;

/// An editor may touch a file several times for one save.
constexpr int quiet_ms = 60;
/// A signal that comes between the look at `stop` and the wait is seen after so long at most.
constexpr int look_ms = 200;
/// Somebody who writes without end must not keep the grading waiting for ever.
constexpr int quiet_rounds_max = 20;

constexpr char end_of_transmission = 4;

[[noreturn]] void fail(const fs::path& folder) {
  throw base::Error("cannot watch " + folder.string() + ": " + std::strerror(errno),
                    "grade without --watch");
}

}  // namespace

FileWatch::FileWatch(const fs::path& file, std::vector<std::string> extensions)
    : extensions_(std::move(extensions)), inotify_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  if (inotify_.get() < 0) fail(file.parent_path());
  const auto absolute = fs::absolute(file);
  watch(absolute.parent_path());
  // Behind a symbolic link the file itself may lie elsewhere.
  std::error_code error;
  const auto canonical = fs::canonical(absolute, error);
  if (!error && canonical.parent_path() != absolute.parent_path()) watch(canonical.parent_path());
}

void FileWatch::watch(const fs::path& folder) {
  if (::inotify_add_watch(inotify_.get(), folder.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO) < 0)
    fail(folder);
}

bool FileWatch::takes(const std::string& name) const {
  const std::string extension = fs::path(name).extension().string();
  return std::find(extensions_.begin(), extensions_.end(), extension) != extensions_.end();
}

bool FileWatch::read_saves() {
  bool was_saved = false;
  alignas(inotify_event) std::array<char, 4096> bytes{};
  for (;;) {
    const auto count = ::read(inotify_.get(), bytes.data(), bytes.size());
    if (count <= 0) return was_saved;
    for (std::size_t at = 0; at < static_cast<std::size_t>(count);) {
      inotify_event event{};
      std::memcpy(&event, bytes.data() + at, sizeof event);
      // Padded with zeros; an overflow has no name, and may have lost a save.
      const std::string name(event.len > 0 ? bytes.data() + at + sizeof event : "");
      was_saved = was_saved || (event.mask & IN_Q_OVERFLOW) != 0 || takes(name);
      at += sizeof event + event.len;
    }
  }
}

FileWatch::Event FileWatch::wait(const std::atomic<bool>& stop, bool reads_keys) {
  bool keys = reads_keys;
  for (;;) {
    if (stop.load()) return Event::stopped;
    std::array<pollfd, 2> waiting{pollfd{inotify_.get(), POLLIN, 0},
                                  pollfd{keys ? STDIN_FILENO : -1, POLLIN, 0}};
    if (::poll(waiting.data(), waiting.size(), look_ms) <= 0) continue;
    if (waiting[1].revents != 0) {
      char key = 0;
      const auto count = ::read(STDIN_FILENO, &key, 1);
      if (count > 0 && (key == 'q' || key == 'Q' || key == end_of_transmission)) return Event::left;
      if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) keys = false;
    }
    if (waiting[0].revents == 0 || !read_saves()) continue;
    for (int round = 0; round < quiet_rounds_max; ++round) {
      pollfd more{inotify_.get(), POLLIN, 0};
      if (::poll(&more, 1, quiet_ms) == 0) break;
      if (stop.load()) return Event::stopped;
      read_saves();
    }
    return Event::saved;
  }
}

}  // namespace nines
