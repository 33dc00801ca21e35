#include "content/guessing.hpp"

#include <algorithm>

#include "base/random.hpp"
#include "catch.hpp"
#include "content/lint.hpp"
#include "content_texts.hpp"
#include "rounds.hpp"

namespace {

using content::Feature;
using content::GuessItem;

/// Items whose features are drawn at random, ties included, and whose key is any option.
std::vector<GuessItem> random_bank(std::uint64_t seed, std::size_t count) {
  base::RandomStream random(seed);
  std::vector<GuessItem> items;
  for (std::size_t i = 0; i < count; ++i) {
    GuessItem item;
    item.options.resize(i % 5 == 0 ? 3 : 4);
    for (auto& option : item.options) {
      for (double& value : option) value = static_cast<double>(random.below(6));
    }
    item.key = random.below(item.options.size());
    item.topic = "topic-" + std::to_string(i % 7);
    items.push_back(item);
  }
  return items;
}

/// Makes the key the longest option in `share` percent of the items.
void favour_longest(std::vector<GuessItem>& items, std::uint64_t share) {
  base::RandomStream random(99);
  for (GuessItem& item : items) {
    if (random.below(100) < share) {
      item.options[item.key][static_cast<std::size_t>(Feature::longest)] = 10;
    }
  }
}

bool passes(const std::vector<GuessItem>& items) {
  return std::ranges::all_of(content::try_strategies(items), &content::Strategy::passes);
}

const content::Strategy& find(const std::vector<content::Strategy>& all, const std::string& name) {
  const auto found = std::ranges::find(all, name, &content::Strategy::name);
  REQUIRE(found != all.end());
  return *found;
}

TEST_CASE("a bank whose key is always the longest fails, by that strategy") {
  auto items = random_bank(1, 40);
  favour_longest(items, 100);
  const auto strategies = content::try_strategies(items);
  const auto& longest = find(strategies, "longest");
  CHECK_FALSE(longest.passes);
  CHECK(longest.hits == 40);
  CHECK(longest.accuracy == 1);
  CHECK(longest.p_value < 1e-20);
  CHECK(find(strategies, "most words").passes);
}

TEST_CASE("banks as biased as published ones fail: 80 % of 82 items, 39 % of 196") {
  auto items = random_bank(2, 82);
  favour_longest(items, 72);
  CHECK_FALSE(find(content::try_strategies(items), "longest").passes);
  items = random_bank(3, 196);
  favour_longest(items, 18);
  const auto strategies = content::try_strategies(items);
  const auto& longest = find(strategies, "longest");
  CHECK(longest.accuracy > 0.36);
  CHECK(longest.accuracy < 0.44);
  CHECK_FALSE(longest.passes);
}

TEST_CASE("a bank without bias fails about as seldom as it should, whatever its size") {
  for (const std::size_t count : {3U, 12U, 36U, 200U}) {
    int failed = 0;
    for (std::uint64_t seed = 0; seed < support::rounds(200U, 20U); ++seed) {
      if (!passes(random_bank(1000 + seed, count))) ++failed;
    }
    INFO(count << " items");
    // 5 % would be 10, and 1.
    CHECK(failed <= support::rounds(14, 4));
  }
}

TEST_CASE("a handful of items cannot fail") {
  auto items = random_bank(5, 3);
  favour_longest(items, 100);
  CHECK(passes(items));
}

TEST_CASE("an item on which all options look alike is not counted") {
  auto items = random_bank(6, 10);
  const std::size_t before = find(content::try_strategies(items), "shortest").items;
  for (auto& option : items[1].options) option.fill(1);
  CHECK(find(content::try_strategies(items), "shortest").items == before - 1);
  CHECK(find(content::try_strategies(items), "position 1").items == 10);
  CHECK(find(content::try_strategies(items), "position 4").items == 8);
}

TEST_CASE("a tie counts its share") {
  auto items = random_bank(7, 1);
  items[0].options.assign(4, {});
  items[0].key = 0;
  items[0].options[0].fill(2);
  items[0].options[3].fill(2);
  const auto strategies = content::try_strategies(items);
  const auto& longest = find(strategies, "longest");
  CHECK(longest.hits == 0.5);
  CHECK(longest.p_value == Approx(0.5));
  CHECK(longest.chance == 0.25);
}

TEST_CASE("the blind score is at chance without bias and finds a mixture of weak hints") {
  auto items = random_bank(8, 400);
  CHECK(content::blind_score(items) == Approx(0.27).margin(0.06));
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i].options[items[i].key][i % 3] += 4;
  }
  const double score = content::blind_score(items);
  CHECK(score > 0.5);
  CHECK(score == content::blind_score(items));
}

TEST_CASE("the blind score needs thirty items and three topics") {
  CHECK(content::blind_score(random_bank(9, 29)) == -1);
  auto items = random_bank(9, 40);
  CHECK(content::blind_score(items) >= 0);
  for (std::size_t i = 0; i < items.size(); ++i) items[i].topic = i % 2 == 0 ? "a" : "b";
  CHECK(content::blind_score(items) == -1);
}

TEST_CASE("a hint that works in one topic only does not help with the others") {
  auto items = random_bank(10, 300);
  for (GuessItem& item : items) {
    if (item.topic != "topic-0") continue;
    item.options[item.key][0] += 20;
  }
  CHECK(content::blind_score(items) < 0.45);
}

TEST_CASE("features see what a guesser sees") {
  auto item = content_texts::choice();
  item["prompt"] = "A leader appends an entry. What may it tell the client?";
  item["options"][0]["text"] = "The entry is usually committed by the leader";
  item["options"][1]["text"] = "The entry is never committed (`etcd` 3.5)";
  item["options"][2]["text"] = "Nothing yet";
  item["options"][3]["text"] = "An error, always";
  const content::Bank bank = content_texts::load_items({item});
  const auto all = content::option_features(bank.items().at(0));
  const auto value = [&](std::size_t option, Feature feature) {
    return all.at(option)[static_cast<std::size_t>(feature)];
  };
  CHECK(value(0, Feature::longest) == 44);
  CHECK(value(2, Feature::shortest) == -11);
  CHECK(value(0, Feature::most_words) == 8);
  CHECK(value(0, Feature::most_hedged) == 1);
  CHECK(value(1, Feature::fewest_absolutes) == -1);
  CHECK(value(0, Feature::stem_overlap) == 2);
  CHECK(value(0, Feature::convergence) == 2);
  CHECK(value(2, Feature::convergence) == 0);
  CHECK(value(1, Feature::most_specific) == 3);
  CHECK(value(3, Feature::first_alphabetically) == 0);
  CHECK(value(0, Feature::first_alphabetically) == -3);
}

TEST_CASE("a guessable bank is an error of the whole bank, and keys in one place a warning") {
  std::vector<nlohmann::json> items;
  for (int i = 0; i < 40; ++i) {
    auto item = content_texts::choice("n" + std::to_string(i));
    item["prompt"] =
        "Question number " + std::to_string(i) + " about topic " + std::to_string(i * i) + "?";
    items.push_back(item);
  }
  const auto report = content::lint(content_texts::load_items(items));
  CHECK(report.key_positions == std::vector<std::size_t>{40, 0, 0, 0});
  CHECK(report.key_position_p < 1e-6);
  CHECK(report.choice_items == 40);
  CHECK(report.blind_chance == Approx(0.25));
  REQUIRE(report.balance.size() == 1);
  CHECK(report.balance[0].by_difficulty == std::array<std::size_t, 3>{0, 40, 0});
  const auto has = [&](const char* rule, content::Severity severity) {
    return std::ranges::any_of(report.problems, [&](const content::Problem& problem) {
      return problem.rule == rule && problem.severity == severity && problem.item_id.empty();
    });
  };
  CHECK(has("guessable", content::Severity::error));
  CHECK(has("key-positions", content::Severity::warning));
}

TEST_CASE("an empty bank has nothing to report") {
  const auto report = content::lint(content::Bank{});
  CHECK(report.problems.empty());
  CHECK(report.blind_score == -1);
  CHECK(report.key_position_p == 1);
}

}  // namespace
