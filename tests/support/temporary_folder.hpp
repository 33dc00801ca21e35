#pragma once

#include <filesystem>
#include <string_view>

namespace support {

/// A new folder of its own, removed with all it holds at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string read_file(const std::filesystem::path& file);
/// Makes the folders above it where they are missing.
void write_file(const std::filesystem::path& file, std::string_view bytes);

}  // namespace support
