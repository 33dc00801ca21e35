#pragma once

#include <vector>

#include "content/bank.hpp"

namespace content {

/// The errata that bite where this item is asked: those that one of the two names in its see_also
/// first, then those that cover the same entries of the content map.
std::vector<const Item*> errata_about(const Item& item, const Bank& bank);

}  // namespace content
