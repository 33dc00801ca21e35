#pragma once

#include <string>

#include "terminal/console.hpp"

namespace nines {

/// Asks for one key: `choices` and `prompt` in one line where they fit, else the choices above it.
terminal::Reply ask_key(terminal::Console& console, const std::string& choices,
                        const std::string& prompt);

/// Asks a yes-or-no question; Enter, Ctrl-C and Ctrl-D mean no.
bool ask_yes(terminal::Console& console, const std::string& question);

}  // namespace nines
