#include "content/pack_files.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <system_error>

namespace content {
namespace {

namespace fs = std::filesystem;

/// A bound on the walk through a folder that is no pack, such as somebody's home.
constexpr std::size_t entries_max = 200'000;

class Walk {
 public:
  explicit Walk(const FileReporter& report) : report_(report) {}

  std::vector<fs::path> below(const fs::path& pack) {
    // Depth first, the next folder last: a stack of its own instead of recursion.
    std::vector<fs::path> waiting{pack};
    while (!waiting.empty() && !full_) {
      const fs::path path = std::move(waiting.back());
      waiting.pop_back();
      std::error_code error;
      const fs::file_status status = fs::symlink_status(path, error);
      if (path != pack && status.type() != fs::file_type::directory) {
        add(path);
        continue;
      }
      std::vector<fs::path> entries = list(path, pack);
      std::ranges::sort(entries, std::greater<>{});
      waiting.insert(waiting.end(), entries.begin(), entries.end());
    }
    return std::move(files_);
  }

 private:
  void add(const fs::path& file) {
    if (files_.size() == files_max) {
      report_(file, "too-many-files",
              fmt::format("is one of more than {} files; the rest is not read", files_max));
      full_ = true;
      return;
    }
    files_.push_back(file);
  }

  /// What of a folder's entries is to be read or walked.
  std::vector<fs::path> list(const fs::path& folder, const fs::path& pack) {
    std::vector<fs::path> wanted;
    std::error_code error;
    fs::directory_iterator entry(folder, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
      if (++entries_ > entries_max) {
        report_(
            pack, "too-many-files",
            fmt::format("has more than {} files and folders; the rest is not read", entries_max));
        full_ = true;
        return {};
      }
      const fs::path& path = entry->path();
      const std::string name = path.filename().string();
      if (name.starts_with('.')) continue;
      std::error_code ignored;
      const bool is_folder = entry->symlink_status(ignored).type() == fs::file_type::directory;
      const bool is_json = path.extension() == ".json";
      if (is_folder && is_json) {
        report_(path, "not-a-file", "is a folder, not a file");
      } else if (is_folder ? name != "schema" : is_json) {
        wanted.push_back(path);
      }
    }
    if (error) {
      const bool forbidden = error == std::errc::permission_denied;
      report_(folder, "unreadable",
              forbidden ? "cannot be opened: you have no permission"
                        : fmt::format("cannot be read: {}", error.message()));
    }
    return wanted;
  }

  const FileReporter& report_;
  std::vector<fs::path> files_;
  std::size_t entries_ = 0;
  bool full_ = false;
};

}  // namespace

std::vector<fs::path> content_files(const fs::path& pack, const FileReporter& report) {
  std::error_code error;
  const fs::file_status status = fs::status(pack, error);
  if (status.type() == fs::file_type::directory) {
    if (pack.extension() != ".json") return Walk(report).below(pack);
    report(pack, "not-a-file", "is a folder, not a file");
    return {};
  }
  return {pack};
}

}  // namespace content
