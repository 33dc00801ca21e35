#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/manifest.hpp"

namespace nines {

/// The folder with the shipped challenges, of the build tree or the installation.
/// Throws base::Error when there is none.
const std::filesystem::path& shipped_graders();

/// In alphabetical order. Throws base::Error for a challenge that cannot be read.
std::vector<grader::Manifest> load_challenges();

/// By its id; the only one when `id` is empty. Throws base::Error with a suggestion.
grader::Manifest find_challenge(const std::string& id);

}  // namespace nines
