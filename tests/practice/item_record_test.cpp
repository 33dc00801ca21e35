#include "practice/item_record.hpp"

#include "catch.hpp"

using namespace std::chrono_literals;

TEST_CASE("a record counts the answers and keeps the latest") {
  std::vector<practice::Answered> answers(2);
  answers[0].at = base::WallTime(1000ms);
  answers[0].answer.item_id = "a";
  answers[0].answer.correct = true;
  answers[1].at = base::WallTime(2000ms);
  answers[1].answer.item_id = "a";
  answers[1].answer.certainty = 3;
  const auto records = practice::item_records(answers, {});
  REQUIRE(records.size() == 1);
  const auto& record = records.at("a");
  CHECK(record.answers == 2);
  CHECK(record.right == 1);
  CHECK(record.last_at == base::WallTime(2000ms));
  CHECK_FALSE(record.last_correct);
  CHECK(record.last_certainty == 3);
}

TEST_CASE("an item that was only flagged has a record with its notes") {
  std::vector<practice::Flagged> flags(2);
  flags[0].item_id = flags[1].item_id = "b";
  flags[1].note = "which clock?";
  const auto records = practice::item_records({}, flags);
  CHECK(records.at("b").answers == 0);
  CHECK(records.at("b").notes == std::vector<std::string>{"", "which clock?"});
}
