#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include "base/unique_fd.hpp"

namespace nines {

/// Sees when a file, or one of the same kinds beside it, is saved: written in place, or replaced by
/// another of its name, as many editors do.
class FileWatch {
 public:
  /// `extensions` with their dots. Throws base::Error when the folder cannot be watched.
  FileWatch(const std::filesystem::path& file, std::vector<std::string> extensions);

  enum class Event { saved, left, stopped };
  /// Waits for a save, and until nothing has been saved for a moment; for q or Ctrl-D when
  /// `reads_keys`, and for `stop`.
  Event wait(const std::atomic<bool>& stop, bool reads_keys);

 private:
  void watch(const std::filesystem::path& folder);
  bool takes(const std::string& name) const;
  bool read_saves();

  std::vector<std::string> extensions_;
  base::UniqueFd inotify_;
};

}  // namespace nines
