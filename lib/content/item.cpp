#include "content/item.hpp"

#include <algorithm>

namespace content {

std::size_t Choice::key() const {
  const auto found = std::ranges::find_if(options, &Option::correct);
  return static_cast<std::size_t>(found - options.begin());
}

std::vector<std::string> Drill::names() const {
  std::vector<std::string> names;
  for (const Parameter& parameter : parameters) names.push_back(parameter.name);
  return names;
}

}  // namespace content
