#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace grader {

/// A value of a JSON file that knows where it stands, so that every complaint names file and field.
/// Refers into the parsed file. All calls throw base::Error when the value is not what is asked
/// for.
class JsonNode {
 public:
  JsonNode(const nlohmann::json& value, std::string file, std::string field)
      : value_(&value), file_(std::move(file)), field_(std::move(field)) {}

  /// An object with the required fields and no others than these.
  void expect_fields(std::initializer_list<std::string_view> required,
                     std::initializer_list<std::string_view> optional = {}) const;
  bool has(std::string_view name) const;
  JsonNode at(std::string_view name) const;
  std::vector<JsonNode> list() const;

  std::string text() const;  ///< not empty
  /// A string, or an array of lines that are joined by newlines.
  std::string lines() const;
  std::vector<std::string> texts() const;
  std::int32_t number() const;

  [[noreturn]] void fail(const std::string& what) const;

 private:
  const nlohmann::json* value_;
  std::string file_;
  std::string field_;
};

/// Throws base::Error for a file that cannot be read or is not JSON.
nlohmann::json read_json_file(const std::filesystem::path& file);

}  // namespace grader
