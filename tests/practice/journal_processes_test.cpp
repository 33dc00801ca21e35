#include <SQLiteCpp/SQLiteCpp.h>
#include <csignal>
#include <fcntl.h>
#include <map>
#include <memory>
#include <spawn.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <thread>

#include "base/random.hpp"
#include "base/unique_fd.hpp"
#include "catch.hpp"
#include "practice/fixture.hpp"
#include "practice/journal.hpp"

extern char** environ;

using practice::Journal;

namespace {

/// A process that records answers, each acknowledged with a byte once it is recorded.
class Recorder {
 public:
  Recorder(const std::filesystem::path& folder, std::string name, int count) {
    int ends[2] = {-1, -1};
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    acknowledgements_.reset(ends[0]);
    const base::UniqueFd write_end(ends[1]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, write_end.get(), STDOUT_FILENO);
    std::string program = NINES_RECORDER;
    std::string where = folder.string();
    std::string times = std::to_string(count);
    char* const arguments[] = {program.data(), where.data(), name.data(), times.data(), nullptr};
    const int error =
        ::posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    REQUIRE(error == 0);
  }
  ~Recorder() {
    if (process_ > 0) finish(SIGKILL);
  }
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  void await_acknowledgement() {
    char byte = 0;
    if (::read(acknowledgements_.get(), &byte, 1) == 1) ++acknowledged_;
  }

  /// Waits for the end, which `signal` brings about unless it is 0; returns the wait status.
  int finish(int signal) {
    if (signal != 0) ::kill(process_, signal);
    char bytes[4096];
    for (ssize_t n = 0; (n = ::read(acknowledgements_.get(), bytes, sizeof bytes)) > 0;) {
      acknowledged_ += static_cast<std::size_t>(n);
    }
    int status = -1;
    ::waitpid(process_, &status, 0);
    process_ = 0;
    return status;
  }
  std::size_t acknowledged() const { return acknowledged_; }

 private:
  pid_t process_ = 0;
  base::UniqueFd acknowledgements_;
  std::size_t acknowledged_ = 0;
};

/// How many answers each recorder left, by its name; each left NAME-0, NAME-1, ... in this order.
std::map<std::string, std::size_t> answers_by_recorder(const std::filesystem::path& folder) {
  const base::SystemClock clock;
  std::map<std::string, std::size_t> counts;
  for (const auto& answered : Journal::open(folder, clock).answers()) {
    const std::string& item = answered.answer.item_id;
    const std::string name = item.substr(0, item.find('-'));
    REQUIRE(item == name + "-" + std::to_string(counts[name]));
    ++counts[name];
  }
  return counts;
}

std::string integrity(const std::filesystem::path& journal) {
  SQLite::Database sqlite(journal.string());
  return sqlite.execAndGet("PRAGMA integrity_check").getString();
}

}  // namespace

TEST_CASE("two sessions that record a thousand answers each at once lose none") {
  const TemporaryFolder folder;
  Recorder one(folder.path(), "one", 1000);
  Recorder two(folder.path(), "two", 1000);
  CHECK(one.finish(0) == 0);
  CHECK(two.finish(0) == 0);
  const auto counts = answers_by_recorder(folder.path());
  CHECK(counts == std::map<std::string, std::size_t>{{"one", 1000}, {"two", 1000}});
}

// Those that lost the race waited to have the journal alone, which the winner never let them.
TEST_CASE("first starts at once all get the journal, though none lets go of it") {
  const base::SystemClock clock;
  for (int round = 0; round < 20; ++round) {
    const TemporaryFolder folder;
    std::vector<std::optional<Journal>> journals(4);
    std::vector<std::string> failures(journals.size());
    {
      std::vector<std::jthread> starts;
      for (std::size_t i = 0; i < journals.size(); ++i) {
        starts.emplace_back([&, i] {
          try {
            journals[i] = Journal::open(folder.path(), clock);
          } catch (const base::Error& error) {
            failures[i] = error.what();
          }
        });
      }
    }
    CHECK(failures == std::vector<std::string>(journals.size()));
  }
}

TEST_CASE("of several processes that find the journal damaged, one sets it aside") {
  const TemporaryFolder folder;
  write_file(folder.journal(), std::string(10'000, '\x5a'));
  // Holding the folder's lock makes all of them find the damage before one may act on it.
  base::UniqueFd lock(
      ::open((folder.path() / "journal.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  REQUIRE(::flock(lock.get(), LOCK_SH) == 0);
  std::vector<std::unique_ptr<Recorder>> recorders;
  for (int i = 0; i < 8; ++i) {
    recorders.push_back(std::make_unique<Recorder>(folder.path(), std::to_string(i), 5));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  lock.reset();
  for (auto& recorder : recorders) CHECK(recorder->finish(0) == 0);
  CHECK(set_aside_files(folder.path()).size() == 1);
  const auto counts = answers_by_recorder(folder.path());
  CHECK(counts.size() == 8);
  for (const auto& [name, count] : counts) CHECK(count == 5);
}

TEST_CASE("no acknowledged answer is lost when the process is killed at any moment") {
  constexpr int kills = 200;
  constexpr int kills_per_journal = 25;  // so that the making of a journal is hit too
  base::RandomStream random(7);
  std::unique_ptr<TemporaryFolder> folder;
  for (int kill = 0; kill < kills; ++kill) {
    if (kill % kills_per_journal == 0) folder = std::make_unique<TemporaryFolder>();
    INFO("kill " << kill);
    const std::string name = std::to_string(kill);
    Recorder recorder(folder->path(), name, 1'000'000);
    if (random.below(3) > 0) recorder.await_acknowledgement();
    std::this_thread::sleep_for(std::chrono::microseconds(random.below(8000)));
    const int status = recorder.finish(SIGKILL);
    REQUIRE(WIFSIGNALED(status));
    auto counts = answers_by_recorder(folder->path());
    REQUIRE(counts[name] >= recorder.acknowledged());
    REQUIRE(counts[name] <= recorder.acknowledged() + 1);
    REQUIRE(integrity(folder->journal()) == "ok");
    REQUIRE(set_aside_files(folder->path()).empty());
  }
}
