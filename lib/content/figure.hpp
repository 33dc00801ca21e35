#pragma once

#include <optional>
#include <string>

#include "content/item.hpp"

namespace content {

/// What is wrong with a figure, as a sentence's end such as "is 52.6 by its formula": it stands
/// nowhere in the item, its formula has no value, or the value is another. Absent when it holds.
std::optional<std::string> fault_of(const Figure& figure, const Item& item);

}  // namespace content
