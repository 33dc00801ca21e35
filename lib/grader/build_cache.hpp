#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace grader {

/// What was made once, under a name that says from what. Several processes may use one folder: each
/// file appears in it whole, by a rename, or not at all, and nothing is changed in place. The least
/// recently used goes first when the bound is reached.
class BuildCache {
 public:
  /// Makes the folder; throws base::Error when it cannot.
  explicit BuildCache(std::filesystem::path folder);

  /// A name from everything that a result depends on.
  static std::string key(std::initializer_list<std::string_view> parts);

  const std::filesystem::path& folder() const { return folder_; }
  /// Folder for jobs that run now.
  std::filesystem::path work_folder() const;

  /// The file's path, canonical, marked as used now; absent when there is none.
  std::optional<std::filesystem::path> find(const std::string& name) const;
  /// Copies all of an open file. Throws base::Error, for instance when the disk is full.
  std::filesystem::path store(const std::string& name, int descriptor, bool is_program) const;

  std::optional<std::string> text(const std::string& name) const;
  /// Best effort: what cannot be remembered is made again.
  void store_text(const std::string& name, const std::string& text) const;

  void remove(const std::string& name) const;
  /// Removes the files used longest ago until at most so many bytes are left, and what jobs of a
  /// program that was killed have left in the work folder.
  void trim(std::uint64_t bytes_max) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace grader
