#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <variant>

namespace content {

inline constexpr std::size_t file_bytes_max = std::size_t{32} << 20;

/// Which file it is, whatever path leads to it: device and inode.
using FileIdentity = std::pair<std::uint64_t, std::uint64_t>;

struct FileText {
  std::string bytes;
  FileIdentity identity;
};

struct FileFault {
  std::string rule;
  std::string message;
};

/// Reads a regular file of at most file_bytes_max. Never waits: a pipe or device is refused, not
/// read.
std::variant<FileText, FileFault> read_file(const std::filesystem::path& file);

}  // namespace content
