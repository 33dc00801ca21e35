#include "content/item.hpp"

#include <algorithm>
#include <cmath>

namespace content {

std::size_t Choice::key() const {
  const auto found = std::ranges::find_if(options, &Option::correct);
  return static_cast<std::size_t>(found - options.begin());
}

bool Tolerance::accepts(double right, double given) const {
  double allowed = 1e-9 * std::max(1e-6, std::abs(right));
  if (type == Type::relative) allowed += amount * std::abs(right);
  if (type == Type::absolute) allowed += amount;
  return std::abs(given - right) <= allowed;
}

std::vector<std::string> Drill::names() const {
  std::vector<std::string> names;
  for (const Parameter& parameter : parameters) names.push_back(parameter.name);
  return names;
}

}  // namespace content
