#include "nines/interview_view.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "terminal/markdown.hpp"

namespace nines {

using terminal::Line;
using terminal::Role;

namespace {

constexpr int section_columns_max = 76;
constexpr std::size_t errata_shown_max = 2;

void add_lines(std::vector<Line>& lines, const std::vector<Line>& more) {
  lines.insert(lines.end(), more.begin(), more.end());
}

void add_markdown(std::vector<Line>& lines, const std::string& markdown, const ViewLayout& layout) {
  add_labelled(lines, {{" "}}, markdown, layout);
}

std::string rating_text(const practice::Spoken& spoken) {
  switch (spoken.rating) {
    case practice::Rating::again:
      return "a \"must\" is missing: again";
    case practice::Rating::hard:
      return "every \"must\", few of the others: hard";
    case practice::Rating::good:
      return "good";
    case practice::Rating::easy:
      return "all of them: easy";
  }
  return {};
}

std::string finding_text(const practice::PointFinding& finding) {
  switch (finding.finding) {
    case practice::Finding::found:
      return fmt::format("found: \"{}\"", finding.quote);
    case practice::Finding::maybe:
      return fmt::format("maybe: \"{}\"", finding.quote);
    case practice::Finding::contradicted:
      return fmt::format("possibly the opposite: \"{}\"", finding.quote);
    case practice::Finding::missing:
      return "not found";
  }
  return {};
}

}  // namespace

SpeakingTarget speaking_target(const content::Open& open) {
  using std::chrono::minutes;
  constexpr int usual_least = 2;
  constexpr int usual_most = 3;
  if (open.minutes > usual_most) return {minutes(open.minutes), minutes(open.minutes)};
  return {minutes(std::min(open.minutes, usual_least)), minutes(usual_most)};
}

std::string describe(const SpeakingTarget& target) {
  return target.least == target.most
             ? fmt::format("{} minutes", target.most.count())
             : fmt::format("{} to {} minutes", target.least.count(), target.most.count());
}

std::string clock_text(std::chrono::milliseconds time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).count();
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

Line section_line(const std::string& title, const ViewLayout& layout) {
  if (layout.screen_reader) return {{title + ".", Role::heading}};
  const std::string begin = "--- " + title + " ";
  const int columns = std::min(layout.width - 1, section_columns_max);
  const auto dashes = std::max(0, columns - static_cast<int>(begin.size()));
  return {{" "}, {begin + std::string(static_cast<std::size_t>(dashes), '-'), Role::heading}};
}

std::vector<Line> interview_question_view(const content::Item& item, const Place& place,
                                          const ViewLayout& layout) {
  std::vector<Line> lines;
  add_item_head(lines, place, item, layout);
  add_markdown(lines, item.prompt, layout);
  lines.emplace_back();
  return lines;
}

std::vector<Line> key_point_view(const content::Open& open, std::size_t number,
                                 const std::optional<practice::PointFinding>& finding,
                                 const ViewLayout& layout) {
  const content::KeyPoint& point = open.key_points[number];
  std::vector<Line> lines;
  const bool is_first_of_phase =
      point.phase && (number == 0 || open.key_points[number - 1].phase != point.phase);
  if (is_first_of_phase) {
    const auto phase = static_cast<std::size_t>(*point.phase);
    lines.push_back({{" "}, {std::string(content::phase_names[phase]), Role::heading}});
  }
  const Line label =
      layout.screen_reader
          ? Line{{fmt::format("Point {}{}: ", number + 1, point.must ? ", must" : "")}}
          : Line{{fmt::format("  {:>2} ", number + 1), Role::key},
                 {point.must ? "must  " : "      ", Role::strong}};
  add_labelled(lines, label, point.text, layout);
  if (finding) {
    const Role role = finding->finding == practice::Finding::found ? Role::good : Role::muted;
    add_wrapped(lines, {{finding_text(*finding), role}}, layout.width, "           ",
                "           ");
  }
  return lines;
}

std::vector<Line> errata_view(std::span<const content::Item* const> errata,
                              const ViewLayout& layout) {
  std::vector<Line> lines;
  for (const content::Item* item : errata.first(std::min(errata.size(), errata_shown_max))) {
    const std::string said = terminal::markdown_to_text(item->erratum()->said);
    add_wrapped(lines,
                {{"Commonly repeated, but wrong: ", Role::warning},
                 {said},
                 {fmt::format("  nines read {}", item->id), Role::muted}},
                layout.width, " ", "   ");
  }
  return lines;
}

std::vector<Line> interview_feedback_view(const content::Item& item, const practice::Answer& answer,
                                          std::span<const content::Item* const> errata,
                                          const ViewLayout& layout) {
  const content::Open& open = *item.open();
  const practice::Spoken& spoken = *answer.spoken;
  const auto said = std::ranges::count(spoken.ticks, true, &practice::Tick::said);
  std::vector<Line> lines;
  lines.emplace_back();
  add_wrapped(lines,
              {{answer.correct ? "+ " : "- ", answer.correct ? Role::good : Role::bad},
               {fmt::format("{} of {}", said, spoken.ticks.size()), Role::strong},
               {fmt::format(", {}.", rating_text(spoken))}},
              layout.width, " ", "   ");
  lines.push_back(section_line("model answer", layout));
  add_markdown(lines, open.answer, layout);
  lines.emplace_back();
  for (const content::WatchOut& one : open.watch_out) {
    add_wrapped(lines,
                {{"Watch out: ", Role::warning},
                 {fmt::format("\"{}\" ", terminal::markdown_to_text(one.said))},
                 {terminal::markdown_to_text(one.truth)}},
                layout.width, " ", "   ");
  }
  add_lines(lines, errata_view(errata, layout));
  if (!open.walkthrough.empty()) {
    add_wrapped(lines, {{"The whole case: "}, {"nines read " + item.id, Role::code}}, layout.width,
                " ", "   ");
  }
  return lines;
}

std::vector<Line> follow_up_view(const content::FollowUp& follow_up, const ViewLayout& layout) {
  std::vector<Line> lines{section_line("follow-up", layout)};
  add_markdown(lines, follow_up.prompt, layout);
  lines.emplace_back();
  return lines;
}

std::vector<Line> follow_up_answer_view(const content::FollowUp& follow_up,
                                        const ViewLayout& layout) {
  std::vector<Line> lines;
  if (!follow_up.answer.empty()) {
    add_markdown(lines, follow_up.answer, layout);
    lines.emplace_back();
  }
  for (const std::string& point : follow_up.key_points) {
    add_labelled(lines, {{layout.screen_reader ? "Point: " : "   - "}}, point, layout);
  }
  lines.emplace_back();
  return lines;
}

}  // namespace nines
