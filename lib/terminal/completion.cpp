#include "terminal/completion.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "terminal/text.hpp"
#include "terminal/utf8.hpp"

namespace terminal {
namespace {

constexpr std::size_t choices_listed_max = 120;
constexpr int column_gap = 2;

std::string_view common_beginning(std::string_view a, std::string_view b) {
  std::size_t same = 0;
  while (same < a.size()) {
    const std::size_t length = first_code_point(a.substr(same)).length;
    if (a.substr(same, length) != b.substr(same, length)) break;
    same += length;
  }
  return a.substr(0, same);
}

}  // namespace

std::string_view last_word(std::string_view before) {
  const std::size_t blank = before.find_last_of(" \t");
  return blank == std::string_view::npos ? before : before.substr(blank + 1);
}

Completion complete(std::string_view word, std::vector<std::string> candidates) {
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  if (candidates.empty()) return {.replacement = std::string(word)};
  // Sorted, so the first and the last have in common what all have.
  const std::string_view common = common_beginning(candidates.front(), candidates.back());
  if (candidates.size() == 1) return {.replacement = std::string(common), .is_complete = true};
  if (common.size() > word.size()) return {.replacement = std::string(common)};
  return {.replacement = std::string(word), .choices = std::move(candidates)};
}

std::string list_choices(const std::vector<std::string>& choices, int columns) {
  const std::size_t shown = std::min(choices.size(), choices_listed_max);
  std::vector<std::string> texts;
  int widest = 1;
  for (std::size_t i = 0; i < shown; ++i) {
    texts.emplace_back(clip(printable(choices[i]), columns));
    widest = std::max(widest, display_width(texts.back()));
  }
  const auto per_line =
      static_cast<std::size_t>(std::max(1, (columns + column_gap) / (widest + column_gap)));
  std::string result;
  for (std::size_t i = 0; i < shown; ++i) {
    result += texts[i];
    if ((i + 1) % per_line == 0 || i + 1 == shown) {
      result += '\n';
    } else {
      result.append(static_cast<std::size_t>(widest + column_gap - display_width(texts[i])), ' ');
    }
  }
  if (shown < choices.size()) result += fmt::format("... and {} more\n", choices.size() - shown);
  return result;
}

}  // namespace terminal
