#include "nines/drill_view.hpp"

#include <fmt/format.h>

#include "practice/quantity.hpp"
#include "terminal/markdown.hpp"

namespace nines {

using practice::DrillVerdict;
using terminal::Line;
using terminal::Role;

std::vector<Line> drill_question_view(const practice::DrawnDrill& drawn, const Place& place,
                                      const ViewLayout& layout) {
  const content::Drill& drill = *drawn.item->drill();
  std::vector<Line> lines;
  add_item_head(lines, place, *drawn.item, layout);
  if (!drill.title.empty()) lines.push_back({{" "}, {drill.title, Role::strong}});
  add_labelled(lines, {{" "}}, drawn.prompt, layout);
  if (!drill.assumes.empty()) {
    add_wrapped(
        lines,
        {{"Assume: ", Role::muted}, {terminal::markdown_to_text(drill.assumes), Role::muted}},
        layout.width, " ", "   ");
  }
  const practice::Unit unit = practice::parse_unit(drill.unit);
  if (unit.data != 0 || unit.time != 0) {
    add_wrapped(lines, {{fmt::format("Answer in {}, or name the unit.", drill.unit), Role::muted}},
                layout.width, " ", " ");
  }
  lines.emplace_back();
  return lines;
}

std::vector<Line> drill_feedback_view(const practice::DrawnDrill& drawn,
                                      const DrillVerdict& verdict, const ViewLayout& layout) {
  const content::Drill& drill = *drawn.item->drill();
  const bool is_right = verdict.outcome == DrillVerdict::Outcome::right;
  const std::string right = practice::with_unit(drawn.answer, drill);
  const std::string given = practice::with_unit(verdict.given, drill);
  std::vector<Line> lines;
  lines.emplace_back();
  if (is_right) {
    add_wrapped(lines,
                {{"+ Right", Role::good},
                 {given == right ? fmt::format(": {}.", right)
                                 : fmt::format(": {} (you: {}).", right, given)}},
                layout.width, " ", "   ");
  } else {
    add_wrapped(lines,
                {{"- Wrong", Role::bad}, {fmt::format(": it is {}, you gave {}.", right, given)}},
                layout.width, " ", "   ");
    if (!verdict.hint.empty()) {
      add_wrapped(lines, {{"Perhaps "}, {verdict.hint}}, layout.width, "   ", "   ");
    }
  }
  add_labelled(lines, {{"   "}}, drawn.explanation, layout);
  lines.emplace_back();
  return lines;
}

}  // namespace nines
