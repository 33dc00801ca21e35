#include <SQLiteCpp/SQLiteCpp.h>
#include <csignal>
#include <cstdio>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "catch.hpp"
#include "practice/fixture.hpp"
#include "practice/journal.hpp"

using practice::Journal;
using Reason = practice::JournalError::Reason;

namespace {

/// Root may write anywhere: for one scope, be nobody.
class Unprivileged {
 public:
  explicit Unprivileged(const std::filesystem::path& folder) {
    if (!is_root_) return;
    REQUIRE(::chown(folder.c_str(), nobody, nobody) == 0);
    REQUIRE(::seteuid(nobody) == 0);
  }
  ~Unprivileged() {
    if (is_root_ && ::seteuid(0) != 0) std::abort();
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;

 private:
  static constexpr unsigned nobody = 65534;
  bool is_root_ = ::geteuid() == 0;
};

/// A limit on the size of files that this process writes, without the signal.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &old_) == 0);
    rlimit limit = old_;
    limit.rlim_cur = bytes;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*old_handler_)(int);
  rlimit old_{};
};

/// Records until the journal refuses; returns how many it took and why it stopped.
std::pair<std::size_t, practice::JournalError> record_until_refused(
    const std::filesystem::path& folder) {
  Journal journal = Journal::open(folder, clock_at_quarter_past_ten);
  const auto run = journal.begin_run({.verb = "quiz"});
  for (std::size_t i = 0; i < 10'000; ++i) {
    const auto error = journal_error([&] { journal.record(run, answer_to("item")); });
    if (error) return {i, *error};
  }
  FAIL("the journal never refused");
  std::abort();
}

void check_full(const std::filesystem::path& folder) {
  const auto [taken, error] = record_until_refused(folder);
  INFO(error.what());
  CHECK(taken > 0);
  CHECK(error.reason() == Reason::full);
  CHECK(std::string(error.what()).find((folder / "journal.db").string()) != std::string::npos);
  CHECK(error.advice().find("make room") != std::string::npos);
  CHECK(Journal::open(folder, clock_at_quarter_past_ten).answers().size() == taken);
}

}  // namespace

TEST_CASE("a full disk is told as such, and what was recorded before stays") {
  const TemporaryFolder folder;
  if (::mount("none", folder.path().c_str(), "tmpfs", 0, "size=512k") != 0) {
    std::puts("SKIPPED: only root can mount a small file system");
    return;
  }
  check_full(folder.path() / "nines");
  CHECK(::umount(folder.path().c_str()) == 0);
}

TEST_CASE("a limit on the size of files is told as a full disk") {
  const TemporaryFolder folder;
  const FileSizeLimit limit(400'000);
  check_full(folder.path());
}

TEST_CASE("a folder that cannot be written to is told as such") {
  const TemporaryFolder folder;
  const Unprivileged nobody(folder.path());
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0500));
  for (const auto& where : {folder.path(), folder.path() / "below"}) {
    const auto error = journal_error([&] { Journal::open(where, clock_at_quarter_past_ten); });
    REQUIRE(error);
    CHECK(error->reason() == Reason::unwritable);
    CHECK(std::string(error->what()).find(where.string()) != std::string::npos);
    CHECK_FALSE(error->advice().empty());
  }
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0700));
}

TEST_CASE("a file that cannot be written to is told as such") {
  const TemporaryFolder folder;
  const Unprivileged nobody(folder.path());
  {
    const Journal journal = Journal::open(folder.path(), clock_at_quarter_past_ten);
  }
  std::filesystem::permissions(folder.journal(), std::filesystem::perms(0400));
  const auto error =
      journal_error([&] { Journal::open(folder.path(), clock_at_quarter_past_ten); });
  REQUIRE(error);
  CHECK(error->reason() == Reason::unwritable);
  CHECK(std::string(error->what()).find(folder.journal().string()) != std::string::npos);
}

TEST_CASE("a file in the place of the folder is told as such") {
  const TemporaryFolder folder;
  write_file(folder.path() / "nines", "a file");
  for (const auto& where : {folder.path() / "nines", folder.path() / "nines" / "below"}) {
    const auto error = journal_error([&] { Journal::open(where, clock_at_quarter_past_ten); });
    REQUIRE(error);
    CHECK(error->reason() == Reason::unwritable);
    CHECK(std::string(error->what()).find((folder.path() / "nines").string()) != std::string::npos);
  }
  CHECK(read_file(folder.path() / "nines") == "a file");
}

TEST_CASE("a journal locked for longer than our patience is told as such") {
  const TemporaryFolder folder;
  Journal journal =
      Journal::open(folder.path(), clock_at_quarter_past_ten, std::chrono::milliseconds(30));
  const auto run = journal.begin_run({.verb = "quiz"});
  SQLite::Database other(folder.journal().string(), SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  const auto error = journal_error([&] { journal.record(run, answer_to("a")); });
  REQUIRE(error);
  CHECK(error->reason() == Reason::locked);
  CHECK_FALSE(error->advice().empty());
  other.exec("ROLLBACK");
  journal.record(run, answer_to("a"));
  CHECK(journal.answers().size() == 1);
}
