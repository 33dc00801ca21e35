#include "practice/quiz.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <iterator>
#include <map>
#include <numeric>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "base/random.hpp"
#include "practice/item_record.hpp"

namespace practice {
namespace {

using Items = std::vector<const content::Item*>;

using Records = std::unordered_map<std::string, ItemRecord>;

/// Confident errors first: correction after feedback works best there.
int weakness_rank(const ItemRecord& record) {
  if (record.last_correct) return 2;
  return record.last_certainty == 3 ? 0 : 1;
}

double smoothed_hit_rate(const ItemRecord& record) {
  return (static_cast<double>(record.right) + 1.0) / (static_cast<double>(record.answers) + 2.0);
}

/// Named by the request, by topic or by id; everything when it names nothing.
bool is_named(const content::Item& item, const QuizRequest& request) {
  if (request.topics.empty() && request.items.empty()) return true;
  return std::ranges::count(request.topics, item.topic) > 0 ||
         std::ranges::count(request.items, item.id) > 0;
}

/// In an order that does not depend on how the packs list them.
Items candidates(std::span<const content::Item> items, const QuizRequest& request,
                 content::Kind kind) {
  Items fitting;
  for (const content::Item& item : items) {
    if (item.kind() != kind) continue;
    if (request.difficulty && item.difficulty != *request.difficulty) continue;
    if (!is_named(item, request)) continue;
    fitting.push_back(&item);
  }
  std::ranges::sort(fitting, {}, &content::Item::id);
  return fitting;
}

/// Reorders so that neighbours share a topic only where that cannot be avoided, keeping the order
/// within each topic and otherwise as much of it as possible. `previous` is the topic of the item
/// that stands before the first.
Items interleave(const Items& items, std::string_view previous) {
  std::map<std::string_view, std::deque<std::size_t>> places;
  for (std::size_t i = 0; i < items.size(); ++i) places[items[i]->topic].push_back(i);
  Items mixed;
  while (mixed.size() < items.size()) {
    const std::size_t left = items.size() - mixed.size();
    auto pick = places.end();
    for (auto topic = places.begin(); topic != places.end(); ++topic) {
      if (topic->second.empty() || topic->first == previous) continue;
      // A topic with more than half of what is left has to be taken now, or it meets itself later.
      if (topic->second.size() * 2 > left) {
        pick = topic;
        break;
      }
      if (pick == places.end() || topic->second.front() < pick->second.front()) pick = topic;
    }
    if (pick == places.end()) pick = places.find(previous);
    previous = pick->first;
    mixed.push_back(items[pick->second.front()]);
    pick->second.pop_front();
  }
  return mixed;
}

void keep_first(Items& items, std::size_t count) {
  if (items.size() > count) items.resize(count);
}

Items choose_weak(Items items, const Records& records, std::size_t count) {
  std::erase_if(items, [&](const content::Item* item) { return !records.contains(item->id); });
  // Stable: equals stay in the shuffled order.
  std::ranges::stable_sort(items, {}, [&](const content::Item* item) {
    const ItemRecord& record = records.at(item->id);
    return std::tuple(weakness_rank(record), smoothed_hit_rate(record));
  });
  keep_first(items, count);
  return items;
}

Items choose_fresh(const Items& items, const Records& records, std::size_t count) {
  Items unseen;
  Items seen;
  for (const content::Item* item : items) {
    (records.contains(item->id) ? seen : unseen).push_back(item);
  }
  std::ranges::sort(seen, {},
                    [&](const content::Item* item) { return records.at(item->id).last_place; });
  keep_first(unseen, count);
  keep_first(seen, count - unseen.size());
  Items chosen = interleave(unseen, {});
  std::ranges::copy(interleave(seen, chosen.empty() ? std::string_view() : chosen.back()->topic),
                    std::back_inserter(chosen));
  return chosen;
}

/// Depends on the seed and the item alone, so that another filter shows the same order.
std::vector<std::size_t> option_order(const content::Item& item, std::uint64_t seed) {
  std::vector<std::size_t> order(item.choice()->options.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  base::RandomStream(seed, "options of " + item.id).shuffle(order);
  return order;
}

}  // namespace

std::vector<const content::Item*> plan_items(std::span<const content::Item> items,
                                             std::span<const Answered> history,
                                             const QuizRequest& request, content::Kind kind) {
  Items fitting = candidates(items, request, kind);
  base::RandomStream(request.seed, "choice of questions").shuffle(fitting);
  const bool history_matters = request.weak || !request.seed_is_fixed;
  const Records records = item_records(history_matters ? history : std::span<const Answered>(), {});
  return request.weak ? choose_weak(std::move(fitting), records, request.count)
                      : choose_fresh(fitting, records, request.count);
}

std::vector<Question> plan_quiz(std::span<const content::Item> items,
                                std::span<const Answered> history, const QuizRequest& request) {
  std::vector<Question> questions;
  for (const content::Item* item : plan_items(items, history, request, content::Kind::choice)) {
    questions.push_back({.item = item, .order = option_order(*item, request.seed)});
  }
  return questions;
}

std::vector<Question> plan_quiz(const content::Bank& bank, std::span<const Answered> history,
                                const QuizRequest& request) {
  return plan_quiz(std::span<const content::Item>(bank.items()), history, request);
}

std::optional<int> certainty_mark(bool correct, std::optional<int> certainty) {
  constexpr std::array<int, 3> right{1, 2, 3};
  constexpr std::array<int, 3> wrong{0, -2, -6};
  if (!certainty || *certainty < 1 || *certainty > 3) return std::nullopt;
  return (correct ? right : wrong)[static_cast<std::size_t>(*certainty - 1)];
}

}  // namespace practice
