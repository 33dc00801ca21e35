#include <SQLiteCpp/SQLiteCpp.h>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include "catch.hpp"
#include "session.hpp"

using end_to_end::answered;
using end_to_end::right_key;
using end_to_end::Session;
using end_to_end::with_content;
using support::contains;
using support::Exit;
using support::Home;
using support::Process;

namespace {

const std::vector<std::string> quiz{"quiz", "e2e-basics", "--count", "2"};

support::Result piped_quiz(const Home& home) {
  return home.run(with_content(quiz), "a\nb\n");
}

/// Asked whether to practise without saving, says yes; then answers both questions.
void practise_unsaved(Session& session) {
  session.expect("Practise without saving? [y/N]");
  session.send("y");
  for (int i = 0; i < 2; ++i) {
    session.answer(right_key(session.next_question()));
    session.expect("Enter next");
    session.send("\r");
  }
  session.expect("2 of 2 right");
  CHECK(session.wait() == Exit{0, {}});
}

std::filesystem::path corrupt_file(const Home& home) {
  for (const auto& entry : std::filesystem::directory_iterator(home.data_folder()))
    if (contains(entry.path().filename().string(), "journal.db.corrupt-") &&
        !entry.path().string().ends_with("-wal") && !entry.path().string().ends_with("-shm"))
      return entry.path();
  return {};
}

void check_set_aside(const Home& home, const std::string& old_bytes) {
  const auto result = piped_quiz(home);
  CAPTURE(result.error);
  CHECK(result.exit == Exit{0, {}});
  CHECK(contains(result.error, "journal.db.corrupt-"));
  REQUIRE_FALSE(corrupt_file(home).empty());
  CHECK(support::read_file(corrupt_file(home)) == old_bytes);
  CHECK(answered(home) == 2);
}

}  // namespace

TEST_CASE("two quizzes at once keep all answers of both") {
  const Home home;
  Process first(home.nines(with_content({"quiz", "e2e-basics", "--count", "5"})));
  Process second(home.nines(with_content({"quiz", "e2e-basics", "--count", "5"})));
  for (int i = 0; i < 5; ++i) {
    for (Process* process : {&first, &second}) {
      process->expect("answer> ");
      process->send("a 2\n");
    }
  }
  CHECK(first.wait() == Exit{0, {}});
  CHECK(second.wait() == Exit{0, {}});
  CHECK(answered(home) == 10);
}

TEST_CASE("a folder that cannot be written to is told, and practice goes on unsaved if wanted") {
  Home home;
  std::vector<std::string> as_user;
  if (::geteuid() == 0) {
    // Root may write everywhere: become nobody, where nobody can get at the program.
    as_user = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    std::filesystem::permissions(home.path(), std::filesystem::perms(0755));
    // By a shell: setpriv itself still has the right of root to go into every folder.
    const auto probe =
        support::run(home.shell("setpriv --reuid=65534 --regid=65534 --clear-groups "
                                "sh -c '\"$NINES\" --version'"));
    if (probe.exit != Exit{0, {}}) {
      std::cout
          << "SKIPPED: root writes everywhere, and another user has no way to the program here\n";
      return;
    }
  }
  std::filesystem::create_directories(home.data_folder());
  std::filesystem::permissions(home.data_folder(), std::filesystem::perms(0555));
  const auto command = [&] {
    auto made = home.nines(with_content(quiz));
    if (as_user.empty()) return made;
    made.arguments.insert(made.arguments.begin(), made.program.string());
    made.arguments.insert(made.arguments.begin(), as_user.begin() + 1, as_user.end());
    made.program = as_user.front();
    return made;
  };
  const auto piped = support::run(command(), "a\nb\n");
  CHECK(piped.exit == Exit{2, {}});
  CHECK(contains(piped.error, home.data_folder().string()));
  CHECK(contains(piped.error, "--no-save"));
  support::Pty session(command());
  session.expect("Practise without saving? [y/N]");
  session.send("y");
  session.expect("answer> ");
  session.send("q");
  CHECK(session.wait() == Exit{0, {}});
  std::filesystem::permissions(home.data_folder(), std::filesystem::perms(0755));
  CHECK(std::filesystem::is_empty(home.data_folder()));
}

TEST_CASE("a disk that fills up during a quiz is told, and practice goes on unsaved if wanted") {
  const Home home;
  std::filesystem::create_directories(home.data_folder());
  // In a mount namespace of this test's own, so that nothing is left behind.
  if (::unshare(CLONE_NEWNS) != 0 ||
      ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount("tmpfs", home.data_folder().c_str(), "tmpfs", 0, "size=512k") != 0) {
    std::cout << "SKIPPED: cannot mount a small disk here: " << std::strerror(errno) << "\n";
    return;
  }
  const auto fill = [&] {
    std::ofstream junk(home.data_folder() / "junk", std::ios::app);
    const std::string block(4096, 'x');
    while (junk.write(block.data(), 4096).flush()) continue;
  };
  Session session(home, {"quiz", "--count", "40"});
  int shown = 0;
  std::string told;
  // The journal's files have room for some answers.
  for (; shown < 40; ++shown) {
    session.next_question();
    session.send("a");
    session.expect("certainty");
    session.expect("> ");
    session.send("\r");
    told = session.expect_match("\\+ Right|- Wrong|without saving");
    if (told == "without saving") break;
    session.expect("Enter next");
    session.send("\r");
    if (shown == 0) fill();
  }
  REQUIRE(told == "without saving");
  CHECK(contains(session.screen().stream(), "No space left"));
  session.expect("> ");
  session.send("c");
  session.expect_match("\\+ Right|- Wrong");
  session.expect("Enter next");
  session.send("q");
  session.expect("Not saved");
  session.wait();
  std::filesystem::remove(home.data_folder() / "junk");
  CHECK(answered(home) == shown);

  std::filesystem::remove_all(home.journal());
  fill();
  const auto piped = piped_quiz(home);
  CHECK(piped.exit == Exit{2, {}});
  CHECK(contains(piped.error, "--no-save"));
  ::umount2(home.data_folder().c_str(), MNT_DETACH);
}

TEST_CASE("a journal that another program keeps locked is told, and left as it is") {
  const Home home;
  REQUIRE(piped_quiz(home).exit == Exit{0, {}});
  {
    SQLite::Database other(home.journal().string(), SQLite::OPEN_READWRITE);
    other.exec("BEGIN EXCLUSIVE");
    const auto piped = piped_quiz(home);
    CHECK(piped.exit == Exit{2, {}});
    CHECK(contains(piped.error, "--no-save"));
    CHECK(contains(piped.error, "lock"));
    Session session(home, quiz);
    practise_unsaved(session);
  }
  CHECK(corrupt_file(home).empty());
  CHECK(answered(home) == 2);
}

TEST_CASE("a journal of garbage is set aside with its bytes, and a new one is begun") {
  const Home home;
  std::string garbage = "this is no database\n";
  for (int i = 0; i < 10'000; ++i) garbage += static_cast<char>(i * 7919 % 251);
  support::write_file(home.journal(), garbage);
  check_set_aside(home, garbage);
}

TEST_CASE("a journal damaged in its middle is set aside with its bytes") {
  const Home home;
  REQUIRE(piped_quiz(home).exit == Exit{0, {}});
  {
    SQLite::Database journal(home.journal().string(), SQLite::OPEN_READWRITE);
    journal.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  std::string bytes = support::read_file(home.journal());
  REQUIRE(bytes.size() > 8192);
  for (std::size_t i = 4096; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 31 % 253);
  support::write_file(home.journal(), bytes);
  check_set_aside(home, bytes);
}

TEST_CASE("a folder in place of the journal is told and left alone") {
  const Home home;
  std::filesystem::create_directories(home.journal());
  const auto piped = piped_quiz(home);
  CHECK(piped.exit == Exit{2, {}});
  CHECK(contains(piped.error, "journal.db"));
  CHECK(contains(piped.error, "--no-save"));
  CHECK(std::filesystem::is_directory(home.journal()));
  Session session(home, quiz);
  session.expect("Practise without saving? [y/N]");
  session.send("n");
  CHECK(session.wait() == Exit{2, {}});
  CHECK(session.is_cooked());
}

TEST_CASE("without a home folder nines says what is missing") {
  Home home;
  for (const char* name :
       {"HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
    home.environment.erase(name);
  const auto result = piped_quiz(home);
  CHECK(result.exit == Exit{2, {}});
  CHECK(contains(result.error, "HOME"));
  CHECK(home.run(with_content({"quiz", "--count", "1", "--no-save"}), "a\n").exit == Exit{0, {}});
}
