#pragma once

#include <vector>

#include "nines/context.hpp"
#include "terminal/style.hpp"

namespace CLI {
class App;
}

namespace nines {

/// Help for the whole program or one verb, made from the grammar: examples first, then usage and
/// options.
std::vector<terminal::Line> help_for(const CLI::App& verb, int width);

/// What a person sees who starts the prompt.
std::vector<terminal::Line> greeting(Context& context);

}  // namespace nines
