#pragma once

#include <string>

#include "grader/manifest.hpp"
#include "grader/report.hpp"

namespace nines {

/// The report as JUnit's XML, as continuous integration reads it: a test case per requirement. What
/// XML cannot hold, such as control characters, is replaced.
std::string junit_of(const grader::Manifest& manifest, const grader::Report& report, bool strict);

}  // namespace nines
