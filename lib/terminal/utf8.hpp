#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace terminal {

/// One step through a byte string.
struct CodePoint {
  char32_t value = 0;      ///< meaningless when not `valid`
  std::size_t length = 0;  ///< bytes it takes; 1 for an invalid byte, 0 only for an empty text
  bool valid = false;
};

/// The first code point of the text. Overlong forms, surrogates and values over U+10FFFF are
/// invalid.
CodePoint first_code_point(std::string_view text);

/// Appends a code point; what is not a scalar value becomes U+FFFD.
void append_utf8(std::string& text, char32_t value);

/// The bytes that a character with this first byte takes, 0 when none begins so.
std::size_t utf8_length(unsigned char first);

}  // namespace terminal
