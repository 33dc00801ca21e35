#include "terminal/markdown.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "terminal/block_writer.hpp"
#include "terminal/inline_text.hpp"
#include "terminal/markdown_parser.hpp"
#include "terminal/markdown_table.hpp"
#include "terminal/text.hpp"

namespace terminal {
namespace {

constexpr int least_width = 20;
constexpr int rule_columns_max = 40;
constexpr std::string_view code_indent = "    ";

class Renderer : public MarkdownEvents {
 public:
  explicit Renderer(const MarkdownLayout& layout)
      : writer_(std::max(layout.width, least_width)), screen_reader_(layout.screen_reader) {}

  std::vector<Line> finish() { return writer_.finish(); }

  void enter_block(MD_BLOCKTYPE type, const void* detail) override {
    // The text of a tight list item has no block of its own: it ends where the next block begins.
    flush_text();
    switch (type) {
      case MD_BLOCK_QUOTE:
        begin_block();
        enter_quote();
        break;
      case MD_BLOCK_UL:
        begin_block();
        lists_.push_back(
            {.tight = static_cast<const MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0, .mark = 0});
        break;
      case MD_BLOCK_OL: {
        begin_block();
        const auto* list = static_cast<const MD_BLOCK_OL_DETAIL*>(detail);
        lists_.push_back(
            {.tight = list->is_tight != 0, .mark = list->mark_delimiter, .number = list->start});
        break;
      }
      case MD_BLOCK_LI:
        begin_block();
        enter_item();
        break;
      case MD_BLOCK_H:
        begin_block();
        heading_level_ = static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level;
        inline_.set_base(Role::heading);
        break;
      case MD_BLOCK_CODE:
        begin_block();
        in_code_ = true;
        code_.clear();
        break;
      case MD_BLOCK_P:
      case MD_BLOCK_HTML:
      case MD_BLOCK_HR:
        begin_block();
        break;
      case MD_BLOCK_TABLE:
        begin_block();
        table_ = {};
        break;
      case MD_BLOCK_TR:
        table_.rows.emplace_back();
        break;
      case MD_BLOCK_TH:
        table_.alignments.push_back(static_cast<const MD_BLOCK_TD_DETAIL*>(detail)->align);
        inline_.set_base(Role::strong);
        break;
      default:
        break;
    }
  }

  void leave_block(MD_BLOCKTYPE type) override {
    switch (type) {
      case MD_BLOCK_UL:
      case MD_BLOCK_OL:
        lists_.pop_back();
        break;
      case MD_BLOCK_QUOTE:
      case MD_BLOCK_LI:
        flush_text();
        writer_.leave();
        break;
      case MD_BLOCK_P:
      case MD_BLOCK_HTML:
        flush_text();
        break;
      case MD_BLOCK_H:
        end_heading();
        break;
      case MD_BLOCK_HR:
        writer_.verbatim({{.text = std::string(rule_columns(), '-'), .role = Role::muted}});
        break;
      case MD_BLOCK_CODE:
        end_code();
        break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        end_cell();
        return;
      case MD_BLOCK_TABLE:
        for (Line& line : layout_table(table_, writer_.room(), screen_reader_)) {
          writer_.verbatim(std::move(line));
        }
        break;
      default:
        return;
    }
    block_ended_ = true;
  }

  void enter_span(MD_SPANTYPE type, const void* detail) override {
    inline_.enter_span(type, detail);
  }
  void leave_span(MD_SPANTYPE type) override { inline_.leave_span(type); }
  void text(std::string_view text) override { inline_.text(text); }
  void code(std::string_view text) override {
    if (in_code_) {
      code_ += text;
    } else {
      inline_.text(text);
    }
  }
  void line_break(bool hard) override { inline_.line_break(hard); }

 private:
  struct List {
    bool tight = false;
    char mark = 0;  ///< the delimiter behind the number; none in a list of bullets
    unsigned number = 0;
  };

  void begin_block() {
    if (block_ended_ && (lists_.empty() || !lists_.back().tight)) writer_.request_blank();
    block_ended_ = false;
  }

  void enter_quote() {
    if (screen_reader_) {
      writer_.enter({.first = "Quote: ", .rest = "       "});
    } else {
      writer_.enter({.first = "> ", .rest = "> "});
    }
  }

  void enter_item() {
    List& list = lists_.back();
    std::string mark =
        list.mark == 0 ? std::string("- ") : fmt::format("{}{} ", list.number++, list.mark);
    std::string rest(mark.size(), ' ');
    writer_.enter({.first = std::move(mark), .rest = std::move(rest), .stands_alone = true});
  }

  void flush_text() {
    for (const Line& line : inline_.take()) writer_.wrapped(line);
  }

  std::size_t rule_columns() const {
    return static_cast<std::size_t>(screen_reader_ ? 3
                                                   : std::min(writer_.room(), rule_columns_max));
  }

  void end_heading() {
    std::vector<Line> lines = inline_.take();
    inline_.set_base(Role::text);
    if (lines.empty()) return;
    if (screen_reader_) lines.front().insert(lines.front().begin(), Span{.text = "Heading: "});
    int columns = 0;
    for (const Line& line : lines) {
      writer_.wrapped(line);
      columns = std::max(columns, display_width(line));
    }
    if (screen_reader_ || heading_level_ > 2 || columns == 0) return;
    columns = std::min(columns, writer_.room());
    const char rule = heading_level_ == 1 ? '=' : '-';
    writer_.verbatim(
        {{.text = std::string(static_cast<std::size_t>(columns), rule), .role = Role::muted}});
  }

  void end_cell() {
    Line cell;
    for (Line& line : inline_.take()) {
      if (!cell.empty()) cell.push_back({.text = " "});
      cell.insert(cell.end(), line.begin(), line.end());
    }
    inline_.set_base(Role::text);
    table_.rows.back().push_back(std::move(cell));
  }

  void end_code() {
    in_code_ = false;
    if (screen_reader_) writer_.verbatim({{.text = "Code:"}});
    std::string_view left = code_;
    while (!left.empty()) {
      const std::size_t end = std::min(left.find('\n'), left.size());
      put_code_line(left.substr(0, end));
      left.remove_prefix(std::min(end + 1, left.size()));
    }
    if (screen_reader_) writer_.verbatim({{.text = "End of code."}});
  }

  /// A line that is too wide goes on in the next one behind a backslash, as in a shell.
  void put_code_line(std::string_view code) {
    const int room = writer_.room() - static_cast<int>(code_indent.size());
    while (clip(code, room).size() < code.size()) {
      const std::string_view part = clip(code, room - 1);
      writer_.verbatim({{.text = std::string(code_indent)},
                        {.text = std::string(part), .role = Role::code},
                        {.text = "\\", .role = Role::muted}});
      code.remove_prefix(part.size());
    }
    writer_.verbatim(
        {{.text = std::string(code_indent)}, {.text = std::string(code), .role = Role::code}});
  }

  BlockWriter writer_;
  bool screen_reader_;
  InlineText inline_;
  std::vector<List> lists_;
  MarkdownTable table_;
  std::string code_;
  bool in_code_ = false;
  unsigned heading_level_ = 0;
  bool block_ended_ = false;
};

std::vector<Line> render_as_it_stands(std::string_view text, int width) {
  const std::string shown = printable(text, true);
  BlockWriter writer(width);
  std::string_view left = shown;
  while (!left.empty()) {
    const std::size_t end = std::min(left.find('\n'), left.size());
    writer.wrapped({{.text = std::string(left.substr(0, end))}});
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return writer.finish();
}

/// Collects nothing but words, one space between them.
class WordCollector : public MarkdownEvents {
 public:
  void enter_block(MD_BLOCKTYPE, const void*) override { add(" "); }
  void leave_block(MD_BLOCKTYPE) override { add(" "); }
  void enter_span(MD_SPANTYPE, const void*) override {}
  void leave_span(MD_SPANTYPE) override {}
  void text(std::string_view text) override { add(text); }
  void code(std::string_view text) override { add(text); }
  void line_break(bool) override { add(" "); }

  void add(std::string_view text) {
    for (const char c : text) {
      const bool is_space = c == ' ' || c == '\n';
      if (!is_space && space_pending_ && !words_.empty()) words_ += ' ';
      space_pending_ = is_space;
      if (!is_space) words_ += c;
    }
  }
  std::string take() { return std::exchange(words_, {}); }

 private:
  std::string words_;
  bool space_pending_ = false;
};

}  // namespace

std::vector<Line> render_markdown(std::string_view markdown, const MarkdownLayout& layout) {
  Renderer renderer(layout);
  if (parse_markdown(markdown, renderer)) return renderer.finish();
  return render_as_it_stands(markdown, std::max(layout.width, least_width));
}

std::string markdown_to_text(std::string_view markdown) {
  WordCollector words;
  if (!parse_markdown(markdown, words)) {
    words.take();
    words.add(printable(markdown, true));
  }
  return words.take();
}

}  // namespace terminal
