#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace content {

struct Fault {
  std::string field;  ///< such as "options[2].why"; empty when the whole value is meant
  std::string rule;
  std::string message;
};

/// Why `value` does not fit a schema, in words for the author of the content. Knows the keywords
/// that the schemas under content/schema use. At most 20 faults.
std::vector<Fault> explain(const nlohmann::json& value, const nlohmann::json& schema);

/// ` (did you mean "options"?)` with the candidate most like `word`, or nothing when none is.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace content
