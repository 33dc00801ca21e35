#pragma once

#include <string_view>
#include <vector>

#include "terminal/style.hpp"

namespace terminal {

struct MarkdownLayout {
  /// Columns to fill at most; at least 20.
  int width = 80;
  /// No table borders or other drawing: tables become "header: cell" lines, for speech.
  bool screen_reader = false;
};

/// Markdown (CommonMark with tables and strikethrough) as styled lines: paragraphs wrapped by
/// display width, lists with hanging indents, code as it stands, tables aligned where they fit and
/// as "header: cell" lines where they do not. Links show their text, then the address when it
/// differs. Raw HTML is shown as text. No line ends in spaces; blank lines separate blocks, none at
/// the ends.
std::vector<Line> render_markdown(std::string_view markdown, const MarkdownLayout& layout);

/// The same text in one line without markup, for list columns and error messages.
std::string markdown_to_text(std::string_view markdown);

}  // namespace terminal
