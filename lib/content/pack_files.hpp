#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace content {

inline constexpr std::size_t files_max = 10'000;

/// Where and what, for a folder or file that cannot be used.
using FileReporter =
    std::function<void(const std::filesystem::path& path, const char* rule, std::string message)>;

/// The content files of a pack in the order of their paths: the pack itself when it is no folder;
/// else all *.json below it, without hidden files, folders named "schema", and what lies behind
/// links to folders. At most files_max.
std::vector<std::filesystem::path> content_files(const std::filesystem::path& pack,
                                                 const FileReporter& report);

}  // namespace content
