#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace support {

/// A small VT interpreter: what a person would see after these bytes. Knows what libedit and
/// ncurses send for the usual terminal types; colours are left out.
class Screen {
 public:
  Screen(int columns, int rows);

  void feed(std::string_view bytes);
  /// Crops or pads, as a terminal without reflow does.
  void resize(int columns, int rows);

  /// The visible rows without trailing blanks, and without the empty rows at the end.
  std::string text() const;
  std::vector<std::string> rows() const;
  /// The rows that went off the top, then the visible ones.
  std::vector<std::string> all_rows() const;
  int cursor_column() const { return column_; }
  int cursor_row() const { return row_; }
  /// Lines that were longer than the terminal was wide, so that it broke them itself.
  std::size_t broken_lines() const { return broken_lines_; }
  /// All characters printed so far in the order they came, with a newline for each line feed:
  /// output without its escape sequences and carriage returns.
  const std::string& stream() const { return stream_; }

 private:
  using Cell = std::string;  // a character with its combining ones; empty: right half of a wide one
  using Row = std::vector<Cell>;
  enum class Mode { ground, escape, charset, control, string, string_escape };

  void take(char32_t character);
  void take_ground(char32_t character);
  void take_escape(char32_t character);
  void take_control(char32_t character);
  void print(char32_t character);
  void line_feed();
  void reverse_line_feed();
  void scroll_up(int top, int count);
  void scroll_down(int top, int count);
  void erase(int row, int from, int to);
  void erase_display(int what);
  void erase_line(int what);
  void move_to(int row, int column);
  void set_private_mode(int mode, bool on);
  int parameter(std::size_t index, int otherwise) const;
  Row blank_row() const { return Row(static_cast<std::size_t>(columns_), " "); }
  Cell& cell(int row, int column);

  int columns_;
  int row_count_;
  std::vector<Row> grid_;
  std::vector<Row> main_grid_;  // while the alternate screen shows
  std::vector<std::string> scrolled_off_;
  int row_ = 0;
  int column_ = 0;
  int saved_row_ = 0;
  int saved_column_ = 0;
  int region_top_ = 0;
  int region_bottom_;
  bool wrap_pending_ = false;  // the last column is written; the next character starts a line
  bool drawing_ = false;       // ESC ( 0: letters are line drawing
  bool alternate_ = false;
  std::size_t broken_lines_ = 0;
  std::string stream_;
  std::string last_printed_;

  Mode mode_ = Mode::ground;
  bool private_ = false;
  std::vector<int> parameters_;
  std::string pending_bytes_;  // a UTF-8 character that has not wholly come yet
};

}  // namespace support
