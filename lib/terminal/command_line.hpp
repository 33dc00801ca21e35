#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace terminal {

/// The words of a command line, split at blanks as a shell does: single quotes keep everything,
/// double quotes everything but a backslash before `"` and `\`, a backslash keeps the next
/// character. Throws base::Error on a quote that is not closed and on a backslash at the end.
std::vector<std::string> split_words(std::string_view line);

}  // namespace terminal
