#include "terminal/style.hpp"

#include <algorithm>
#include <climits>

#include "terminal/text.hpp"
#include "terminal/utf8.hpp"

namespace terminal {
namespace {

/// The parameters of the SGR sequence. Only what reads well on light and on dark backgrounds:
/// weight, underline and the darker colours, without blue, which old terminals show too dark on
/// black, and yellow, which is too light on white.
std::string_view sgr(Role role) {
  switch (role) {
    case Role::text:
      return "";
    case Role::strong:
    case Role::key:
      return "1";
    case Role::emphasis:
      return "4";
    case Role::code:
      return "36";
    case Role::heading:
      return "1;4";
    case Role::link:
      return "4;36";
    case Role::muted:
      return "2";
    case Role::good:
      return "32";
    case Role::bad:
      return "31";
    case Role::warning:
      return "1;35";
  }
  return "";
}

void append(Line& line, std::string_view text, Role role) {
  if (text.empty()) return;
  if (!line.empty() && line.back().role == role) {
    line.back().text += text;
  } else {
    line.push_back({.text = std::string(text), .role = role});
  }
}

void strip_trailing_spaces(Line& line) {
  while (!line.empty()) {
    std::string& text = line.back().text;
    text.erase(text.find_last_not_of(' ') + 1);
    if (!text.empty()) return;
    line.pop_back();
  }
}

class Wrapper {
 public:
  Wrapper(int width, std::string_view first, std::string_view rest)
      : width_(std::max(width, 1)), prefix_(first), rest_(rest) {
    start_line();
  }

  void add(const Line& line) {
    for (const Span& span : line) {
      const std::string text = printable(span.text);
      std::string_view left = text;
      while (!left.empty()) {
        const bool is_space = left.front() == ' ';
        std::size_t end = is_space ? left.find_first_not_of(' ') : left.find(' ');
        if (end == std::string_view::npos) end = left.size();
        if (is_space) {
          finish_word();
          append(spaces_, left.substr(0, end), span.role);
        } else {
          append(word_, left.substr(0, end), span.role);
        }
        left.remove_prefix(end);
      }
    }
  }

  std::vector<Line> finish() {
    finish_word();
    end_line();
    return std::move(lines_);
  }

 private:
  void start_line() {
    // Room for a wide character stays, however long the prefix is.
    const std::string shown = printable(prefix_);
    line_.clear();
    append(line_, clip(shown, std::max(width_ - 2, 0)), Role::text);
    column_ = display_width(line_);
    start_ = column_;
    prefix_ = rest_;
  }

  void end_line() {
    strip_trailing_spaces(line_);
    lines_.push_back(std::move(line_));
  }

  void break_line() {
    end_line();
    start_line();
  }

  void move_to_line(Line& part, int columns) {
    for (const Span& span : part) append(line_, span.text, span.role);
    column_ += columns;
    part.clear();
  }

  void finish_word() {
    if (word_.empty()) return;
    const int gap = display_width(spaces_);
    const int columns = display_width(word_);
    if (gap + columns <= width_ - column_) {
      move_to_line(spaces_, gap);
      move_to_line(word_, columns);
      return;
    }
    spaces_.clear();
    if (column_ > start_) break_line();
    if (columns <= width_ - column_) {
      move_to_line(word_, columns);
    } else {
      cut_word();
    }
  }

  void cut_word() {
    for (const Span& span : word_) {
      std::string_view left = span.text;
      while (!left.empty()) {
        std::string_view part = clip(left, width_ - column_);
        if (part.empty() && column_ > start_) {
          break_line();
          continue;
        }
        // A character wider than the whole line has to stand somewhere.
        if (part.empty()) part = left.substr(0, first_code_point(left).length);
        append(line_, part, span.role);
        column_ += display_width(part);
        left.remove_prefix(part.size());
      }
    }
    word_.clear();
  }

  int width_;
  std::string_view prefix_;
  std::string_view rest_;
  int column_ = 0;
  int start_ = 0;  ///< the column behind the prefix
  Line line_;
  Line spaces_;
  Line word_;
  std::vector<Line> lines_;
};

}  // namespace

int display_width(const Line& line) {
  long long columns = 0;
  for (const Span& span : line) columns += display_width(span.text);
  return static_cast<int>(std::min<long long>(columns, INT_MAX));
}

std::string encode(const Line& line, bool colour) {
  std::string result;
  for (const Span& span : line) {
    const std::string_view parameters = colour ? sgr(span.role) : "";
    if (parameters.empty() || span.text.empty()) {
      result += printable(span.text);
    } else {
      result.append("\x1b[").append(parameters).append("m");
      result += printable(span.text);
      result += "\x1b[0m";
    }
  }
  return result;
}

std::vector<Line> wrap(const Line& line, int width, std::string_view first, std::string_view rest) {
  Wrapper wrapper(width, first, rest);
  wrapper.add(line);
  return wrapper.finish();
}

}  // namespace terminal
