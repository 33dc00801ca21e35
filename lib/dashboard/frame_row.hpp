#pragma once

#include <string_view>

#include "dashboard/frame.hpp"

namespace dashboard {

/// Puts a line together from left to right. Texts are made printable, and ASCII where the screen
/// shows no more; what does not fit is cut.
class FrameRow {
 public:
  explicit FrameRow(const FrameShape& shape) : shape_(shape) {}

  FrameRow& add(std::string_view text, Tone tone = Tone::text);
  /// In a field of so many columns, cut or filled up; numbers stand right.
  FrameRow& left(std::string_view text, int columns, Tone tone = Tone::text);
  FrameRow& right(std::string_view text, int columns, Tone tone = Tone::text);
  /// Blanks up to this column.
  FrameRow& to(int column);
  /// Whether so many columns are left.
  bool has_room(int columns) const { return column_ + columns <= shape_.columns; }
  int column() const { return column_; }

  FrameLine take() { return std::move(line_); }

 private:
  const FrameShape& shape_;
  FrameLine line_;
  int column_ = 0;
};

FrameLine rule_line(const FrameShape& shape);

}  // namespace dashboard
