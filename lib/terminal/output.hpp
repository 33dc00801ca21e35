#pragma once

#include <string_view>

namespace terminal {

/// Writes everything to standard output. Throws base::Error when that fails; a reader that has gone
/// away ends the process quietly, as SIGPIPE does.
void write_output(std::string_view bytes);

}  // namespace terminal
