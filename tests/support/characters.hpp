#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace support {

/// Columns a character takes on a terminal. Enough for the texts of the tests, and on purpose not
/// the product's own tables.
int width(char32_t character);

/// A character as UTF-8.
std::string encode(char32_t character);

/// How many bytes a UTF-8 character has, by its first one.
std::size_t sequence_length(char first_byte);

/// One whole UTF-8 sequence, as sequence_length delimits it.
char32_t decode(std::string_view sequence);

/// What a terminal shows for a letter in its line-drawing character set.
char32_t line_drawing(char32_t letter);

}  // namespace support
