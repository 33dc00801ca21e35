#include "dashboard/sparkline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "terminal/utf8.hpp"

namespace dashboard {

std::string sparkline(const std::vector<int>& levels, int cells, bool unicode) {
  // Dots of a braille cell from the bottom up, as bits of the code point.
  constexpr std::array<char32_t, 5> left{0, 0x40, 0x44, 0x46, 0x47};
  constexpr std::array<char32_t, 5> right{0, 0x80, 0xA0, 0xB0, 0xB8};
  const auto wanted = static_cast<std::ptrdiff_t>(cells) * 2;
  const auto count = static_cast<std::ptrdiff_t>(levels.size());
  const auto level_at = [&](std::ptrdiff_t position) {
    const std::ptrdiff_t index = count - wanted + position;
    if (index < 0) return std::size_t{0};
    return static_cast<std::size_t>(std::clamp(levels[static_cast<std::size_t>(index)], 0, 4));
  };
  std::string text;
  for (std::ptrdiff_t cell = 0; cell < cells; ++cell) {
    const std::size_t first = level_at(2 * cell);
    const std::size_t second = level_at(2 * cell + 1);
    if (!unicode) {
      text += " _.-^"[std::max(first, second)];
    } else if (first == 0 && second == 0) {
      // Some fonts draw the empty braille cell as circles.
      text += ' ';
    } else {
      terminal::append_utf8(text, 0x2800 + left[first] + right[second]);
    }
  }
  return text;
}

std::string bars(std::span<const std::uint64_t> counts, std::uint64_t largest, bool unicode) {
  constexpr std::size_t levels = 8;
  constexpr char32_t lowest_block = 0x2581;
  std::string text;
  for (const std::uint64_t count : counts) {
    const std::size_t level =
        count == 0 || largest == 0 ? 0 : (count * levels + largest - 1) / largest;
    if (level == 0) {
      text += ' ';
    } else if (unicode) {
      terminal::append_utf8(text, lowest_block + static_cast<char32_t>(level - 1));
    } else {
      text += "__..--^^"[level - 1];
    }
  }
  return text;
}

int level_below_limit(double value, double limit) {
  if (!(value > 0) || limit <= 0) return 0;
  if (value > limit) return 4;
  return std::max(1, static_cast<int>(std::ceil(value / limit * 3)));
}

std::string gauge(double share, int columns, bool unicode) {
  const int filled =
      static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * static_cast<double>(columns)));
  std::string text;
  for (int i = 0; i < columns; ++i)
    text += i < filled ? (unicode ? "█" : "#") : (unicode ? "░" : ".");
  return text;
}

}  // namespace dashboard
