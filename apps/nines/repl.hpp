#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nines/context.hpp"

namespace nines {

/// The prompt: commands one by one, from a terminal with editing, history and completion, or from a
/// pipe. The status is 2 when commands came from a pipe and one of them failed.
int run_prompt(Context& context);

/// Words that could stand where the cursor is: verbs, options, topics, item ids.
std::vector<std::string> complete(std::string_view before, const content::Bank& bank);

}  // namespace nines
