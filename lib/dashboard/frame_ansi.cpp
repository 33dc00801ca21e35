#include "dashboard/frame_ansi.hpp"

#include <fmt/format.h>
#include <string_view>

namespace dashboard {
namespace {

std::string_view sgr_of(Tone tone, Theme theme) {
  const bool is_usual = theme == Theme::usual;
  switch (tone) {
    case Tone::text:
      return "";
    case Tone::strong:
      return "1";
    case Tone::muted:
      return "2";
    case Tone::good:
      return is_usual ? "32" : "34";
    case Tone::warning:
      return "33";
    case Tone::probing:
      return "36";
    case Tone::bad:
      return is_usual ? "1;31" : "1;38;5;208";
  }
  return "";
}

}  // namespace

std::string encode_ansi(const FrameLine& line, Theme theme) {
  std::string bytes;
  for (const auto& span : line) {
    const auto sgr = sgr_of(span.tone, theme);
    if (sgr.empty()) {
      bytes += span.text;
    } else {
      bytes += fmt::format("\x1b[{}m{}\x1b[0m", sgr, span.text);
    }
  }
  return bytes;
}

std::string redraw_ansi(const Frame* before, const Frame& after, Theme theme) {
  const bool is_whole =
      before == nullptr || before->columns != after.columns || before->rows != after.rows;
  std::string bytes = is_whole ? "\x1b[?25l\x1b[H\x1b[2J" : "";
  for (std::size_t i = 0; i < after.lines.size(); ++i) {
    if (!is_whole && before->lines[i] == after.lines[i]) continue;
    if (is_whole && after.lines[i].empty()) continue;
    bytes += fmt::format("\x1b[{};1H{}\x1b[K", i + 1, encode_ansi(after.lines[i], theme));
  }
  return bytes;
}

}  // namespace dashboard
