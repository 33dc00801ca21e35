#pragma once

#include <md4c.h>
#include <vector>

#include "terminal/style.hpp"

namespace terminal {

struct MarkdownTable {
  std::vector<MD_ALIGN> alignments;     ///< one per column
  std::vector<std::vector<Line>> rows;  ///< the first is the header
};

/// In columns where they fit the width; otherwise, and for a screen reader, every row as lines of
/// "header: cell", with a blank line between rows.
std::vector<Line> layout_table(const MarkdownTable& table, int width, bool screen_reader);

}  // namespace terminal
