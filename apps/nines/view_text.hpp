#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "content/item.hpp"
#include "terminal/style.hpp"

namespace nines {

/// How wide and for whom to lay out.
struct ViewLayout {
  int width = 80;
  bool screen_reader = false;
};

/// Markdown beside a label: the label stands before its first line, the rest hangs below.
void add_labelled(std::vector<terminal::Line>& lines, const terminal::Line& label,
                  const std::string& markdown, const ViewLayout& layout);

void add_wrapped(std::vector<terminal::Line>& lines, const terminal::Line& line, int width,
                 std::string_view first, std::string_view rest);

/// "Question" 3 of 10; a count of 0 when there is no end.
struct Place {
  std::string noun;
  std::size_t number = 0;
  std::size_t count = 0;
};

/// Place, topic, difficulty and name of an item, above what it asks.
void add_item_head(std::vector<terminal::Line>& lines, const Place& place,
                   const content::Item& item, const ViewLayout& layout);

}  // namespace nines
