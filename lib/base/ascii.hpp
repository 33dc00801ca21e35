#pragma once

namespace base {

/// Whatever the locale: 0 to 9 only.
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace base
