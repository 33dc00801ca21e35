#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/unique_fd.hpp"

namespace sandbox {

/// A folder for a program that is not trusted to write to. The host reaches into it through
/// descriptors only and follows no links: by name, the program could have put something else there.
class WorkFolder {
 public:
  /// A new folder with a name of its own in `parent`, for this user only. Throws base::Error.
  explicit WorkFolder(const std::filesystem::path& parent);
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  /// Removes it with everything in it.
  ~WorkFolder();

  /// Canonical, as Job::writable and Job::readable want it.
  const std::filesystem::path& path() const { return path_; }

  /// Creates a file. Throws base::Error.
  void write(const std::string& name, const std::string& text) const;

  /// Opens a regular file directly in the folder, of at most `max_bytes`; absent when it is
  /// missing, larger, or anything else (a link, a FIFO, a device). To be called when the job has
  /// ended.
  std::optional<base::UniqueFd> open_result(const std::string& name, std::uint64_t max_bytes) const;

 private:
  std::filesystem::path path_;
  std::string name_;
  base::UniqueFd parent_;
  base::UniqueFd folder_;
};

/// Removes `name` in the folder `parent_fd` and what is below it, without following links or
/// leaving the file system. False when something was left, for instance below 100 levels.
bool remove_tree(int parent_fd, const std::string& name);

}  // namespace sandbox
