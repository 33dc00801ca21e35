#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace content {

inline constexpr std::size_t depth_max = 32;
inline constexpr std::size_t elements_per_file_max = 50'000;

/// One element of the array that a content file is.
struct Element {
  std::string_view text;
  std::size_t line = 1;  ///< of its first byte, 1-based
  bool too_deep = false;
};

struct SplitFault {
  std::size_t line = 1;
  std::string message;
};

struct SplitResult {
  std::vector<Element> elements;  ///< views into the text that was split
  std::vector<SplitFault> faults;
};

/// Cuts a JSON array into its elements without parsing them, so that a fault in one element spoils
/// that element and not the file: a string ends with its line at the latest, and a closing bracket
/// also closes what was left open inside it. Linear in time, constant in stack.
SplitResult split_array(std::string_view text);

}  // namespace content
