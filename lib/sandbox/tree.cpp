#include "sandbox/tree.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include "base/error.hpp"

namespace sandbox {
namespace {

constexpr int max_depth = 100;

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& path) {
  throw base::Error("cannot " + what + " " + path.string() + ": " + std::strerror(errno));
}

bool remove_below(int parent_fd, const char* name, dev_t device, int depth) {
  if (::unlinkat(parent_fd, name, 0) == 0 || errno == ENOENT) return true;
  base::UniqueFd folder(::openat(parent_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  // The program took away our own right to read it. fchmodat would follow a link put in its place
  // meanwhile, but whoever could do that has ended: this runs after the job.
  if (!folder && errno == EACCES && ::fchmodat(parent_fd, name, S_IRWXU, 0) == 0) {
    folder.reset(::openat(parent_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  }
  struct stat what{};
  if (!folder || depth == 0 || ::fstat(folder.get(), &what) != 0 || what.st_dev != device) {
    return false;
  }
  if (::fchmod(folder.get(), S_IRWXU) != 0) return false;
  const int fd = folder.get();
  const std::unique_ptr<DIR, CloseFolder> entries(::fdopendir(fd));
  if (!entries) return false;
  folder.release();
  bool is_empty = true;
  while (const dirent* entry = ::readdir(entries.get())) {
    if (std::strcmp(entry->d_name, ".") == 0 || std::strcmp(entry->d_name, "..") == 0) continue;
    is_empty = remove_below(fd, entry->d_name, device, depth - 1) && is_empty;
  }
  return is_empty && ::unlinkat(parent_fd, name, AT_REMOVEDIR) == 0;
}

}  // namespace

bool remove_tree(int parent_fd, const std::string& name) {
  struct stat what{};
  if (::fstatat(parent_fd, name.c_str(), &what, AT_SYMLINK_NOFOLLOW) != 0) return errno == ENOENT;
  return remove_below(parent_fd, name.c_str(), what.st_dev, max_depth);
}

WorkFolder::WorkFolder(const std::filesystem::path& parent) {
  std::error_code error;
  const std::filesystem::path canonical = std::filesystem::canonical(parent, error);
  if (error) throw base::Error("cannot use " + parent.string() + ": " + error.message());
  std::string pattern = (canonical / "nines-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) fail("create a folder in", canonical);
  path_ = pattern;
  name_ = path_.filename().string();
  parent_.reset(::open(canonical.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  folder_.reset(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!parent_ || !folder_) fail("open", path_);
}

WorkFolder::~WorkFolder() {
  remove_tree(parent_.get(), name_);
}

void WorkFolder::write(const std::string& name, const std::string& text) const {
  const base::UniqueFd file(::openat(folder_.get(), name.c_str(),
                                     O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) fail("create", path_ / name);
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t size = ::write(file.get(), text.data() + at, text.size() - at);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) fail("write", path_ / name);
    at += static_cast<std::size_t>(size);
  }
}

std::optional<base::UniqueFd> WorkFolder::open_result(const std::string& name,
                                                      std::uint64_t max_bytes) const {
  if (name.find('/') != std::string::npos) return std::nullopt;
  base::UniqueFd file(
      ::openat(folder_.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat what{};
  if (!file || ::fstat(file.get(), &what) != 0 || !S_ISREG(what.st_mode) ||
      static_cast<std::uint64_t>(what.st_size) > max_bytes) {
    return std::nullopt;
  }
  return file;
}

}  // namespace sandbox
