#include "nines/view_text.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "terminal/markdown.hpp"

namespace nines {

using terminal::Line;
using terminal::Role;

namespace {

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(std::max(count, 0)), ' ');
}

}  // namespace

void add_labelled(std::vector<Line>& lines, const Line& label, const std::string& markdown,
                  const ViewLayout& layout) {
  const int indent = terminal::display_width(label);
  // Where the room is too small for a hanging indent, the text goes below its label.
  const bool is_below = layout.width - indent < 24;
  // Markdown takes 20 columns at least.
  const int left = is_below ? std::clamp(layout.width - 20, 0, 2) : indent;
  auto text = terminal::render_markdown(
      markdown, {.width = layout.width - left, .screen_reader = layout.screen_reader});
  if (is_below) lines.push_back(label);
  for (std::size_t i = 0; i < text.size(); ++i) {
    Line line = i == 0 && !is_below ? label : Line{{spaces(left)}};
    if (text[i].empty()) line.clear();
    line.insert(line.end(), text[i].begin(), text[i].end());
    lines.push_back(std::move(line));
  }
}

void add_wrapped(std::vector<Line>& lines, const Line& line, int width, std::string_view first,
                 std::string_view rest) {
  const auto wrapped = terminal::wrap(line, width, first, rest);
  lines.insert(lines.end(), wrapped.begin(), wrapped.end());
}

void add_item_head(std::vector<Line>& lines, const Place& place, const content::Item& item,
                   const ViewLayout& layout) {
  if (layout.screen_reader) {
    const std::string of = place.count == 0 ? "" : fmt::format(" of {}", place.count);
    const std::string difficulty =
        item.difficulty == 0 ? "" : fmt::format(" Difficulty {} of 3.", item.difficulty);
    return add_wrapped(lines,
                       {{fmt::format("{} {}{}.", place.noun, place.number, of), Role::heading},
                        {fmt::format(" Topic {}.{} Name {}.", item.topic, difficulty, item.id)}},
                       layout.width, "", "");
  }
  const std::string left = place.count == 0 ? fmt::format(" {}  ", place.number)
                                            : fmt::format(" {}/{}  ", place.number, place.count);
  const std::string stars(static_cast<std::size_t>(item.difficulty), '*');
  Line head{{left, Role::heading}, {item.topic + "  " + stars, Role::muted}};
  const int gap = layout.width - terminal::display_width(head) - static_cast<int>(item.id.size());
  if (gap >= 2) {
    head.push_back({spaces(gap)});
    head.push_back({item.id, Role::muted});
    lines.push_back(head);
  } else {
    add_wrapped(lines, head, layout.width, "", " ");
    add_wrapped(lines, {{item.id, Role::muted}}, layout.width, " ", " ");
  }
}

}  // namespace nines
