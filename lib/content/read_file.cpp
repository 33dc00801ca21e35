#include "content/read_file.hpp"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "base/unique_fd.hpp"

namespace content {
namespace {

FileFault system_fault(int error) {
  if (error == EACCES || error == EPERM) {
    return {"unreadable", "cannot be read: you have no permission"};
  }
  if (error == ENOENT) return {"missing", "does not exist"};
  if (error == ELOOP) return {"unreadable", "is a symbolic link that leads nowhere"};
  // Opening a socket, or a device without a driver, ends here.
  if (error == ENXIO) return {"not-a-file", "is not a regular file"};
  return {"unreadable", fmt::format("cannot be read: {}", std::generic_category().message(error))};
}

std::string_view describe_type(mode_t mode) {
  if (S_ISDIR(mode)) return "is a folder, not a file";
  if (S_ISFIFO(mode)) return "is a named pipe, not a file";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "is a device, not a file";
  return "is not a regular file";
}

}  // namespace

std::variant<FileText, FileFault> read_file(const std::filesystem::path& file) {
  // O_NONBLOCK: opening a named pipe would wait for its writer.
  const base::UniqueFd fd(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!fd) return system_fault(errno);
  struct stat status{};
  if (::fstat(fd.get(), &status) != 0) return system_fault(errno);
  if (!S_ISREG(status.st_mode))
    return FileFault{"not-a-file", std::string(describe_type(status.st_mode))};
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > file_bytes_max) {
    return FileFault{"file-too-large",
                     fmt::format("is {} MB large; {} MB are allowed in one file, so split it",
                                 size / 1'000'000, file_bytes_max >> 20)};
  }
  FileText text;
  text.identity = {status.st_dev, status.st_ino};
  text.bytes.resize(size + 1);  // one more, to see that the file has grown
  std::size_t done = 0;
  while (done < text.bytes.size()) {
    const ssize_t count = ::read(fd.get(), text.bytes.data() + done, text.bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_fault(errno);
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  if (done != size) return FileFault{"changed", "changed while it was read; try again"};
  text.bytes.resize(done);
  return text;
}

}  // namespace content
