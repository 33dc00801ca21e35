#pragma once

#include <charconv>
#include <concepts>
#include <fmt/format.h>
#include <string>

namespace nines {

/// What an option's value is checked with: a number from `min` to `max`. (CLI11 has such a check,
/// whose words change from version to version.)
template <typename Number>
auto in_range(Number min, Number max) {
  return [min, max](const std::string& text) {
    Number value{};
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec == std::errc{} && read.ptr == end && value >= min && value <= max) {
      return std::string();
    }
    return fmt::format("{} is not a {} from {} to {}", text,
                       std::integral<Number> ? "whole number" : "number", min, max);
  };
}

}  // namespace nines
