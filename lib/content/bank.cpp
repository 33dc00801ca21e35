#include "content/bank.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace content {

std::string describe(const Problem& problem) {
  std::string text = problem.place.file.string();
  if (problem.place.line != 0) text += fmt::format(":{}", problem.place.line);
  const char* separator = text.empty() ? "" : ": ";
  if (!problem.item_id.empty()) {
    text += fmt::format("{}item \"{}\"", separator, problem.item_id);
    separator = ", ";
  }
  if (!problem.field.empty()) text += fmt::format("{}field \"{}\"", separator, problem.field);
  return text.empty() ? problem.message : fmt::format("{}: {}", text, problem.message);
}

std::string describe(const Bank& bank, const Problem& problem) {
  const std::size_t others = bank.count_from(problem.place.file);
  std::string text = describe(problem);
  if (others == 0 || problem.place.line == 0) return text;
  return text + (others == 1
                     ? ". The one other item of this file is loaded."
                     : fmt::format(". The other {} items of this file are loaded.", others));
}

const Item* Bank::find(std::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  return found == by_id_.end() ? nullptr : &items_[found->second];
}

std::size_t Bank::count_of(Kind kind) const {
  return static_cast<std::size_t>(std::ranges::count(items_, kind, &Item::kind));
}

std::size_t Bank::count_from(const std::filesystem::path& file) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(items_, [&](const Item& item) { return item.place.file == file; }));
}

std::vector<std::string> Bank::topics() const {
  std::set<std::string> topics;
  for (const Item& item : items_) topics.insert(item.topic);
  return {topics.begin(), topics.end()};
}

}  // namespace content
