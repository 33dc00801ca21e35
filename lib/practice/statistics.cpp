#include "practice/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <time.h>
#include <unordered_map>
#include <utility>

#include "practice/quiz.hpp"

namespace practice {
namespace {

struct Count {
  std::size_t hits = 0;
  std::size_t total = 0;

  void add(bool is_hit) {
    hits += is_hit ? 1 : 0;
    ++total;
  }
  Share as_share() const { return share(hits, total); }
};

/// The items whose latest answer was wrong at certainty 3, newest first.
std::vector<std::string> confident_errors_of(std::span<const Answered> answers) {
  std::unordered_map<std::string_view, std::size_t> latest;
  for (std::size_t i = 0; i < answers.size(); ++i) latest[answers[i].answer.item_id] = i;
  std::vector<std::string> errors;
  for (std::size_t i = answers.size(); i-- > 0;) {
    const Answer& answer = answers[i].answer;
    if (latest[answer.item_id] == i && !answer.correct && answer.certainty == 3) {
      errors.push_back(answer.item_id);
    }
  }
  return errors;
}

}  // namespace

// E. B. Wilson 1927, "Probable inference, the law of succession, and statistical inference".
Share share(std::size_t hits, std::size_t total) {
  Share result{.hits = hits, .total = total, .low = 0, .high = 1};
  if (total == 0) return result;
  constexpr double z = 1.959963984540054;
  const auto n = static_cast<double>(total);
  const double p = result.value();
  const double scale = 1 + z * z / n;
  const double centre = (p + z * z / (2 * n)) / scale;
  const double half = z / scale * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  // At the ends rounding would leave the exact 0 or 1.
  if (hits > 0) result.low = std::max(0.0, centre - half);
  if (hits < total) result.high = std::min(1.0, centre + half);
  return result;
}

std::chrono::local_days utc_day(base::WallTime at) {
  return std::chrono::local_days(std::chrono::floor<std::chrono::days>(at).time_since_epoch());
}

std::chrono::local_days local_day(base::WallTime at) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  std::tm parts{};
  if (::localtime_r(&seconds, &parts) == nullptr) return utc_day(at);
  return std::chrono::local_days(std::chrono::year(parts.tm_year + 1900) / (parts.tm_mon + 1) /
                                 parts.tm_mday);
}

Summary summarise(std::span<const Answered> answers, DayOf day_of) {
  struct Topic {
    Count right;
    std::set<std::string_view> items;
  };
  Count right;
  std::map<std::string_view, Topic> topics;
  std::map<int, Count> by_certainty;
  std::map<content::Kind, Count> by_kind;
  std::set<std::chrono::local_days> days;
  Summary summary;
  for (const Answered& answered : answers) {
    const Answer& answer = answered.answer;
    right.add(answer.correct);
    by_kind[answer.kind()].add(answer.correct);
    Topic& topic = topics[answer.topic];
    topic.right.add(answer.correct);
    topic.items.insert(answer.item_id);
    if (const auto mark = certainty_mark(answer.correct, answer.certainty)) {
      summary.marks = summary.marks.value_or(0) + *mark;
      summary.marks_possible += *certainty_mark(true, 3);
      by_certainty[*answer.certainty].add(answer.correct);
    }
    days.insert(day_of(answered.at));
  }
  summary.answered = answers.size();
  summary.right = right.as_share();
  for (const auto& [name, topic] : topics) {
    summary.topics.push_back({.topic = std::string(name),
                              .right = topic.right.as_share(),
                              .items_seen = topic.items.size()});
  }
  for (const auto& [certainty, count] : by_certainty) {
    summary.by_certainty.emplace(certainty, count.as_share());
  }
  for (const auto& [kind, count] : by_kind) summary.by_kind.emplace(kind, count.as_share());
  summary.confident_errors = confident_errors_of(answers);
  summary.days_practised = days.size();
  return summary;
}

}  // namespace practice
