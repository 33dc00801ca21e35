#include "content/related.hpp"

#include <algorithm>

namespace content {
namespace {

bool names(const Item& item, const Item& other) {
  return std::ranges::find(item.see_also, other.id) != item.see_also.end();
}

}  // namespace

std::vector<const Item*> errata_about(const Item& item, const Bank& bank) {
  std::vector<const Item*> named;
  std::vector<const Item*> covering;
  for (const Item& other : bank.items()) {
    if (other.erratum() == nullptr || &other == &item) continue;
    const bool meets = std::ranges::find_first_of(item.covers, other.covers) != item.covers.end();
    if (names(item, other) || names(other, item)) {
      named.push_back(&other);
    } else if (meets) {
      covering.push_back(&other);
    }
  }
  named.insert(named.end(), covering.begin(), covering.end());
  return named;
}

}  // namespace content
