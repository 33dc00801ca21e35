#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "grader/report.hpp"

namespace grader {

/// A report as bytes, for the cache of this very program on this machine.
std::string pack(const Report& report);
/// Nothing when the bytes are not whole.
std::optional<Report> unpack(std::string_view bytes);

}  // namespace grader
