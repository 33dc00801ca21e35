#include "grader/build_cache.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include "base/error.hpp"
#include "base/random.hpp"
#include "base/unique_fd.hpp"
#include "sandbox/tree.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

/// Different for every writer, in this process and in others.
std::string temporary_name() {
  static std::atomic<unsigned> count{0};
  return ".new-" + std::to_string(::getpid()) + "-" + std::to_string(count++);
}

void copy_all(int from, int to, const fs::path& path) {
  if (::lseek(from, 0, SEEK_SET) < 0) throw base::Error("cannot read what was built");
  std::vector<char> chunk(1 << 18);
  for (;;) {
    const ssize_t size = ::read(from, chunk.data(), chunk.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) throw base::Error(std::string("cannot read what was built: ") + strerror(errno));
    if (size == 0) return;
    for (ssize_t at = 0; at < size;) {
      const ssize_t written = ::write(to, chunk.data() + at, static_cast<std::size_t>(size - at));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) {
        throw base::Error("cannot write " + path.string() + ": " + std::strerror(errno));
      }
      at += written;
    }
  }
}

/// No job takes so long.
constexpr std::chrono::hours abandoned_after{24};

void remove_abandoned(const fs::path& folder) {
  const base::UniqueFd opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code missing;
    const auto age = fs::file_time_type::clock::now() - at->last_write_time(missing);
    if (!missing && age > abandoned_after) {
      sandbox::remove_tree(opened.get(), at->path().filename().string());
    }
  }
}

/// Removes the file unless it was given its name.
struct Temporary {
  fs::path path;
  ~Temporary() {
    std::error_code ignored;
    if (!path.empty()) fs::remove(path, ignored);
  }
};

}  // namespace

BuildCache::BuildCache(fs::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  fs::create_directories(folder_ / "work", error);
  if (!error) folder_ = fs::canonical(folder_, error);
  if (error) {
    throw base::Error("cannot make the folder " + folder_.string() + ": " + error.message());
  }
}

std::string BuildCache::key(std::initializer_list<std::string_view> parts) {
  // Two streams that start apart: 128 bits, so that no two sources of one user ever meet.
  std::uint64_t first = base::fnv1a("nines");
  std::uint64_t second = base::fnv1a("submission");
  for (const std::string_view part : parts) {
    const std::string size = std::to_string(part.size()) + ':';
    first = base::fnv1a(part, base::fnv1a(size, first));
    second = base::fnv1a(part, base::fnv1a(size, second)) * 0x9e3779b97f4a7c15ULL + 1;
  }
  static const char* const digits = "0123456789abcdef";
  std::string text;
  for (const std::uint64_t half : {first, second}) {
    for (int shift = 60; shift >= 0; shift -= 4) text += digits[half >> shift & 15];
  }
  return text;
}

fs::path BuildCache::work_folder() const {
  return folder_ / "work";
}

std::optional<fs::path> BuildCache::find(const std::string& name) const {
  fs::path path = folder_ / name;
  // The time of the last access says when it was used; the time of the last change stays.
  const timespec times[2] = {{0, UTIME_NOW}, {0, UTIME_OMIT}};
  if (::utimensat(AT_FDCWD, path.c_str(), times, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  return path;
}

fs::path BuildCache::store(const std::string& name, int descriptor, bool is_program) const {
  Temporary temporary{folder_ / temporary_name()};
  const base::UniqueFd file(::open(temporary.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                                   is_program ? 0755 : 0644));
  if (!file) {
    throw base::Error("cannot write " + temporary.path.string() + ": " + std::strerror(errno));
  }
  copy_all(descriptor, file.get(), temporary.path);
  const fs::path path = folder_ / name;
  std::error_code error;
  fs::rename(temporary.path, path, error);
  if (error) throw base::Error("cannot write " + path.string() + ": " + error.message());
  temporary.path.clear();
  return path;
}

std::optional<std::string> BuildCache::text(const std::string& name) const {
  const auto path = find(name);
  if (!path) return std::nullopt;
  std::ifstream stream(*path, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

void BuildCache::store_text(const std::string& name, const std::string& text) const {
  Temporary temporary{folder_ / temporary_name()};
  std::ofstream stream(temporary.path, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) return;
  std::error_code error;
  fs::rename(temporary.path, folder_ / name, error);
  if (!error) temporary.path.clear();
}

void BuildCache::remove(const std::string& name) const {
  std::error_code ignored;
  fs::remove(folder_ / name, ignored);
}

void BuildCache::trim(std::uint64_t bytes_max) const {
  remove_abandoned(work_folder());
  struct File {
    std::int64_t used;
    std::uint64_t bytes;
    fs::path path;
  };
  std::vector<File> files;
  std::uint64_t total = 0;
  std::error_code error;
  for (fs::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
    struct stat what{};
    if (::lstat(at->path().c_str(), &what) != 0 || !S_ISREG(what.st_mode)) continue;
    const auto bytes = static_cast<std::uint64_t>(what.st_size);
    total += bytes;
    files.push_back({what.st_atim.tv_sec, bytes, at->path()});
  }
  std::sort(files.begin(), files.end(),
            [](const File& left, const File& right) { return left.used < right.used; });
  for (const File& file : files) {
    if (total <= bytes_max) return;
    std::error_code missing;
    if (fs::remove(file.path, missing)) total -= file.bytes;
  }
}

}  // namespace grader
