#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace grader {

/// A submission as it was when it was read: what is compiled is this text, whatever happens to the
/// file meanwhile.
struct Source {
  std::filesystem::path path;  ///< canonical
  std::string text;
  /// Files that it includes with quotes, directly or not; canonical, sorted. They stay where they
  /// are.
  std::vector<std::filesystem::path> neighbours;
  /// What it includes with quotes and is there, but outside its folder, as it is written: the
  /// compiler does not get to see it.
  std::vector<std::string> outside;
  /// Of every byte of the neighbours, and of the names of what is outside.
  std::uint64_t neighbours_hash = 0;
  /// Names that it and its neighbours include in angle brackets, sorted, each once.
  std::vector<std::string> system_headers;
  /// It defines macros before an include, so that including all headers first would not be the
  /// same.
  bool configures_headers = false;
  /// Namespaces that it opens: where the class may be.
  std::vector<std::string> namespaces;
  /// What it, or a neighbour, mentions that the virtual clock does not reach: "timerfd_create".
  std::string other_clock;
};

constexpr std::size_t source_bytes_max = 1 << 20;

/// Throws base::Error for what is not a text file of at most source_bytes_max.
Source read_source(const std::filesystem::path& path);

}  // namespace grader
