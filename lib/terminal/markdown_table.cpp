#include "terminal/markdown_table.hpp"

#include <algorithm>
#include <iterator>

namespace terminal {
namespace {

constexpr int gap = 2;

void append_spaces(Line& line, int columns) {
  if (columns > 0) line.push_back({.text = std::string(static_cast<std::size_t>(columns), ' ')});
}

std::vector<int> column_widths(const MarkdownTable& table) {
  std::vector<int> widths(table.alignments.size(), 1);
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  }
  return widths;
}

Line in_columns(const std::vector<Line>& row, const std::vector<MD_ALIGN>& alignments,
                const std::vector<int>& widths) {
  Line line;
  int owed = 0;  // spaces that only a next cell makes visible
  for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i) {
    const int spare = widths[i] - display_width(row[i]);
    int before = 0;
    if (alignments[i] == MD_ALIGN_RIGHT) before = spare;
    if (alignments[i] == MD_ALIGN_CENTER) before = spare / 2;
    append_spaces(line, owed + before);
    line.insert(line.end(), row[i].begin(), row[i].end());
    owed = spare - before + gap;
  }
  return line;
}

std::vector<Line> as_columns(const MarkdownTable& table, const std::vector<int>& widths) {
  std::vector<Line> lines;
  for (const auto& row : table.rows) {
    lines.push_back(in_columns(row, table.alignments, widths));
    if (lines.size() > 1) continue;
    std::vector<Line> rule;
    for (const int columns : widths) {
      rule.push_back(
          {{.text = std::string(static_cast<std::size_t>(columns), '-'), .role = Role::muted}});
    }
    lines.push_back(in_columns(rule, table.alignments, widths));
  }
  return lines;
}

std::vector<Line> as_records(const MarkdownTable& table, int width) {
  std::vector<Line> lines;
  const auto add = [&](const Line& line) {
    std::vector<Line> parts = wrap(line, width, "", "  ");
    lines.insert(lines.end(), std::move_iterator(parts.begin()), std::move_iterator(parts.end()));
  };
  if (table.rows.empty()) return lines;
  const std::vector<Line>& header = table.rows.front();
  if (table.rows.size() == 1) {
    for (const Line& cell : header) add(cell);
  }
  for (std::size_t r = 1; r < table.rows.size(); ++r) {
    if (r > 1) lines.emplace_back();
    for (std::size_t i = 0; i < table.rows[r].size(); ++i) {
      const Line& cell = table.rows[r][i];
      if (cell.empty()) continue;
      Line line;
      if (i < header.size() && !header[i].empty()) {
        line = header[i];
        line.push_back({.text = ": ", .role = Role::strong});
      }
      line.insert(line.end(), cell.begin(), cell.end());
      add(line);
    }
  }
  return lines;
}

}  // namespace

std::vector<Line> layout_table(const MarkdownTable& table, int width, bool screen_reader) {
  if (!screen_reader) {
    const std::vector<int> widths = column_widths(table);
    long long total = -gap;
    for (const int columns : widths) total += columns + gap;
    if (total <= width) return as_columns(table, widths);
  }
  return as_records(table, width);
}

}  // namespace terminal
