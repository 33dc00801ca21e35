#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace dashboard {

/// A value of a JSON text that knows where it stands, such as "services[0].workers", so that every
/// complaint names the place, what is expected there and what was found. Refers into the parsed
/// text. All calls throw base::Error when the value is not what is asked for.
class JsonField {
 public:
  JsonField(const nlohmann::json& value, std::string path)
      : value_(&value), path_(std::move(path)) {}

  /// Must be an object without other fields than these.
  void expect_fields(std::initializer_list<std::string_view> names) const;
  /// A field that must be there.
  JsonField at(std::string_view name) const;
  /// Empty when the field is missing.
  std::optional<JsonField> find(std::string_view name) const;
  /// Empty when the field is missing or null.
  std::optional<JsonField> find_set(std::string_view name) const;
  bool is_null() const;

  std::vector<JsonField> list(std::size_t count_max) const;
  /// Not empty, no control characters.
  std::string text(std::size_t bytes_max) const;
  /// The position of the text among these.
  std::size_t choice(std::initializer_list<std::string_view> names) const;
  double number(double least, double most) const;
  int whole(int least, int most) const;
  std::uint64_t unsigned_whole() const;
  bool flag() const;
  /// A number of these units, as the nearest whole nanosecond.
  std::chrono::nanoseconds time(std::chrono::nanoseconds unit, double least, double most) const;

  [[noreturn]] void fail_expecting(const std::string& expected) const;

 private:
  std::string path_of(std::string_view name) const;

  const nlohmann::json* value_;
  std::string path_;  ///< empty: the whole text
};

/// Parses one JSON value, not nested deeper than 32 levels, without a field that stands twice.
/// Throws base::Error with the line and column of the fault.
nlohmann::json parse_json_text(std::string_view text);

}  // namespace dashboard
