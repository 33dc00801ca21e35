#pragma once

#include <vector>

#include "terminal/console.hpp"
#include "terminal/style.hpp"

namespace nines {

/// Shows lines a screenful at a time where somebody sits before a terminal and they do not fit;
/// prints them in one piece everywhere else, for a screen reader too.
void show_paged(const std::vector<terminal::Line>& lines, terminal::Console& console);

}  // namespace nines
