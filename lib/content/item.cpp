#include "content/item.hpp"

#include <algorithm>

namespace content {

std::string_view name(Kind kind) {
  switch (kind) {
    case Kind::choice:
      return "choice";
    case Kind::open:
      return "open";
    case Kind::article:
      return "article";
  }
  return "";
}

std::size_t Choice::key() const {
  const auto found = std::ranges::find_if(options, &Option::correct);
  return static_cast<std::size_t>(found - options.begin());
}

}  // namespace content
