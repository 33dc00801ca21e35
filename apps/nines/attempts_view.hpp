#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "practice/journal.hpp"
#include "terminal/style.hpp"

namespace nines {

/// What `stats` shows of gradings: for each challenge, how many, how the last ones went, and how
/// long the first pass took. Nothing when there were none.
std::vector<terminal::Line> attempts_view(const std::vector<practice::Attempted>& attempts,
                                          int width);

nlohmann::ordered_json json_of(const std::vector<practice::Attempted>& attempts);

}  // namespace nines
