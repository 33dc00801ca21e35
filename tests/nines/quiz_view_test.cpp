#include "nines/quiz_view.hpp"

#include <algorithm>
#include <string>

#include "catch.hpp"
#include "texts.hpp"

namespace {

content::Item sample() {
  content::Item item;
  item.id = "quorum-write";
  item.topic = "consensus-ordering";
  item.difficulty = 2;
  item.prompt =
      "A five-node Raft cluster has appended an entry of the current term on the leader and on "
      "*one* follower. What may the leader tell the client?";
  item.sources = {{"Ongaro & Ousterhout, 2014", "https://raft.github.io/raft.pdf", true}};
  item.body = content::Choice{{
      {"The write is committed", false, "Durability on one node is not agreement."},
      {"Nothing yet", true, "Three of five are the majority."},
      {"An error at once", false, "The leader may wait."},
  }};
  return item;
}

std::string text(const std::vector<terminal::Line>& lines) {
  std::string all;
  for (const auto& line : lines) all += terminal::encode(line, false) + "\n";
  return all;
}

practice::Answer answer(int option, bool correct, std::optional<int> certainty) {
  practice::Answer result;
  result.item_id = "quorum-write";
  result.option = option;
  result.correct = correct;
  result.certainty = certainty;
  return result;
}

}  // namespace

TEST_CASE("the options stand in the order of the question, not of the file") {
  const auto item = sample();
  const practice::Question question{&item, {2, 0, 1}};
  const auto shown = text(nines::question_view(question, 3, 10, {80, false}));
  CHECK(has(shown, " 3/10  consensus-ordering  **"));
  CHECK(has(shown, "   a  An error at once\n"));
  CHECK(has(shown, "   b  The write is committed\n"));
  CHECK(has(shown, "   c  Nothing yet\n"));
}

TEST_CASE("no line of a question is wider than the terminal") {
  const auto item = sample();
  const practice::Question question{&item, {0, 1, 2}};
  for (const int width : {20, 40, 80, 100}) {
    for (const bool screen_reader : {false, true}) {
      auto lines = nines::question_view(question, 3, 10, {width, screen_reader});
      const auto feedback =
          nines::feedback_view(question, answer(0, false, 3), {width, screen_reader});
      lines.insert(lines.end(), feedback.begin(), feedback.end());
      for (const auto& line : lines) {
        CAPTURE(width, terminal::encode(line, false));
        CHECK(terminal::display_width(line) <= width);
      }
    }
  }
}

TEST_CASE("a wrong answer shows the key, the marks and why for every option") {
  const auto item = sample();
  const practice::Question question{&item, {2, 0, 1}};
  const auto shown = text(nines::feedback_view(question, answer(0, false, 3), {80, false}));
  CHECK(has(shown, " - Wrong (-6). The answer is c."));
  CHECK(has(shown, "   a  wrong  The leader may wait."));
  CHECK(has(shown, " > b  wrong  Durability on one node"));
  CHECK(has(shown, "   c  right  Three of five"));
}

TEST_CASE("a right answer without a certainty has no marks") {
  const auto item = sample();
  const practice::Question question{&item, {0, 1, 2}};
  const auto shown = text(nines::feedback_view(question, answer(1, true, {}), {80, false}));
  CHECK(has(shown, " + Right\n"));
  CHECK(has(shown, " > b  right"));
}

TEST_CASE("a screen reader gets words for what symbols say") {
  const auto item = sample();
  const practice::Question question{&item, {0, 1, 2}};
  const auto shown = text(nines::question_view(question, 1, 2, {80, true}));
  CHECK(has(shown, "Question 1 of 2. Topic consensus-ordering. Difficulty 2 of 3."));
  CHECK(has(shown, "Option a: The write is committed"));
  CHECK_FALSE(has(shown, "**"));
}

TEST_CASE("calibration is silent until there is enough to say") {
  practice::Summary summary;
  summary.by_certainty[3] = practice::share(8, 9);
  CHECK(nines::calibration_view(summary, 80).empty());
  summary.by_certainty[1] = practice::share(1, 2);
  const auto shown = text(nines::calibration_view(summary, 80));
  CHECK(has(shown, "3 -> 89 % right (n=9), 1 -> 50 % right (n=2)"));
}

TEST_CASE("the reason for a question names what happened with it last") {
  const auto item = sample();
  CHECK(
      has(text(nines::reason_view(item, {}, false, {80, false})), "not answered this one before"));
  practice::Answered answered;
  answered.answer = answer(0, false, 3);
  const auto shown = text(nines::reason_view(item, std::span(&answered, 1), true, {80, false}));
  CHECK(has(shown, "Answered 1 time before, 0 right"));
  CHECK(has(shown, "wrong with certainty 3"));
}
