#include "terminal/text.hpp"

#include <algorithm>
#include <climits>
#include <fmt/format.h>
#include <iterator>
#include <span>

#include "terminal/utf8.hpp"
#include "terminal/width_tables.hpp"

namespace terminal {
namespace {

constexpr int tab_stop = 4;

bool contains(std::span<const width_tables::Range> ranges, char32_t value) {
  const auto after = std::upper_bound(
      ranges.begin(), ranges.end(), value,
      [](char32_t wanted, const width_tables::Range& range) { return wanted < range.first; });
  return after != ranges.begin() && value <= std::prev(after)->last;
}

/// What can move the cursor, start a command, or make text read in another order than it is stored.
bool is_unsafe(char32_t value) {
  if (value < 0x20 || (value >= 0x7f && value < 0xa0)) return true;
  return value == 0x061c || value == 0x200e || value == 0x200f ||
         (value >= 0x2028 && value <= 0x202e) || (value >= 0x2066 && value <= 0x2069);
}

std::string escaped(const CodePoint& point, unsigned char byte) {
  if (!point.valid) return fmt::format("\\x{:02x}", byte);
  switch (point.value) {
    case U'\n':
      return "\\n";
    case U'\r':
      return "\\r";
    case U'\t':
      return "\\t";
    default:
      if (point.value < 0x80) return fmt::format("\\x{:02x}", byte);
      return fmt::format("\\u{:04x}", static_cast<unsigned>(point.value));
  }
}

int width_of(const CodePoint& point, unsigned char byte) {
  if (!point.valid || is_unsafe(point.value)) {
    return static_cast<int>(escaped(point, byte).size());
  }
  if (point.value < 0x300) return 1;
  if (contains(width_tables::zero_width_ranges, point.value)) return 0;
  return contains(width_tables::wide_ranges, point.value) ? 2 : 1;
}

}  // namespace

std::string printable(std::string_view utf8, bool keep_newlines) {
  std::string result;
  result.reserve(utf8.size());
  int column = 0;
  while (!utf8.empty()) {
    const CodePoint point = first_code_point(utf8);
    const auto byte = static_cast<unsigned char>(utf8[0]);
    if (keep_newlines && point.value == U'\n' && point.valid) {
      result += '\n';
      column = 0;
    } else if (keep_newlines && point.value == U'\t' && point.valid) {
      const int spaces = tab_stop - column % tab_stop;
      result.append(static_cast<std::size_t>(spaces), ' ');
      column += spaces;
    } else {
      if (!point.valid || is_unsafe(point.value)) {
        result += escaped(point, byte);
      } else {
        result += utf8.substr(0, point.length);
      }
      if (keep_newlines) column = (column + width_of(point, byte)) % tab_stop;
    }
    utf8.remove_prefix(point.length);
  }
  return result;
}

int display_width(std::string_view utf8) {
  long long columns = 0;
  while (!utf8.empty()) {
    const CodePoint point = first_code_point(utf8);
    columns += width_of(point, static_cast<unsigned char>(utf8[0]));
    utf8.remove_prefix(point.length);
  }
  return static_cast<int>(std::min<long long>(columns, INT_MAX));
}

std::string_view clip(std::string_view utf8, int columns) {
  std::size_t taken = 0;
  while (taken < utf8.size()) {
    const CodePoint point = first_code_point(utf8.substr(taken));
    columns -= width_of(point, static_cast<unsigned char>(utf8[taken]));
    if (columns < 0) break;
    taken += point.length;
  }
  return utf8.substr(0, taken);
}

bool is_valid_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const CodePoint point = first_code_point(bytes);
    if (!point.valid) return false;
    bytes.remove_prefix(point.length);
  }
  return true;
}

}  // namespace terminal
