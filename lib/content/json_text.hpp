#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

namespace content {

struct SyntaxFault {
  std::size_t offset = 0;
  std::string message;  ///< what follows "not valid JSON: "
};

struct ParsedJson {
  nlohmann::json value;
  /// Paths of fields that an object has twice, such as "options[1].why".
  std::vector<std::string> repeated_fields;
};

/// Parses one value that is not nested deeper than depth_max.
std::variant<ParsedJson, SyntaxFault> parse_json(std::string_view text);

/// A value as an error message shows it: JSON, cut after some 40 characters.
std::string show(const nlohmann::json& value);

/// `path.name`, or `name` where the path is empty.
std::string join_field(const std::string& path, const std::string& name);

/// What may be the item's id in text that is no JSON; empty when it cannot be told.
std::string guess_id(std::string_view text);

}  // namespace content
