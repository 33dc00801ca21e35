#include "support/screen.hpp"

#include <algorithm>
#include <utility>

#include "support/characters.hpp"

namespace support {

namespace {

std::string join_without_trailing_blanks(const std::vector<std::string>& cells) {
  std::string text;
  for (const std::string& cell : cells) text += cell;
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

}  // namespace

// A terminal that says it has no size is looked at as one of the usual size.
Screen::Screen(int columns, int rows)
    : columns_(columns > 0 ? columns : 80),
      row_count_(rows > 0 ? rows : 24),
      region_bottom_(row_count_ - 1) {
  grid_.assign(static_cast<std::size_t>(row_count_), blank_row());
}

void Screen::feed(std::string_view bytes) {
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    const bool continues = (value & 0xC0U) == 0x80U;
    if (!pending_bytes_.empty() && !continues) {
      pending_bytes_.clear();
      take(U'\uFFFD');
    }
    pending_bytes_ += byte;
    if (pending_bytes_.size() < sequence_length(pending_bytes_[0])) continue;
    take(decode(std::exchange(pending_bytes_, {})));
  }
}

void Screen::resize(int columns, int rows) {
  columns_ = columns;
  for (Row& row : grid_) row.resize(static_cast<std::size_t>(columns), " ");
  for (Row& row : main_grid_) row.resize(static_cast<std::size_t>(columns), " ");
  while (row_ >= rows) {
    scrolled_off_.push_back(join_without_trailing_blanks(grid_.front()));
    grid_.erase(grid_.begin());
    --row_;
  }
  row_count_ = rows;
  grid_.resize(static_cast<std::size_t>(rows), blank_row());
  if (alternate_) main_grid_.resize(static_cast<std::size_t>(rows), blank_row());
  region_top_ = 0;
  region_bottom_ = rows - 1;
  move_to(row_, column_);
}

std::vector<std::string> Screen::rows() const {
  std::vector<std::string> rows;
  for (const Row& row : grid_) rows.push_back(join_without_trailing_blanks(row));
  return rows;
}

std::vector<std::string> Screen::all_rows() const {
  std::vector<std::string> all = scrolled_off_;
  for (std::string& row : rows()) all.push_back(std::move(row));
  return all;
}

std::string Screen::text() const {
  std::string text;
  for (const std::string& row : rows()) text += row + '\n';
  text.erase(text.find_last_not_of('\n') + 1);
  return text;
}

void Screen::take(char32_t character) {
  switch (mode_) {
    case Mode::ground:
      return take_ground(character);
    case Mode::escape:
      return take_escape(character);
    case Mode::charset:
      drawing_ = character == '0';
      mode_ = Mode::ground;
      return;
    case Mode::control:
      return take_control(character);
    case Mode::string:
      if (character == 0x07) mode_ = Mode::ground;
      if (character == 0x1B) mode_ = Mode::string_escape;
      return;
    case Mode::string_escape:
      mode_ = Mode::ground;
      return;
  }
}

void Screen::take_ground(char32_t character) {
  switch (character) {
    case 0x1B:
      mode_ = Mode::escape;
      return;
    case '\r':
      move_to(row_, 0);
      return;
    case '\n':
    case 0x0B:
    case 0x0C:
      stream_ += '\n';
      line_feed();
      return;
    case '\b':
      move_to(row_, column_ - 1);
      return;
    case '\t':
      stream_ += '\t';
      move_to(row_, (column_ / 8 + 1) * 8);
      return;
    default:
      if (character >= 0x20 && character != 0x7F)
        print(drawing_ ? line_drawing(character) : character);
  }
}

void Screen::take_escape(char32_t character) {
  mode_ = Mode::ground;
  switch (character) {
    case '[':
      mode_ = Mode::control;
      private_ = false;
      parameters_.assign(1, -1);
      return;
    case ']':
    case 'P':
    case '^':
    case '_':
      mode_ = Mode::string;
      return;
    case '(':
      mode_ = Mode::charset;
      return;
    case '7':
      saved_row_ = row_;
      saved_column_ = column_;
      return;
    case '8':
      return move_to(saved_row_, saved_column_);
    case 'D':
      return line_feed();
    case 'E':
      move_to(row_, 0);
      return line_feed();
    case 'M':
      return reverse_line_feed();
    default:
      return;
  }
}

void Screen::take_control(char32_t character) {
  if (character >= '0' && character <= '9') {
    int& value = parameters_.back();
    value = std::min(std::max(value, 0) * 10 + static_cast<int>(character - '0'), 9999);
    return;
  }
  if (character == ';' || character == ':') {
    parameters_.push_back(-1);
    return;
  }
  if (character == '?' || character == '>' || character == '=') {
    private_ = true;
    return;
  }
  if (character < 0x40) return;  // intermediate bytes
  mode_ = Mode::ground;
  const int count = std::max(1, parameter(0, 1));
  switch (character) {
    case 'A':
      return move_to(row_ - count, column_);
    case 'B':
    case 'e':
      return move_to(row_ + count, column_);
    case 'C':
    case 'a':
      return move_to(row_, column_ + count);
    case 'D':
      return move_to(row_, column_ - count);
    case 'E':
      return move_to(row_ + count, 0);
    case 'F':
      return move_to(row_ - count, 0);
    case 'G':
    case '`':
      return move_to(row_, count - 1);
    case 'H':
    case 'f':
      return move_to(count - 1, std::max(1, parameter(1, 1)) - 1);
    case 'd':
      return move_to(count - 1, column_);
    case 'J':
      return erase_display(parameter(0, 0));
    case 'K':
      return erase_line(parameter(0, 0));
    case 'X':
      return erase(row_, column_, column_ + count);
    case 'L':
      return scroll_down(row_, count);
    case 'M':
      return scroll_up(row_, count);
    case 'S':
      return scroll_up(region_top_, count);
    case 'T':
      return scroll_down(region_top_, count);
    case 'P':
    case '@': {
      Row& row = grid_[static_cast<std::size_t>(row_)];
      const auto at = row.begin() + column_;
      const int moved = std::min(count, columns_ - column_);
      if (character == 'P') {
        row.erase(at, at + moved);
      } else {
        row.insert(at, static_cast<std::size_t>(moved), " ");
      }
      row.resize(static_cast<std::size_t>(columns_), " ");
      return;
    }
    case 'b':
      for (int i = 0; i < count && !last_printed_.empty(); ++i) print(decode(last_printed_));
      return;
    case 'r':
      region_top_ = std::clamp(count - 1, 0, row_count_ - 1);
      region_bottom_ = std::clamp(parameter(1, row_count_) - 1, region_top_, row_count_ - 1);
      return move_to(0, 0);
    case 's':
      saved_row_ = row_;
      saved_column_ = column_;
      return;
    case 'u':
      return move_to(saved_row_, saved_column_);
    case 'h':
    case 'l':
      if (private_)
        for (const int mode : parameters_) set_private_mode(mode, character == 'h');
      return;
    default:
      return;  // colours, reports, cursor shapes
  }
}

void Screen::print(char32_t character) {
  const std::string bytes = encode(character);
  stream_ += bytes;
  const int cells = width(character);
  if (cells == 0) {
    if (column_ > 0) cell(row_, column_ - (wrap_pending_ ? 0 : 1)) += bytes;
    return;
  }
  if (wrap_pending_ || column_ + cells > columns_) {
    ++broken_lines_;
    column_ = 0;
    line_feed();
  }
  cell(row_, column_) = bytes;
  if (cells == 2 && column_ + 1 < columns_) cell(row_, column_ + 1).clear();
  last_printed_ = bytes;
  wrap_pending_ = column_ + cells >= columns_;
  column_ = std::min(column_ + cells, columns_ - 1);
}

void Screen::line_feed() {
  wrap_pending_ = false;
  if (row_ == region_bottom_) {
    if (region_top_ == 0 && !alternate_)
      scrolled_off_.push_back(join_without_trailing_blanks(grid_.front()));
    scroll_up(region_top_, 1);
  } else {
    row_ = std::min(row_ + 1, row_count_ - 1);
  }
}

void Screen::reverse_line_feed() {
  wrap_pending_ = false;
  if (row_ == region_top_) {
    scroll_down(region_top_, 1);
  } else {
    row_ = std::max(row_ - 1, 0);
  }
}

void Screen::scroll_up(int top, int count) {
  for (int i = 0; i < std::min(count, row_count_); ++i) {
    if (top > region_bottom_) return;
    grid_.erase(grid_.begin() + top);
    grid_.insert(grid_.begin() + region_bottom_, blank_row());
  }
}

void Screen::scroll_down(int top, int count) {
  for (int i = 0; i < std::min(count, row_count_); ++i) {
    if (top > region_bottom_) return;
    grid_.erase(grid_.begin() + region_bottom_);
    grid_.insert(grid_.begin() + top, blank_row());
  }
}

void Screen::erase(int row, int from, int to) {
  for (int column = from; column < std::min(to, columns_); ++column) cell(row, column) = " ";
}

void Screen::erase_display(int what) {
  for (int row = 0; row < row_count_; ++row) {
    const bool whole = what >= 2 || (what == 0 && row > row_) || (what == 1 && row < row_);
    if (whole) erase(row, 0, columns_);
  }
  if (what < 2) erase_line(what);
}

void Screen::erase_line(int what) {
  const int from = what == 0 ? column_ : 0;
  const int to = what == 1 ? column_ + 1 : columns_;
  erase(row_, from, to);
}

void Screen::move_to(int row, int column) {
  wrap_pending_ = false;
  row_ = std::clamp(row, 0, row_count_ - 1);
  column_ = std::clamp(column, 0, columns_ - 1);
}

void Screen::set_private_mode(int mode, bool on) {
  if (mode != 1049 && mode != 47 && mode != 1047) return;
  if (on == alternate_) return;
  alternate_ = on;
  if (on) {
    saved_row_ = row_;
    saved_column_ = column_;
    main_grid_ =
        std::exchange(grid_, std::vector<Row>(static_cast<std::size_t>(row_count_), blank_row()));
  } else {
    grid_ = std::move(main_grid_);
    move_to(saved_row_, saved_column_);
  }
}

int Screen::parameter(std::size_t index, int otherwise) const {
  return index < parameters_.size() && parameters_[index] >= 0 ? parameters_[index] : otherwise;
}

Screen::Cell& Screen::cell(int row, int column) {
  return grid_[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
}

}  // namespace support
