#include "nines/read_view.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>

#include "nines/quiz_view.hpp"
#include "terminal/markdown.hpp"

namespace nines {

using terminal::Line;
using terminal::Role;

namespace {

void add_lines(std::vector<Line>& lines, const std::vector<Line>& more) {
  lines.insert(lines.end(), more.begin(), more.end());
}

void add_title(std::vector<Line>& lines, const content::Item& item, const std::string& title,
               const ViewLayout& layout) {
  add_wrapped(lines, {{terminal::markdown_to_text(title), Role::heading}}, layout.width, " ", " ");
  add_wrapped(lines, {{fmt::format("{}, {}", item.topic, item.id), Role::muted}}, layout.width, " ",
              " ");
  lines.emplace_back();
}

void add_part(std::vector<Line>& lines, const std::string& label, const std::string& markdown,
              const ViewLayout& layout) {
  lines.push_back({{" " + label, Role::strong}});
  add_labelled(lines, {{"   "}}, markdown, layout);
}

void add_erratum(std::vector<Line>& lines, const content::Item& item, const ViewLayout& layout) {
  const content::Erratum& erratum = *item.erratum();
  add_title(lines, item, item.prompt, layout);
  const auto severity = static_cast<std::size_t>(erratum.severity);
  add_part(lines, fmt::format("Commonly said ({}):", content::flaw_names[severity]), erratum.said,
           layout);
  add_part(lines, "What is true:", erratum.truth, layout);
  add_part(lines, "Why it matters:", erratum.matters, layout);
}

/// A case's prompt is long; its first sentence says what is to be designed.
std::string first_sentence(const std::string& text) {
  const std::size_t end = text.find_first_of(".:?");
  return end == std::string::npos ? text : text.substr(0, end);
}

void add_row(std::vector<Line>& lines, const content::Item& item, const ViewLayout& layout) {
  const std::string prompt = terminal::markdown_to_text(item.prompt);
  const std::string title = item.open() != nullptr ? first_sentence(prompt) : prompt;
  add_wrapped(lines, {{item.id, Role::key}, {"  " + title}}, layout.width, "   ", "     ");
}

}  // namespace

bool is_readable(const content::Item& item) {
  if (item.open() != nullptr) return !item.open()->walkthrough.empty();
  return item.article() != nullptr || item.erratum() != nullptr;
}

std::vector<Line> reading_view(const content::Item& item, const ViewLayout& layout) {
  std::vector<Line> lines;
  if (item.erratum() != nullptr) {
    add_erratum(lines, item, layout);
  } else if (item.article() != nullptr) {
    add_title(lines, item, item.prompt, layout);
    add_labelled(lines, {{" "}}, item.article()->body, layout);
  } else {
    add_title(lines, item, "Design case", layout);
    add_labelled(lines, {{" "}}, item.prompt, layout);
    lines.emplace_back();
    add_labelled(lines, {{" "}}, item.open()->walkthrough, layout);
  }
  if (!item.sources.empty()) {
    lines.emplace_back();
    lines.push_back({{" Sources", Role::strong}});
    add_lines(lines, sources_view(item, layout));
  }
  return lines;
}

std::vector<Line> reading_list_view(const content::Bank& bank, const ViewLayout& layout) {
  std::vector<Line> lines;
  const auto add_kind = [&](const char* title, auto wanted) {
    const auto& items = bank.items();
    if (std::ranges::none_of(items, wanted)) return;
    if (!lines.empty()) lines.emplace_back();
    lines.push_back({{" "}, {title, Role::heading}});
    for (const auto& item : items) {
      if (wanted(item)) add_row(lines, item, layout);
    }
  };
  add_kind("Articles", [](const auto& item) { return item.article() != nullptr; });
  add_kind("Worked design cases",
           [](const auto& item) { return item.open() != nullptr && is_readable(item); });
  if (const std::size_t errata = bank.count_of(content::Kind::erratum); errata > 0) {
    if (!lines.empty()) lines.emplace_back();
    add_wrapped(lines,
                {{"errata", Role::key},
                 {fmt::format("  {} {} commonly repeated, but wrong", errata,
                              errata == 1 ? "belief" : "beliefs")}},
                layout.width, "   ", "     ");
  }
  return lines;
}

std::vector<Line> all_errata_view(const content::Bank& bank, const ViewLayout& layout) {
  std::vector<Line> lines;
  for (const auto& item : bank.items()) {
    if (item.erratum() == nullptr) continue;
    if (!lines.empty()) lines.emplace_back();
    add_erratum(lines, item, layout);
  }
  return lines;
}

}  // namespace nines
