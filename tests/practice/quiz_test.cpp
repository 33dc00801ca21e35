#include "practice/quiz.hpp"

#include <algorithm>
#include <set>

#include "catch.hpp"
#include "practice/fixture.hpp"

using practice::plan_quiz;
using practice::Question;
using practice::QuizRequest;

namespace {

std::vector<content::Item> items_of(const std::string& topic, int count) {
  std::vector<content::Item> items;
  for (int i = 0; i < count; ++i) {
    items.push_back(choice_item(topic + "-" + std::to_string(i), topic, i % 3 + 1));
  }
  return items;
}

std::vector<content::Item> three_topics() {
  std::vector<content::Item> items;
  for (const char* topic : {"clocks", "consensus", "queues"}) {
    for (content::Item& item : items_of(topic, 6)) items.push_back(std::move(item));
  }
  return items;
}

std::vector<std::string> ids(const std::vector<Question>& questions) {
  std::vector<std::string> result;
  for (const Question& question : questions) result.push_back(question.item->id);
  return result;
}

std::vector<practice::Answered> history_of(const std::vector<practice::Answer>& answers) {
  std::vector<practice::Answered> history;
  for (const auto& answer : answers) {
    practice::Answered answered;
    answered.id = static_cast<practice::EventId>(history.size()) + 1;
    answered.answer = answer;
    history.push_back(answered);
  }
  return history;
}

std::size_t neighbours_of_one_topic(const std::vector<Question>& questions) {
  std::size_t count = 0;
  for (std::size_t i = 1; i < questions.size(); ++i) {
    count += questions[i].item->topic == questions[i - 1].item->topic ? 1U : 0U;
  }
  return count;
}

}  // namespace

TEST_CASE("a fixed seed gives the same questions and options, whatever happened before") {
  const auto items = three_topics();
  const QuizRequest request{.count = 5, .seed = 7, .seed_is_fixed = true};
  const auto first = plan_quiz(items, {}, request);
  const auto history = history_of({answer_to(first[0].item->id), answer_to("clocks-1")});
  const auto again = plan_quiz(items, history, request);
  REQUIRE(ids(first) == ids(again));
  for (std::size_t i = 0; i < first.size(); ++i) CHECK(first[i].order == again[i].order);
}

TEST_CASE("the plan for a seed is the same on every machine and in every release") {
  const auto items = three_topics();
  const auto plan = plan_quiz(items, {}, {.count = 3, .seed = 7, .seed_is_fixed = true});
  CHECK(ids(plan) == std::vector<std::string>{"consensus-2", "queues-1", "consensus-0"});
  CHECK(plan[0].order == std::vector<std::size_t>{1, 0, 3, 2});
}

TEST_CASE("another seed gives other questions") {
  const auto items = three_topics();
  std::set<std::vector<std::string>> plans;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    plans.insert(ids(plan_quiz(items, {}, {.count = 5, .seed = seed, .seed_is_fixed = true})));
  }
  CHECK(plans.size() == 20);
}

TEST_CASE("the order in which packs list their items does not matter") {
  auto items = three_topics();
  const QuizRequest request{.count = 5, .seed = 7, .seed_is_fixed = true};
  const auto forward = ids(plan_quiz(items, {}, request));
  std::reverse(items.begin(), items.end());
  CHECK(ids(plan_quiz(items, {}, request)) == forward);
}

TEST_CASE("an item's options have the same order under any filter") {
  const auto items = three_topics();
  const auto all = plan_quiz(items, {}, {.count = 100, .seed = 7, .seed_is_fixed = true});
  const auto some = plan_quiz(
      items, {},
      {.topics = {"queues"}, .difficulty = 2, .count = 100, .seed = 7, .seed_is_fixed = true});
  REQUIRE(some.size() == 2);
  for (const Question& question : some) {
    const auto same = std::find_if(
        all.begin(), all.end(), [&](const Question& other) { return other.item == question.item; });
    CHECK(same->order == question.order);
  }
}

TEST_CASE("every place shows the right option about equally often") {
  const auto items = items_of("topic", 4000);
  std::vector<int> places(4);
  for (const Question& question : plan_quiz(items, {}, {.count = 4000, .seed = 1})) {
    const auto key = std::find(question.order.begin(), question.order.end(), 2U);
    ++places[static_cast<std::size_t>(key - question.order.begin())];
  }
  // 1000 +- 5 standard deviations
  for (const int count : places) CHECK(std::abs(count - 1000) < 137);
}

TEST_CASE("topics and difficulty filter, and only multiple choice is asked") {
  auto items = three_topics();
  content::Item article = choice_item("clocks-article", "clocks", 2);
  article.body = content::Article{};
  items.push_back(article);
  const auto plan =
      plan_quiz(items, {}, {.topics = {"clocks", "queues"}, .difficulty = 2, .count = 100});
  auto chosen = ids(plan);
  std::sort(chosen.begin(), chosen.end());
  CHECK(chosen == std::vector<std::string>{"clocks-1", "clocks-4", "queues-1", "queues-4"});
  CHECK(plan_quiz(items, {}, {.topics = {"unheard-of"}}).empty());
  CHECK(plan_quiz(items, {}, {.count = 0}).empty());
}

TEST_CASE("unseen items come first, then those not seen for longest") {
  const auto items = items_of("topic", 5);
  const auto history = history_of(
      {answer_to("topic-3"), answer_to("topic-0"), answer_to("topic-4"), answer_to("topic-3")});
  const auto plan = ids(plan_quiz(items, history, {.count = 10, .seed = 3}));
  REQUIRE(plan.size() == 5);
  CHECK(std::set<std::string>(plan.begin(), plan.begin() + 2) ==
        std::set<std::string>{"topic-1", "topic-2"});
  CHECK(std::vector<std::string>(plan.begin() + 2, plan.end()) ==
        std::vector<std::string>{"topic-0", "topic-4", "topic-3"});
  CHECK(plan_quiz(items, history, {.count = 3, .seed = 3}).back().item->id == "topic-0");
}

TEST_CASE("neighbours share a topic only where that cannot be avoided") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    INFO("seed " << seed);
    auto items = items_of("large", 7);
    for (content::Item& item : items_of("middle", 4)) items.push_back(std::move(item));
    for (content::Item& item : items_of("small", 2)) items.push_back(std::move(item));
    CHECK(neighbours_of_one_topic(plan_quiz(items, {}, {.count = 13, .seed = seed})) == 0);
    // Ten of one topic have five gaps too many for four of the other.
    auto uneven = items_of("large", 10);
    for (content::Item& item : items_of("small", 4)) uneven.push_back(std::move(item));
    CHECK(neighbours_of_one_topic(plan_quiz(uneven, {}, {.count = 14, .seed = seed})) == 5);
  }
}

TEST_CASE("weak practice asks confident errors first, then errors, then low hit rates") {
  const auto items = items_of("topic", 8);
  const auto history = history_of({
      answer_to("topic-0", true),      // once right: (1+1)/(1+2)
      answer_to("topic-1", false, 3),  // a confident error, corrected since: (1+1)/(2+2)
      answer_to("topic-1", true, 2),
      answer_to("topic-2", true),  // wrong in the end: (1+1)/(2+2)
      answer_to("topic-2", false, 2),
      answer_to("topic-3", false),  // always wrong: 1/(2+2)
      answer_to("topic-3", false),
      answer_to("topic-4", false, 3),  // a confident error: 1/3
      answer_to("topic-5", true),      // always right: 3/4
      answer_to("topic-5", true),
  });
  const QuizRequest request{.count = 10, .weak = true, .seed = 1};
  CHECK(ids(plan_quiz(items, history, request)) ==
        std::vector<std::string>{"topic-4", "topic-3", "topic-2", "topic-1", "topic-0", "topic-5"});
  CHECK(plan_quiz(items, history, {.count = 2, .weak = true}).size() == 2);
  CHECK(plan_quiz(items, {}, request).empty());
}

TEST_CASE("the history has a say in weak practice even with a fixed seed") {
  const auto items = items_of("topic", 8);
  const auto plan = plan_quiz(items, history_of({answer_to("topic-6", false)}),
                              {.weak = true, .seed = 1, .seed_is_fixed = true});
  CHECK(ids(plan) == std::vector<std::string>{"topic-6"});
}

TEST_CASE("certainty-based marks reward and cost as published") {
  CHECK(practice::certainty_mark(true, 1) == 1);
  CHECK(practice::certainty_mark(true, 2) == 2);
  CHECK(practice::certainty_mark(true, 3) == 3);
  CHECK(practice::certainty_mark(false, 1) == 0);
  CHECK(practice::certainty_mark(false, 2) == -2);
  CHECK(practice::certainty_mark(false, 3) == -6);
  CHECK_FALSE(practice::certainty_mark(true, std::nullopt));
  CHECK_FALSE(practice::certainty_mark(true, 4));
  CHECK_FALSE(practice::certainty_mark(false, 0));
}
