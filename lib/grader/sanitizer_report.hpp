#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/sandbox.hpp"

namespace grader {

/// Options for AddressSanitizer, UndefinedBehaviorSanitizer, LeakSanitizer and ThreadSanitizer.
extern const std::vector<std::string> sanitizer_environment;

/// Limits under which they can start.
void set_sanitizer_limits(sandbox::Job& job);

/// A report of Clang's runtime says "program+0x12" where GCC's says file and line: the same with
/// those added.
std::string with_places(const std::string& text, const std::filesystem::path& program,
                        sandbox::Tier tier);

/// The first report in a program's standard error in one line, with the places of it that are in
/// the author's own file, named `seen` by the compiler: "data race: breaker.hpp:12 and
/// breaker.hpp:30". Empty when there is no report.
std::string first_report(std::string_view text, std::string_view seen, std::string_view shown);

}  // namespace grader
