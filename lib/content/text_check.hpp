#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace content {

/// One character and the bytes it takes; `bytes` is 0 where the text is not UTF-8 (overlong forms,
/// surrogates and cut characters included).
struct Utf8Step {
  char32_t code_point = 0;
  std::size_t bytes = 0;
};

/// The character at the start of `text`, which must not be empty.
Utf8Step utf8_step(std::string_view text);

/// Characters that no content needs and that could deceive a reader or drive a terminal: C0 except
/// newline and tab, DEL, C1, and the bidirectional embeddings, overrides and isolates.
bool is_forbidden(char32_t code_point);

void append_utf8(std::string& text, char32_t code_point);

/// Offset of the first byte that is not UTF-8.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// The first forbidden character of well-formed UTF-8.
std::optional<char32_t> find_forbidden(std::string_view text);

/// Such as "U+001B (escape)".
std::string describe_character(char32_t code_point);

}  // namespace content
