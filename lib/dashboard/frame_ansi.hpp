#pragma once

#include <cstdint>
#include <string>

#include "dashboard/frame.hpp"

namespace dashboard {

/// Colours on top of symbol and word.
enum class Theme : std::uint8_t {
  usual,       ///< green, yellow, red
  blue_orange  ///< told apart by those who do not see red and green as different
};

/// A line as the bytes for a terminal, every colour closed before its end.
std::string encode_ansi(const FrameLine& line, Theme theme);

/// The bytes that turn the screen of `before` into `after`: only the lines that differ, or the
/// whole screen when there is none before or the size is another. Lines are placed, so that no
/// newline is needed.
std::string redraw_ansi(const Frame* before, const Frame& after, Theme theme);

}  // namespace dashboard
