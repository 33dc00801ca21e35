#pragma once

namespace base {

/// Whatever the locale: 0 to 9 only.
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The small letter of an ASCII capital; every other byte as it is, so UTF-8 stays whole.
constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace base
