#include <SQLiteCpp/SQLiteCpp.h>

#include "catch.hpp"
#include "practice/fixture.hpp"
#include "practice/journal.hpp"

using practice::Journal;
using Reason = practice::JournalError::Reason;

namespace {

constexpr std::chrono::milliseconds impatient{50};

const std::string aside = "journal.db.corrupt-20261122T101500Z";

void fill(const std::filesystem::path& folder, int answers) {
  Journal journal = Journal::open(folder, clock_at_quarter_past_ten);
  const auto run = journal.begin_run({.verb = "quiz"});
  for (int i = 0; i < answers; ++i) journal.record(run, answer_to("item-" + std::to_string(i)));
}

void overwrite(const std::filesystem::path& file, std::size_t at, const std::string& bytes) {
  std::string content = read_file(file);
  REQUIRE(content.size() >= at + bytes.size());
  content.replace(at, bytes.size(), bytes);
  write_file(file, content);
}

/// Opens, expects the damaged file to be kept as `name` and a new journal to work.
void check_set_aside(const TemporaryFolder& folder, const std::string& name) {
  const std::string damaged = read_file(folder.journal());
  Journal journal = Journal::open(folder.path(), clock_at_quarter_past_ten);
  CHECK(journal.set_aside() == folder.path() / name);
  CHECK(read_file(folder.path() / name) == damaged);
  CHECK(journal.answers().empty());
  journal.record(journal.begin_run({.verb = "quiz"}), answer_to("after"));
  CHECK(journal.answers().size() == 1);
}

}  // namespace

TEST_CASE("a journal with a damaged header is set aside") {
  const TemporaryFolder folder;
  fill(folder.path(), 5);
  overwrite(folder.journal(), 0, std::string(64, '\x5a'));
  check_set_aside(folder, aside);
  CHECK(Journal::open(folder.path(), clock_at_quarter_past_ten).set_aside().empty());
}

TEST_CASE("a text file in the place of the journal is set aside") {
  const TemporaryFolder folder;
  write_file(folder.journal(), "dear diary");
  check_set_aside(folder, aside);
}

TEST_CASE("a truncated journal is set aside") {
  const TemporaryFolder folder;
  fill(folder.path(), 300);
  std::filesystem::resize_file(folder.journal(), std::filesystem::file_size(folder.journal()) / 2);
  check_set_aside(folder, aside);
}

TEST_CASE("a journal without its tables is set aside") {
  const TemporaryFolder folder;
  fill(folder.path(), 1);
  SQLite::Database(folder.journal().string(), SQLite::OPEN_READWRITE).exec("DROP TABLE skip");
  check_set_aside(folder, aside);
}

TEST_CASE("a journal with an impossible version is set aside") {
  const TemporaryFolder folder;
  fill(folder.path(), 1);
  const std::string version = GENERATE("0", "-5");
  SQLite::Database(folder.journal().string(), SQLite::OPEN_READWRITE)
      .exec("PRAGMA user_version = " + version);
  check_set_aside(folder, aside);
}

TEST_CASE("damage in the middle is reported when met, and set aside at the next start") {
  const TemporaryFolder folder;
  fill(folder.path(), 2000);
  const auto pages = std::filesystem::file_size(folder.journal()) / 4096;
  for (std::uintmax_t page = 24; page + 1 < pages; ++page) {
    overwrite(folder.journal(), page * 4096, std::string(64, '\xee'));
  }
  {
    const Journal journal = Journal::open(folder.path(), clock_at_quarter_past_ten);
    const auto error = journal_error([&] { journal.answers(); });
    REQUIRE(error);
    CHECK(error->reason() == Reason::corrupt);
    CHECK(std::string(error->what()).find(folder.journal().string()) != std::string::npos);
    CHECK_FALSE(error->advice().empty());
  }
  CHECK(set_aside_files(folder.path()).empty());
  check_set_aside(folder, aside);
}

TEST_CASE("a suspected journal that is sound after all is kept") {
  const TemporaryFolder folder;
  fill(folder.path(), 3);
  write_file(folder.path() / "journal.db.suspect", "");
  const Journal journal = Journal::open(folder.path(), clock_at_quarter_past_ten);
  CHECK(journal.set_aside().empty());
  CHECK(journal.answers().size() == 3);
  CHECK_FALSE(exists(folder.path() / "journal.db.suspect"));
}

TEST_CASE("a file set aside earlier is never overwritten") {
  const TemporaryFolder folder;
  write_file(folder.path() / aside, "earlier");
  write_file(folder.path() / (aside + "-2-wal"), "earlier still");
  write_file(folder.journal(), "damaged");
  check_set_aside(folder, aside + "-3");
  CHECK(read_file(folder.path() / aside) == "earlier");
}

TEST_CASE("a journal that another process has open is not set aside under its feet") {
  const TemporaryFolder folder;
  fill(folder.path(), 3);
  const Journal other = Journal::open(folder.path(), clock_at_quarter_past_ten);
  overwrite(folder.journal(), 0, std::string(64, '\x5a'));
  const auto error =
      journal_error([&] { Journal::open(folder.path(), clock_at_quarter_past_ten, impatient); });
  REQUIRE(error);
  CHECK(error->reason() == Reason::corrupt);
  CHECK(error->advice().find("other nines") != std::string::npos);
  CHECK(set_aside_files(folder.path()).empty());
}

TEST_CASE("the WAL of a damaged journal goes with it") {
  const TemporaryFolder folder;
  fill(folder.path(), 3);
  write_file(folder.path() / "journal.db-wal", "the last answers");
  overwrite(folder.journal(), 0, std::string(64, '\x5a'));
  check_set_aside(folder, aside);
  CHECK(read_file(folder.path() / (aside + "-wal")) == "the last answers");
}

TEST_CASE("a WAL without its journal is kept") {
  const TemporaryFolder folder;
  write_file(folder.path() / "journal.db-wal", "the last answers");
  Journal journal = Journal::open(folder.path(), clock_at_quarter_past_ten);
  CHECK(journal.set_aside() == folder.path() / (aside + "-wal"));
  CHECK(read_file(journal.set_aside()) == "the last answers");
}

TEST_CASE("garbage in the WAL costs no answer that had reached the journal") {
  const TemporaryFolder folder;
  fill(folder.path(), 3);
  write_file(folder.path() / "journal.db-wal", std::string(10'000, '\x5a'));
  const Journal journal = Journal::open(folder.path(), clock_at_quarter_past_ten);
  CHECK(journal.set_aside().empty());
  CHECK(journal.answers().size() == 3);
}

TEST_CASE("an empty file is a new journal") {
  const TemporaryFolder folder;
  write_file(folder.journal(), "");
  Journal journal = Journal::open(folder.path(), clock_at_quarter_past_ten);
  CHECK(journal.set_aside().empty());
  CHECK(journal.begin_run({.verb = "quiz"}) == 1);
}

TEST_CASE("what is no plain file in the place of the journal is refused") {
  const TemporaryFolder folder;
  std::string what;
  SECTION("a folder") {
    std::filesystem::create_directory(folder.journal());
    what = "is a folder";
  }
  SECTION("a link to a file") {
    write_file(folder.path() / "target", "precious");
    std::filesystem::create_symlink("target", folder.journal());
    what = "symbolic link";
  }
  SECTION("a link to nowhere") {
    std::filesystem::create_symlink("nowhere", folder.journal());
    what = "symbolic link";
  }
  SECTION("a pipe") {
    REQUIRE(std::system(("mkfifo '" + folder.journal().string() + "'").c_str()) == 0);
    what = "pipe";
  }
  const auto error =
      journal_error([&] { Journal::open(folder.path(), clock_at_quarter_past_ten); });
  REQUIRE(error);
  CHECK(error->reason() == Reason::other);
  CHECK(std::string(error->what()).find(folder.journal().string()) != std::string::npos);
  CHECK(std::string(error->what()).find(what) != std::string::npos);
  CHECK_FALSE(error->advice().empty());
  CHECK_FALSE(exists(folder.path() / "nowhere"));
}

TEST_CASE("a journal deleted while it is in use is noticed before an answer is lost") {
  const TemporaryFolder folder;
  Journal journal = Journal::open(folder.path(), clock_at_quarter_past_ten);
  const auto run = journal.begin_run({.verb = "quiz"});
  std::filesystem::remove(folder.journal());
  const auto error = journal_error([&] { journal.record(run, answer_to("a")); });
  REQUIRE(error);
  CHECK(std::string(error->what()).find("moved or deleted") != std::string::npos);
}
