#include "dashboard/frame_row.hpp"

#include <algorithm>

#include "terminal/text.hpp"

namespace dashboard {
namespace {

std::string blanks(int columns) {
  return std::string(static_cast<std::size_t>(std::max(columns, 0)), ' ');
}

}  // namespace

FrameRow& FrameRow::add(std::string_view text, Tone tone) {
  std::string shown = terminal::printable(text);
  if (!shape_.unicode) shown = terminal::to_ascii(shown);
  const std::string_view part = terminal::clip(shown, shape_.columns - column_);
  if (part.empty()) return *this;
  column_ += terminal::display_width(part);
  if (!line_.empty() && line_.back().tone == tone) {
    line_.back().text += part;
  } else {
    line_.push_back({std::string(part), tone});
  }
  return *this;
}

FrameRow& FrameRow::left(std::string_view text, int columns, Tone tone) {
  const int end = column_ + columns;
  add(terminal::clip(terminal::printable(text), columns), tone);
  return to(end);
}

FrameRow& FrameRow::right(std::string_view text, int columns, Tone tone) {
  add(blanks(columns - terminal::display_width(text)));
  return add(text, tone);
}

FrameRow& FrameRow::to(int column) {
  if (column > column_) add(blanks(column - column_));
  return *this;
}

FrameLine rule_line(const FrameShape& shape) {
  std::string text;
  for (int i = 0; i < shape.columns; ++i) text += shape.unicode ? "─" : "-";
  return {{text, Tone::muted}};
}

}  // namespace dashboard
