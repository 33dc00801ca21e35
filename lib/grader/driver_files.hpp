#pragma once

#include <filesystem>
#include <string>

#include "grader/manifest.hpp"

namespace grader {

/// The driver of one challenge for C++: a folder with `adapter.hpp`, to be compiled with the
/// submission, and an object to link with it.
struct DriverFiles {
  std::filesystem::path folder;  ///< canonical
  std::filesystem::path object;  ///< canonical
};

/// Throws base::Error when they are not where they were built or installed.
DriverFiles find_driver(const Manifest& manifest, const std::string& language);

/// Changes whenever the driver does.
std::string identity(const DriverFiles& driver);

}  // namespace grader
