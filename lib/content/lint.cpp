#include "content/lint.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <numeric>
#include <string_view>
#include <tuple>

#include "content/chance.hpp"
#include "content/guessing.hpp"
#include "content/lint_rules.hpp"

namespace content {
namespace {

constexpr double suspicious = 0.001;

std::vector<GuessItem> guess_items(const Bank& bank) {
  std::vector<GuessItem> all;
  for (const Item& item : bank.items()) {
    if (item.choice() == nullptr) continue;
    all.push_back({option_features(item), item.choice()->key(), item.topic});
  }
  return all;
}

/// Where the keys stand in the files.
void measure_positions(const std::vector<GuessItem>& items, LintReport& report) {
  std::vector<double> expected;
  std::vector<std::size_t> sequence;
  for (const GuessItem& item : items) {
    const std::size_t count = item.options.size();
    if (expected.size() < count) expected.resize(count);
    for (std::size_t i = 0; i < count; ++i) expected[i] += 1.0 / static_cast<double>(count);
    sequence.push_back(item.key);
  }
  report.key_positions.assign(expected.size(), 0);
  for (const std::size_t key : sequence) ++report.key_positions[key];
  double statistic = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double off = static_cast<double>(report.key_positions[i]) - expected[i];
    statistic += off * off / expected[i];
  }
  report.key_position_p = expected.empty() ? 1 : chi_square_tail(statistic, expected.size() - 1);
  report.runs_p = runs_test(sequence);
}

void judge_bank(const LintReport& report, Findings& findings) {
  for (const Strategy& strategy : report.strategies) {
    if (strategy.passes) continue;
    const bool by_position = strategy.name.starts_with("position");
    findings.of_bank(
        Severity::error, "guessable",
        fmt::format("\"{}\" is right in {:.0f} % of {} items, by chance it would be {:.0f} % (p = "
                    "{:.2g}): {}",
                    strategy.name, 100 * strategy.accuracy, strategy.items, 100 * strategy.chance,
                    strategy.p_adjusted,
                    by_position ? "change the order of options until it tells nothing"
                                : "change the wording of options until it tells nothing"));
  }
  if (report.key_position_p < suspicious) {
    findings.of_bank(
        Severity::warning, "key-positions",
        fmt::format("the correct options stand at places {} times (first, second, ...), "
                    "which is not even (p = {:.2g})",
                    fmt::join(report.key_positions, ", "), report.key_position_p));
  }
  if (report.runs_p < suspicious) {
    findings.of_bank(Severity::warning, "key-runs",
                     fmt::format("the places of the correct options follow a pattern from item to "
                                 "item (p = {:.2g})",
                                 report.runs_p));
  }
}

std::vector<TopicBalance> balance_of(const Bank& bank) {
  std::map<std::string, TopicBalance> topics;
  for (const Item& item : bank.items()) {
    TopicBalance& balance = topics[item.topic];
    balance.topic = item.topic;
    ++balance.items;
    ++balance.by_kind[static_cast<std::size_t>(item.kind())];
    if (item.difficulty == 0) continue;
    ++balance.by_difficulty[static_cast<std::size_t>(item.difficulty - 1)];
  }
  std::vector<TopicBalance> all;
  for (auto& [topic, balance] : topics) all.push_back(std::move(balance));
  return all;
}

void lint_item(const Item& item, Findings& findings) {
  lint_stem(item, findings);
  switch (item.kind()) {
    case Kind::choice:
      lint_options(item, findings);
      lint_cues(item, findings);
      break;
    case Kind::open:
      lint_open(item, findings);
      break;
    case Kind::article:
      lint_article(item, findings);
      break;
    case Kind::erratum:
      lint_erratum(item, findings);
      break;
    case Kind::drill:
      lint_drill(item, findings);
      break;
  }
  lint_texts(item, findings);
}

/// What belongs to one place stands together, in the order of the files and as it was found; what
/// belongs to the whole bank comes last.
std::vector<Problem> in_order(std::vector<Problem> problems) {
  std::vector<std::size_t> order(problems.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) {
    const Place& place = problems[i].place;
    return std::tuple(place.file.empty(), std::string_view(place.file.native()), place.line, i);
  });
  std::vector<Problem> sorted;
  sorted.reserve(problems.size());
  for (const std::size_t i : order) sorted.push_back(std::move(problems[i]));
  return sorted;
}

}  // namespace

LintReport lint(const Bank& bank) {
  LintReport report;
  Findings findings;
  for (const Item& item : bank.items()) {
    lint_item(item, findings);
  }
  lint_references(bank, findings);
  lint_duplicates(bank, findings);

  const std::vector<GuessItem> items = guess_items(bank);
  report.items = bank.items().size();
  report.choice_items = items.size();
  report.balance = balance_of(bank);
  report.strategies = try_strategies(items);
  measure_positions(items, report);
  report.blind_score = blind_score(items);
  for (const GuessItem& item : items) {
    report.blind_chance += 1.0 / static_cast<double>(item.options.size() * items.size());
  }
  judge_bank(report, findings);

  std::vector<Problem> all = bank.problems();
  std::ranges::move(std::move(findings).take(), std::back_inserter(all));
  report.problems = in_order(std::move(all));
  return report;
}

}  // namespace content
