#pragma once

#include <filesystem>
#include <optional>

#include "grader/manifest.hpp"
#include "sandbox/sandbox.hpp"

namespace nines {

/// What cannot be a submission is said before anything is run: throws base::Error when there is no
/// such file, or none in a language of the challenge. Returns its language, a part of `challenge`.
const grader::LanguageEntry& expect_submission(const grader::Manifest& challenge,
                                               const std::filesystem::path& file);

/// `wanted`, or the best there is. Throws base::Error when that does not work here; without any,
/// Tier::none when the user has allowed that.
sandbox::Tier choose_tier(std::optional<sandbox::Tier> wanted, bool allows_unsafe);

}  // namespace nines
