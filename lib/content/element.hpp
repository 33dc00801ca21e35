#pragma once

#include <optional>
#include <string>
#include <vector>

#include "content/bank.hpp"
#include "content/item.hpp"
#include "content/schema.hpp"
#include "content/split.hpp"

namespace content {

/// What one element of a content file turned out to be: an item, or none, and then there are
/// problems. Places have lines but no file.
struct ElementResult {
  std::optional<Item> item;
  std::vector<Problem> problems;
  std::size_t line = 0;
};

ElementResult read_element(const Element& element, const Schemas& schemas, Validation validation);

}  // namespace content
