#include "support/characters.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace support {

namespace {

using Range = std::pair<char32_t, char32_t>;

template <std::size_t Size>
bool is_in(const std::array<Range, Size>& ranges, char32_t character) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const Range& range) {
    return character >= range.first && character <= range.second;
  });
}

}  // namespace

int width(char32_t character) {
  static constexpr std::array<Range, 7> none{{{0x300, 0x36F},
                                              {0x483, 0x489},
                                              {0x1AB0, 0x1AFF},
                                              {0x200B, 0x200F},
                                              {0x20D0, 0x20FF},
                                              {0xFE00, 0xFE0F},
                                              {0xFE20, 0xFE2F}}};
  static constexpr std::array<Range, 9> two{{{0x1100, 0x115F},
                                             {0x2E80, 0x303E},
                                             {0x3041, 0xA4CF},
                                             {0xAC00, 0xD7A3},
                                             {0xF900, 0xFAFF},
                                             {0xFF00, 0xFF60},
                                             {0x1F300, 0x1F64F},
                                             {0x1F900, 0x1F9FF},
                                             {0x20000, 0x3FFFD}}};
  if (is_in(none, character)) return 0;
  return is_in(two, character) ? 2 : 1;
}

std::string encode(char32_t character) {
  std::string bytes;
  const auto tail = [&](int shift) {
    bytes += static_cast<char>(0x80 | ((character >> shift) & 0x3F));
  };
  if (character < 0x80) {
    bytes += static_cast<char>(character);
  } else if (character < 0x800) {
    bytes += static_cast<char>(0xC0 | (character >> 6));
    tail(0);
  } else if (character < 0x10000) {
    bytes += static_cast<char>(0xE0 | (character >> 12));
    tail(6);
    tail(0);
  } else {
    bytes += static_cast<char>(0xF0 | (character >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
  return bytes;
}

std::size_t sequence_length(char first_byte) {
  const auto first = static_cast<unsigned char>(first_byte);
  if (first >= 0xF0) return 4;
  if (first >= 0xE0) return 3;
  return first >= 0xC0 ? 2 : 1;
}

char32_t decode(std::string_view sequence) {
  if (sequence.size() == 1) {
    const auto byte = static_cast<unsigned char>(sequence[0]);
    return byte < 0x80 ? byte : U'\uFFFD';
  }
  char32_t character = static_cast<unsigned char>(sequence[0]) & (0xFFU >> (sequence.size() + 1));
  for (const char byte : sequence.substr(1))
    character = (character << 6) | (static_cast<unsigned char>(byte) & 0x3FU);
  return character;
}

char32_t line_drawing(char32_t letter) {
  switch (letter) {
    case 'q':
      return U'─';
    case 'x':
      return U'│';
    case 'l':
      return U'┌';
    case 'k':
      return U'┐';
    case 'm':
      return U'└';
    case 'j':
      return U'┘';
    case 't':
      return U'├';
    case 'u':
      return U'┤';
    case 'w':
      return U'┬';
    case 'v':
      return U'┴';
    case 'n':
      return U'┼';
    default:
      return letter;
  }
}

}  // namespace support
