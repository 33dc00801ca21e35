#include <algorithm>
#include <fmt/format.h>
#include <functional>

#include "content/chance.hpp"
#include "content/guessing.hpp"

namespace content {
namespace {

constexpr double significance = 0.05;
constexpr double margin = 0.05;
constexpr double four_options_max = 0.40;

/// The value of an option for a strategy.
using Score = std::function<double(const GuessItem&, std::size_t option)>;

Strategy try_one(std::string name, std::span<const GuessItem> items, const Score& score) {
  Strategy result;
  result.name = std::move(name);
  ChanceHits by_chance;
  std::size_t hit_units = 0;
  for (const GuessItem& item : items) {
    const std::size_t count = item.options.size();
    double best = score(item, 0);
    for (std::size_t i = 1; i < count; ++i) best = std::max(best, score(item, i));
    std::size_t tied = 0;
    for (std::size_t i = 0; i < count; ++i) tied += score(item, i) >= best ? 1 : 0;
    if (tied == count) continue;  // nothing to go by
    by_chance.add_item(tied, count);
    if (score(item, item.key) >= best) hit_units += ChanceHits::units / tied;
    result.chance += 1.0 / static_cast<double>(count);
    ++result.items;
  }
  if (result.items == 0) return result;
  const auto n = static_cast<double>(result.items);
  result.hits = static_cast<double>(hit_units) / static_cast<double>(ChanceHits::units);
  result.accuracy = result.hits / n;
  result.chance /= n;
  result.p_value = by_chance.tail(hit_units);
  result.wilson_low = wilson_low(result.hits, result.items);
  return result;
}

bool passes(const Strategy& strategy) {
  if (strategy.p_adjusted >= significance) return true;
  // 0.26: nearly all items have four options.
  const bool four_options = strategy.chance <= 0.26;
  return strategy.wilson_low <= strategy.chance + margin &&
         !(four_options && strategy.accuracy > four_options_max);
}

}  // namespace

std::vector<Strategy> try_strategies(std::span<const GuessItem> items) {
  std::vector<Strategy> all;
  std::size_t options_max = 0;
  for (const GuessItem& item : items) options_max = std::max(options_max, item.options.size());
  for (std::size_t feature = 0; feature < feature_count; ++feature) {
    all.push_back(try_one(std::string(feature_names[feature]), items,
                          [feature](const GuessItem& item, std::size_t option) {
                            return item.options[option][feature];
                          }));
  }
  for (std::size_t position = 0; position < options_max; ++position) {
    all.push_back(try_one(fmt::format("position {}", position + 1), items,
                          [position](const GuessItem&, std::size_t option) {
                            return option == position ? 1.0 : 0.0;
                          }));
  }
  std::vector<double> p_values;
  for (const Strategy& strategy : all) p_values.push_back(strategy.p_value);
  const std::vector<double> adjusted = holm(p_values);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].p_adjusted = adjusted[i];
    all[i].passes = passes(all[i]);
  }
  return all;
}

}  // namespace content
