#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/sandbox.hpp"

namespace grader {

/// A C++ compiler of this machine.
struct Toolchain {
  enum class Family { gcc, clang };
  std::filesystem::path program;  ///< as found: the name it is called by matters to it
  Family family = Family::gcc;
  std::string version;   ///< "12.2.0"
  std::string identity;  ///< changes when another compiler lies under the same name
  std::string linker;    ///< for -fuse-ld=, empty: the compiler's own
  /// Its folders that are not among the system's, canonical.
  std::vector<std::filesystem::path> folders;

  std::string title() const;  ///< "g++ 12.2.0"
};

/// $CXX if it is set, else the first of g++, clang++ and c++ on the path. What a compiler says of
/// itself is remembered in `cache_folder`. Throws base::Error when there is none, or when $CXX is
/// not one.
Toolchain find_toolchain(const std::filesystem::path& cache_folder, sandbox::Tier tier);
/// The same as long as the compiler needs not be asked; nothing is run.
std::optional<Toolchain> known_toolchain(const std::filesystem::path& cache_folder);

}  // namespace grader
