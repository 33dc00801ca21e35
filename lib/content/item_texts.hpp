#pragma once

#include <string>
#include <vector>

#include "content/item.hpp"

namespace content {

struct ItemText {
  std::string field;  ///< such as "options[2].why"
  const std::string* text;
};

/// All that a reader of an item sees, in the order of its fields. The item must outlive the result.
std::vector<ItemText> texts_of(const Item& item);

}  // namespace content
