#include "practice/session.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include "catch.hpp"
#include "practice/fixture.hpp"

using practice::Journal;
using practice::QuizSession;

namespace {

/// Three questions whose right option, the third, is shown first.
struct Quiz {
  base::FakeClock clock{base::WallTime(std::chrono::seconds(1'795'342'500))};
  std::vector<content::Item> items{choice_item("a"), choice_item("b"), choice_item("c")};
  Journal journal = Journal::in_memory(clock);

  std::vector<practice::Question> questions() const {
    std::vector<practice::Question> result;
    for (const content::Item& item : items) result.push_back({&item, {2, 0, 3, 1}});
    return result;
  }
  QuizSession begin(const practice::Run& run = {.verb = "quiz"}) {
    return {questions(), journal, journal.begin_run(run), clock};
  }
};

std::string current_id(const QuizSession& session) {
  return session.current() == nullptr ? "done" : session.current()->item->id;
}

std::vector<std::string> kept(const Journal& journal) {
  std::vector<std::string> items;
  for (const auto& answered : journal.answers()) items.push_back(answered.answer.item_id);
  return items;
}

using Items = std::vector<std::string>;

}  // namespace

TEST_CASE("an answer is judged by the option shown, timed, recorded and returned") {
  Quiz quiz;
  QuizSession session = quiz.begin({.verb = "quiz", .off_schedule = true});
  CHECK(session.size() == 3);
  session.show();
  quiz.clock.advance(std::chrono::milliseconds(2500));
  const practice::Answered right = session.answer(0, 3);
  CHECK(right.answer.correct);
  CHECK(right.answer.option == 2);
  CHECK(right.answer.thinking == std::chrono::milliseconds(2500));
  CHECK(right.answer.certainty == 3);
  CHECK(right.answer.item_revision == quiz.items[0].revision);
  const practice::Answered wrong = session.answer(3, std::nullopt);
  CHECK_FALSE(wrong.answer.correct);
  CHECK(wrong.answer.option == 1);
  CHECK(wrong.answer.thinking == std::chrono::milliseconds(0));

  const auto recorded = quiz.journal.answers();
  REQUIRE(recorded.size() == 2);
  CHECK(recorded[0].id == right.id);
  CHECK(recorded[0].run == right.run);
  CHECK(recorded[0].at == right.at);
  CHECK(recorded[0].off_schedule);
  CHECK(right.off_schedule);
  CHECK(recorded[0].answer.topic == right.answer.topic);
  CHECK(recorded[1].answer.option == 1);
}

TEST_CASE("a session ends after its last question") {
  Quiz quiz;
  QuizSession session = quiz.begin();
  session.answer(0, {});
  CHECK(session.position() == 1);
  session.skip();
  session.answer(1, {});
  CHECK(session.current() == nullptr);
  CHECK(session.position() == session.size());
  session.show();
  CHECK_THROWS_AS(session.answer(0, {}), std::out_of_range);
  CHECK_THROWS_AS(session.skip(), std::out_of_range);
  CHECK(session.summary().answered == 2);
  CHECK(session.summary().right.hits == 1);
}

TEST_CASE("a place that is not shown is refused, and nothing moves") {
  Quiz quiz;
  QuizSession session = quiz.begin();
  CHECK_THROWS_AS(session.answer(4, {}), std::out_of_range);
  CHECK(session.position() == 0);
  CHECK(quiz.journal.answers().empty());
}

TEST_CASE("undo returns to the question, again and again, and leaves skipped ones skipped") {
  Quiz quiz;
  QuizSession session = quiz.begin();
  session.answer(0, {});
  session.skip();
  session.answer(0, {});
  CHECK(current_id(session) == "done");

  auto undone = session.undo();
  REQUIRE(undone);
  CHECK(undone->from_this_run);
  CHECK(undone->item == &quiz.items[2]);
  CHECK(undone->answer.answer.item_id == "c");
  CHECK(current_id(session) == "c");

  undone = session.undo();
  REQUIRE(undone);
  CHECK(undone->answer.answer.item_id == "a");
  CHECK(current_id(session) == "a");
  CHECK(session.summary().answered == 0);
  CHECK(kept(quiz.journal).empty());
  CHECK_FALSE(session.undo());

  session.answer(1, {});
  CHECK(current_id(session) == "c");
  CHECK(kept(quiz.journal) == Items{"a"});
  CHECK(session.summary().right.hits == 0);
}

TEST_CASE("the thinking time starts afresh after undo") {
  Quiz quiz;
  QuizSession session = quiz.begin();
  session.show();
  session.answer(0, {});
  session.undo();
  quiz.clock.advance(std::chrono::minutes(5));
  session.show();
  quiz.clock.advance(std::chrono::seconds(2));
  CHECK(session.answer(0, {}).answer.thinking == std::chrono::seconds(2));
  session.undo();
  CHECK(session.answer(0, {}).answer.thinking == std::chrono::seconds(0));
}

TEST_CASE("when this run has no answer, undo takes back those of earlier runs, newest first") {
  Quiz quiz;
  QuizSession earlier = quiz.begin();
  earlier.answer(0, {});
  const auto old_run = quiz.journal.begin_run({.verb = "quiz"});
  quiz.journal.record(old_run, answer_to("gone-from-the-content"));
  QuizSession session = quiz.begin();
  QuizSession later = quiz.begin();
  later.answer(0, {});

  auto undone = session.undo();
  REQUIRE(undone);
  CHECK_FALSE(undone->from_this_run);
  CHECK(undone->item == nullptr);
  CHECK(undone->answer.answer.item_id == "gone-from-the-content");
  undone = session.undo();
  REQUIRE(undone);
  CHECK(undone->item == &quiz.items[0]);
  CHECK(session.position() == 0);
  // The answer of the run begun later stays.
  CHECK_FALSE(session.undo());
  CHECK(kept(quiz.journal) == Items{"a"});
}

TEST_CASE("a flag goes to the question the user looks at, also after its answer") {
  Quiz quiz;
  QuizSession session = quiz.begin();
  session.flag("before it was shown");
  session.show();
  session.answer(0, {});
  session.flag("while reading why");
  session.show();
  session.flag("the next");
  const auto flags = quiz.journal.flags();
  REQUIRE(flags.size() == 3);
  CHECK(flags[0].item_id == "a");
  CHECK(flags[1].item_id == "a");
  CHECK(flags[1].note == "while reading why");
  CHECK(flags[2].item_id == "b");
}

TEST_CASE("what the journal refuses changes nothing, and may be tried again") {
  const TemporaryFolder folder;
  Quiz quiz;
  quiz.journal = Journal::open(folder.path(), quiz.clock, std::chrono::milliseconds(10));
  QuizSession session = quiz.begin();
  session.answer(0, {});
  session.show();
  quiz.clock.advance(std::chrono::seconds(3));
  SQLite::Database other(folder.journal().string(), SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  CHECK_THROWS_AS(session.answer(0, {}), practice::JournalError);
  CHECK_THROWS_AS(session.skip(), practice::JournalError);
  CHECK_THROWS_AS(session.undo(), practice::JournalError);
  CHECK_THROWS_AS(session.flag(""), practice::JournalError);
  CHECK(session.position() == 1);
  CHECK(session.summary().answered == 1);
  other.exec("ROLLBACK");
  CHECK(session.answer(0, {}).answer.thinking == std::chrono::seconds(3));
  CHECK(kept(quiz.journal) == Items{"a", "b"});
}

TEST_CASE("a session goes on in another journal, with what it has in its summary") {
  Quiz quiz;
  QuizSession session = quiz.begin();
  const auto in_first = session.answer(0, {});
  Journal memory = Journal::in_memory(quiz.clock);
  session.continue_with(memory, memory.begin_run({.verb = "quiz"}));
  CHECK(current_id(session) == "b");
  const auto in_second = session.answer(1, {});
  // Numbered alike, so that undo must not mix them up.
  REQUIRE(in_first.id == in_second.id);
  CHECK(session.summary().answered == 2);
  CHECK(kept(quiz.journal) == Items{"a"});
  CHECK(kept(memory) == Items{"b"});

  REQUIRE(session.undo());
  CHECK(current_id(session) == "b");
  CHECK_FALSE(session.undo());
  CHECK(session.summary().answered == 1);
  CHECK(kept(quiz.journal) == Items{"a"});
}
