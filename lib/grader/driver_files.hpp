#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/manifest.hpp"

namespace grader {

enum class Clock { virtual_time, real_time };

/// The driver of one challenge for C++: a folder with units to be compiled after the submission,
/// and an object to link with it.
struct DriverFiles {
  std::filesystem::path folder;  ///< canonical
  std::filesystem::path object;  ///< canonical
  std::vector<std::string> units = {"adapter.hpp"};
};

/// Throws base::Error when they are not where they were built or installed.
DriverFiles find_driver(const Manifest& manifest, const std::string& language,
                        Clock clock = Clock::virtual_time);

/// Changes whenever the driver does.
std::string identity(const DriverFiles& driver);

}  // namespace grader
