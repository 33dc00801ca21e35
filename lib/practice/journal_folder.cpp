#include "practice/journal_folder.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace practice {
namespace {

using Reason = JournalError::Reason;

// The WAL first and the database last: were we killed in between, the next process would find the
// database still there and go on, whereas SQLite deletes a WAL that has no database.
constexpr std::array<const char*, 4> database_parts{"-wal", "-shm", "-journal", ""};

bool is_taken(const std::filesystem::path& path) {
  struct stat status{};
  return ::lstat(path.c_str(), &status) == 0;
}

std::filesystem::path with_suffix(const std::filesystem::path& path, const char* suffix) {
  return std::filesystem::path(path) += suffix;
}

std::filesystem::path free_name(const std::filesystem::path& file, base::WallTime now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  const std::string stem =
      fmt::format("{}.corrupt-{:%Y%m%dT%H%M%SZ}", file.string(), fmt::gmtime(seconds));
  for (int n = 1;; ++n) {
    const std::filesystem::path name = n == 1 ? stem : fmt::format("{}-{}", stem, n);
    bool taken = false;
    for (const char* part : database_parts) taken = taken || is_taken(with_suffix(name, part));
    if (!taken) return name;
  }
}

}  // namespace

JournalError system_error(const std::filesystem::path& path, int error_number) {
  const std::string message =
      fmt::format("{}: {}", path.string(), std::generic_category().message(error_number));
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return {Reason::full, message, "make room on that disk, or choose another with --data-dir"};
    case EACCES:
    case EPERM:
    case EROFS:
      return {Reason::unwritable, message,
              "make it writable for you, or choose another folder with --data-dir"};
    case ENOTDIR:
    case EEXIST:
    case EISDIR:
    case ELOOP:
    case ENAMETOOLONG:
      return {Reason::unwritable, message,
              "move what stands in the way, or choose another folder with --data-dir"};
    default:
      return {Reason::other, message,
              "check that the disk is there and sound, or choose another folder with --data-dir"};
  }
}

void make_private_folder(const std::filesystem::path& folder) {
  struct stat status{};
  if (::stat(folder.c_str(), &status) == 0) {
    if (!S_ISDIR(status.st_mode)) throw system_error(folder, ENOTDIR);
    return;
  }
  if (errno != ENOENT) throw system_error(folder, errno);
  if (folder.has_parent_path() && folder.parent_path() != folder) {
    make_private_folder(folder.parent_path());
  }
  if (::mkdir(folder.c_str(), 0700) == 0) return;
  const int error = errno;
  // Another process may have made it just now.
  if (error != EEXIST || ::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
    throw system_error(folder, error);
  }
}

FolderLock::FolderLock(const std::filesystem::path& folder) : file_(folder / "journal.lock") {
  fd_.reset(::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (!fd_) throw system_error(file_, errno);
}

bool FolderLock::acquire(Mode mode, std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds pause{10};
  const int operation = (mode == Mode::shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
  for (;;) {
    if (::flock(fd_.get(), operation) == 0) return true;
    if (errno != EWOULDBLOCK && errno != EINTR) throw system_error(file_, errno);
    if (patience < pause) return false;
    std::this_thread::sleep_for(pause);
    patience -= pause;
  }
}

std::uintmax_t plain_file_size(const std::filesystem::path& file) {
  struct stat status{};
  if (::lstat(file.c_str(), &status) != 0) {
    if (errno == ENOENT) return 0;
    throw system_error(file, errno);
  }
  if (S_ISLNK(status.st_mode)) {
    throw JournalError(Reason::other,
                       fmt::format("{} is a symbolic link: its companion files would be separated "
                                   "from it",
                                   file.string()),
                       "keep the file itself there, and link the whole folder or use --data-dir");
  }
  if (!S_ISREG(status.st_mode)) {
    throw JournalError(
        Reason::other,
        fmt::format("{} is {}, not the file of the journal", file.string(),
                    S_ISDIR(status.st_mode) ? "a folder" : "a device, socket or pipe"),
        "move it away, or choose another folder with --data-dir");
  }
  return static_cast<std::uintmax_t>(status.st_size);
}

void create_private_file(const std::filesystem::path& file) {
  const base::UniqueFd fd(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (!fd) throw system_error(file, errno);
}

std::filesystem::path set_database_aside(const std::filesystem::path& file, base::WallTime now) {
  const std::filesystem::path name = free_name(file, now);
  std::filesystem::path moved;
  for (const char* part : database_parts) {
    const std::filesystem::path from = with_suffix(file, part);
    const std::filesystem::path to = with_suffix(name, part);
    if (::rename(from.c_str(), to.c_str()) == 0) {
      moved = to;
    } else if (errno != ENOENT) {
      throw system_error(from, errno);
    }
  }
  return moved;
}

}  // namespace practice
