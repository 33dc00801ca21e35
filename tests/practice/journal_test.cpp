#include "practice/journal.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>

#include "catch.hpp"
#include "practice/fixture.hpp"
#include "practice/migrations.hpp"

using practice::Journal;
using namespace std::string_literals;
using Reason = practice::JournalError::Reason;

namespace {

base::FakeClock new_clock() {
  return base::FakeClock(base::WallTime(std::chrono::milliseconds(1'795'342'500'123)));
}

unsigned mode_of(const std::filesystem::path& path) {
  struct stat status{};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777;
}

std::vector<std::string> items_of(const Journal& journal) {
  std::vector<std::string> items;
  for (const auto& answered : journal.answers()) items.push_back(answered.answer.item_id);
  return items;
}

}  // namespace

TEST_CASE("an answer comes back from a reopened journal as it was given") {
  const TemporaryFolder folder;
  const base::FakeClock clock = new_clock();
  practice::Answer given{.item_id = "quorum-write",
                         .item_revision = 0xfedcba9876543210U,
                         .topic = "consensus",
                         .option = 3,
                         .correct = true,
                         .certainty = 2,
                         .thinking = std::chrono::milliseconds(4321)};
  practice::EventId id = 0;
  practice::RunId run = 0;
  {
    Journal journal = Journal::open(folder.path(), clock);
    run = journal.begin_run({.verb = "quiz", .seed = 0xffffffffffffffffU, .off_schedule = true});
    id = journal.record(run, given);
  }
  const Journal journal = Journal::open(folder.path(), clock);
  CHECK(journal.is_saving());
  CHECK(journal.set_aside().empty());
  const auto answers = journal.answers();
  REQUIRE(answers.size() == 1);
  CHECK(answers[0].id == id);
  CHECK(answers[0].run == run);
  CHECK(answers[0].at == clock.now());
  CHECK(answers[0].off_schedule);
  const practice::Answer& kept = answers[0].answer;
  CHECK(kept.item_id == given.item_id);
  CHECK(kept.item_revision == given.item_revision);
  CHECK(kept.topic == given.topic);
  CHECK(kept.option == given.option);
  CHECK(kept.correct == given.correct);
  CHECK(kept.certainty == given.certainty);
  CHECK(kept.thinking == given.thinking);
  CHECK(journal.run(run)->seed == 0xffffffffffffffffU);
  CHECK_FALSE(journal.run(run + 1));
}

TEST_CASE("answers are listed oldest first, also when the clock went back") {
  const base::FakeClock late = new_clock();
  const base::FakeClock early;
  const TemporaryFolder folder;
  for (const auto& [clock, item] : {std::pair(&late, "first"), std::pair(&early, "second")}) {
    Journal journal = Journal::open(folder.path(), *clock);
    journal.record(journal.begin_run({.verb = "quiz"}), answer_to(item));
  }
  CHECK(items_of(Journal::open(folder.path(), late)) ==
        std::vector<std::string>{"first", "second"});
}

TEST_CASE("an undone answer counts no more, and the newest one left is the last") {
  const base::FakeClock clock = new_clock();
  const TemporaryFolder folder;
  Journal journal = Journal::open(folder.path(), clock);
  CHECK_FALSE(journal.last_answer());
  const auto run = journal.begin_run({.verb = "quiz"});
  journal.record(run, answer_to("a"));
  const auto b = journal.record(run, answer_to("b"));
  const auto later = journal.begin_run({.verb = "quiz"});
  journal.record(later, answer_to("c"));
  CHECK(journal.last_answer()->answer.item_id == "c");
  CHECK(journal.last_answer(later)->answer.item_id == "b");
  CHECK_FALSE(journal.last_answer(run));

  journal.undo(later, b);
  CHECK(items_of(journal) == std::vector<std::string>{"a", "c"});
  CHECK(journal.last_answer(later)->answer.item_id == "a");
}

TEST_CASE("undoing twice, even from two journals at once, undoes once") {
  const base::FakeClock clock = new_clock();
  const TemporaryFolder folder;
  Journal one = Journal::open(folder.path(), clock);
  Journal two = Journal::open(folder.path(), clock);
  const auto run = one.begin_run({.verb = "quiz"});
  const auto other_run = two.begin_run({.verb = "quiz"});
  const auto id = one.record(run, answer_to("a"));
  one.undo(run, id);
  two.undo(other_run, id);
  one.undo(run, id);
  CHECK(one.answers().empty());
  SQLite::Database sqlite(folder.journal().string());
  CHECK(sqlite.execAndGet("SELECT count(*) FROM undo").getInt() == 1);
}

TEST_CASE("only an answer can be undone") {
  const base::FakeClock clock = new_clock();
  Journal journal = Journal::in_memory(clock);
  const auto run = journal.begin_run({.verb = "quiz"});
  const auto skip = journal.record_skip(run, "a");
  CHECK_THROWS_AS(journal.undo(run, skip), practice::JournalError);
  CHECK_THROWS_AS(journal.undo(run, 99), practice::JournalError);
}

TEST_CASE("flags keep their note, also an empty or strange one") {
  const base::FakeClock clock = new_clock();
  const TemporaryFolder folder;
  const std::string strange = "a\0b\x1b[31m'\"; DROP TABLE flag; --\xff"s;
  {
    Journal journal = Journal::open(folder.path(), clock);
    const auto run = journal.begin_run({.verb = "quiz"});
    journal.record_flag(run, "a", "");
    journal.record_flag(run, "b", strange);
  }
  const auto flags = Journal::open(folder.path(), clock).flags();
  REQUIRE(flags.size() == 2);
  CHECK(flags[0].item_id == "a");
  CHECK(flags[0].note.empty());
  CHECK(flags[1].note == strange);
  CHECK(flags[1].at == clock.now());
}

TEST_CASE("an answer that makes no sense is refused and leaves no trace") {
  const base::FakeClock clock = new_clock();
  Journal journal = Journal::in_memory(clock);
  const auto run = journal.begin_run({.verb = "quiz"});
  CHECK_THROWS_AS(journal.record(run, answer_to("a", true, 4)), practice::JournalError);
  CHECK_THROWS_AS(journal.record(run, answer_to("")), practice::JournalError);
  CHECK_THROWS_AS(journal.record(run + 1, answer_to("a")), practice::JournalError);
  CHECK(journal.answers().empty());
  // The refused ones took no place in the order of events.
  CHECK(journal.record(run, answer_to("a")) == 1);
}

TEST_CASE("a journal in memory works like one in a file, and says that it keeps nothing") {
  const base::FakeClock clock = new_clock();
  Journal journal = Journal::in_memory(clock);
  CHECK_FALSE(journal.is_saving());
  const auto run = journal.begin_run({.verb = "quiz"});
  journal.undo(run, journal.record(run, answer_to("a")));
  journal.record(run, answer_to("b"));
  CHECK(items_of(journal) == std::vector<std::string>{"b"});
}

practice::Answer spoken_answer(const std::string& item) {
  practice::Answer answer = answer_to(item);
  answer.spoken = {.rating = practice::Rating::hard,
                   .typed = "two\nlines",
                   .ticks = {{.must = true, .said = true, .suggested = practice::Finding::found},
                             {.said = true, .suggested = practice::Finding::missing},
                             {.suggested = practice::Finding::maybe},
                             {}}};
  return answer;
}

practice::Answer drill_answer(const std::string& item) {
  practice::Answer answer = answer_to(item, false);
  answer.computed = {.drawn = "n=20 p=0.01", .given = "17.5 h"};
  return answer;
}

TEST_CASE("spoken answers and drills are answers as well: listed, last, and taken back") {
  const base::FakeClock clock = new_clock();
  const TemporaryFolder folder;
  {
    Journal journal = Journal::open(folder.path(), clock);
    const auto run = journal.begin_run({.verb = "interview"});
    journal.record(run, answer_to("a"));
    journal.record(run, spoken_answer("b"));
    journal.record(run, drill_answer("c"));
  }
  Journal journal = Journal::open(folder.path(), clock);
  const auto answers = journal.answers();
  REQUIRE(items_of(journal) == std::vector<std::string>{"a", "b", "c"});
  CHECK(answers[0].answer.kind() == content::Kind::choice);
  CHECK(answers[1].answer.kind() == content::Kind::open);
  CHECK(answers[1].answer.correct);
  CHECK(answers[1].answer.spoken->rating == practice::Rating::hard);
  CHECK(answers[1].answer.spoken->typed == "two\nlines");
  CHECK(answers[2].answer.kind() == content::Kind::drill);
  CHECK_FALSE(answers[2].answer.correct);
  CHECK(answers[2].answer.computed->given == "17.5 h");
  CHECK(answers[2].answer.computed->drawn == "n=20 p=0.01");
  CHECK(journal.agreement().agreed == 1);
  CHECK(journal.agreement().total == 2);
  const auto run = journal.begin_run({.verb = "undo"});
  journal.undo(run, journal.last_answer()->id);
  journal.undo(run, journal.last_answer()->id);
  CHECK(items_of(journal) == std::vector<std::string>{"a"});
  CHECK(journal.agreement().total == 0);
}

TEST_CASE(
    "a journal from before spoken answers and drills is brought up to date with its answers") {
  const base::FakeClock clock = new_clock();
  const TemporaryFolder folder;
  {
    Journal journal = Journal::open(folder.path(), clock);
    journal.record(journal.begin_run({.verb = "quiz"}), answer_to("a"));
  }
  SQLite::Database(folder.journal().string(), SQLite::OPEN_READWRITE)
      .exec(
          "DROP VIEW answer; DROP TABLE spoken_point; DROP TABLE spoken_answer;"
          " DROP TABLE drill_answer; DROP TABLE attempt; PRAGMA user_version = 1");
  Journal journal = Journal::open(folder.path(), clock);
  journal.record(journal.begin_run({.verb = "drill"}), drill_answer("b"));
  CHECK(items_of(journal) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("nothing in the file can be changed, deleted or replaced") {
  const base::FakeClock clock = new_clock();
  const TemporaryFolder folder;
  {
    Journal journal = Journal::open(folder.path(), clock);
    const auto run = journal.begin_run({.verb = "quiz"});
    journal.undo(run, journal.record(run, answer_to("a")));
    journal.record(run, spoken_answer("d"));
    journal.record(run, drill_answer("e"));
    journal.record_skip(run, "b");
    journal.record_flag(run, "c", "");
  }
  SQLite::Database sqlite(folder.journal().string(), SQLite::OPEN_READWRITE);
  for (const std::string table : {"run", "event", "choice_answer", "spoken_answer", "spoken_point",
                                  "drill_answer", "skip", "flag", "undo"}) {
    INFO(table);
    REQUIRE(sqlite.execAndGet("SELECT count(*) FROM " + table).getInt() > 0);
    const std::string key = table == "run" ? "run_id" : "event_id";
    CHECK_THROWS_WITH(sqlite.exec("UPDATE " + table + " SET " + key + " = 77"),
                      "the journal is append-only");
    CHECK_THROWS_WITH(sqlite.exec("DELETE FROM " + table), "the journal is append-only");
    CHECK_THROWS_WITH(sqlite.exec("INSERT OR REPLACE INTO " + table + " SELECT * FROM " + table),
                      "the journal is append-only");
  }
}

TEST_CASE("the folder and the files are for their owner alone") {
  const base::FakeClock clock = new_clock();
  const TemporaryFolder folder;
  const auto below = folder.path() / "share" / "nines";
  Journal journal = Journal::open(below, clock);
  journal.begin_run({.verb = "quiz"});
  CHECK(mode_of(folder.path() / "share") == 0700);
  CHECK(mode_of(below) == 0700);
  for (const auto& entry : std::filesystem::directory_iterator(below)) {
    INFO(entry.path());
    CHECK(mode_of(entry.path()) == 0600);
  }
}

TEST_CASE("a journal of a newer version is refused and left as it is") {
  const base::FakeClock clock = new_clock();
  const TemporaryFolder folder;
  {
    const Journal journal = Journal::open(folder.path(), clock);
  }
  const auto newer = static_cast<int>(practice::migrations().size()) + 1;
  SQLite::Database(folder.journal().string(), SQLite::OPEN_READWRITE)
      .exec("PRAGMA user_version = " + std::to_string(newer));
  const std::string before = read_file(folder.journal());
  const auto error = journal_error([&] { Journal::open(folder.path(), clock); });
  REQUIRE(error);
  CHECK(error->reason() == Reason::newer_version);
  CHECK(std::string(error->what()).find(folder.journal().string()) != std::string::npos);
  CHECK(error->advice().find("update nines") != std::string::npos);
  CHECK(read_file(folder.journal()) == before);
}

TEST_CASE("the database of another program is refused and left as it is") {
  const base::FakeClock clock = new_clock();
  const TemporaryFolder folder;
  SQLite::Database(folder.journal().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
      .exec("CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')");
  const std::string before = read_file(folder.journal());
  const auto error = journal_error([&] { Journal::open(folder.path(), clock); });
  REQUIRE(error);
  CHECK(error->reason() == Reason::other);
  CHECK(std::string(error->what()).find("another program") != std::string::npos);
  CHECK(read_file(folder.journal()) == before);
  CHECK(set_aside_files(folder.path()).empty());
}
