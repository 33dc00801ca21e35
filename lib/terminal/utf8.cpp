#include "terminal/utf8.hpp"

namespace terminal {
namespace {

bool is_scalar(char32_t value) {
  return value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff);
}

}  // namespace

std::size_t utf8_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  if (first >= 0xf0 && first <= 0xf4) return 4;
  return 0;
}

CodePoint first_code_point(std::string_view text) {
  if (text.empty()) return {};
  constexpr CodePoint invalid{.value = 0, .length = 1, .valid = false};
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = utf8_length(first);
  if (length == 1) return {.value = first, .length = 1, .valid = true};
  if (length == 0 || text.size() < length) return invalid;

  constexpr unsigned char value_bits[] = {0, 0, 0x1f, 0x0f, 0x07};
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  char32_t value = first & value_bits[length];
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0) != 0x80) return invalid;
    value = (value << 6) | (byte & 0x3fU);
  }
  if (value < least[length] || !is_scalar(value)) return invalid;
  return {.value = value, .length = length, .valid = true};
}

void append_utf8(std::string& text, char32_t value) {
  if (!is_scalar(value)) value = 0xfffd;
  const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (value < 0x80) {
    put(value);
  } else if (value < 0x800) {
    put(0xc0 | (value >> 6));
    put(0x80 | (value & 0x3f));
  } else if (value < 0x10000) {
    put(0xe0 | (value >> 12));
    put(0x80 | ((value >> 6) & 0x3f));
    put(0x80 | (value & 0x3f));
  } else {
    put(0xf0 | (value >> 18));
    put(0x80 | ((value >> 12) & 0x3f));
    put(0x80 | ((value >> 6) & 0x3f));
    put(0x80 | (value & 0x3f));
  }
}

}  // namespace terminal
