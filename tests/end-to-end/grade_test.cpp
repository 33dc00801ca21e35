// Challenges from the outside. Tests that run a submission skip where no sandbox or compiler works.

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "gradable.hpp"
#include "session.hpp"

using end_to_end::can_grade;
using end_to_end::SeasonedHome;
using nlohmann::json;
using support::contains;
using support::Exit;
using support::Home;
namespace fs = std::filesystem;

namespace {

const fs::path submissions = fs::path(NINES_SOURCE_FOLDER) / "graders/circuit-breaker/submissions";

using Names = std::vector<std::string>;

/// The arguments of every process that works in the home folder, the compiler among them.
Names processes_of(const Home& home) {
  Names found;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    // Empty for what is no process, or none any more. It may end while it is read.
    std::ostringstream arguments;
    arguments << std::ifstream(entry.path() / "cmdline", std::ios::binary).rdbuf();
    if (contains(arguments.str(), home.path().string())) found.push_back(arguments.str());
  }
  return found;
}

/// Until a process with `part` in its arguments works in the home folder.
bool wait_for_process(const Home& home, const std::string& part, support::Process& grading) {
  const auto deadline = std::chrono::steady_clock::now() + support::patience;
  while (std::chrono::steady_clock::now() < deadline) {
    for (const auto& arguments : processes_of(home)) {
      if (contains(arguments, part)) return true;
    }
    grading.pump_for(std::chrono::milliseconds(5));
  }
  return false;
}

/// What is in the cache without having got its name.
Names half_written(const Home& home) {
  const auto cache = home.path() / "cache/nines/grader";
  Names found;
  for (const auto& entry : fs::directory_iterator(cache / "work")) found.push_back(entry.path());
  for (const auto& entry : fs::directory_iterator(cache)) {
    if (entry.path().filename().string().starts_with('.')) found.push_back(entry.path());
  }
  return found;
}

}  // namespace

TEST_CASE("a challenge is listed, shown, and started without ever replacing a file") {
  const Home home;
  CHECK(contains(home.run({"challenge", "list"}).output, "circuit-breaker"));
  const auto shown = home.run({"challenge", "show", "circuit-breaker"});
  CHECK(contains(shown.output, "Acceptance run"));
  CHECK(contains(shown.output, "CircuitBreaker(int failureThreshold"));
  const auto folder = (home.path() / "try-it").string();
  const auto started = home.run({"challenge", "start", "circuit-breaker", folder});
  CHECK(started.exit == Exit{0, {}});
  CHECK(fs::exists(home.path() / "try-it/circuit_breaker.hpp"));
  support::write_file(home.path() / "try-it/circuit_breaker.hpp", "mine");
  const auto again = home.run({"challenge", "start", "circuit-breaker", folder});
  CHECK(again.exit == Exit{2, {}});
  CHECK(contains(again.error, "is there already"));
  CHECK(support::read_file(home.path() / "try-it/circuit_breaker.hpp") == "mine");
  const auto unknown = home.run({"challenge", "show", "circuit-braker"});
  CHECK(unknown.exit == Exit{2, {}});
  CHECK(contains(unknown.error, "circuit-breaker"));
}

TEST_CASE("what is no submission is status 2 with a message, at once") {
  const Home home;
  const auto file = [&](const std::string& name, const std::string& bytes) {
    support::write_file(home.path() / name, bytes);
    return (home.path() / name).string();
  };
  const auto pipe = (home.path() / "pipe.hpp").string();
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  fs::create_directories(home.path() / "folder.hpp");
  struct Case {
    std::string file, told;
  };
  const Case cases[] = {
      {(home.path() / "nothing.hpp").string(), "there is no file"},
      {(home.path() / "folder.hpp").string(), "is a folder"},
      {pipe, "is not a file"},
      {file("notes.txt", "words"), "does not look like a submission (.hpp"},
      {file("huge.hpp", std::string((1 << 20) + 1, ' ')), "larger than 1 MiB"},
      {file("binary.hpp", std::string("class\0Foo", 9)), "not a text file"},
      {"/dev/zero", "is not a file"},
  };
  for (const auto& [name, told] : cases) {
    const auto result = home.run({"grade", name});
    CAPTURE(name, result.error);
    CHECK(result.exit == Exit{2, {}});
    CHECK(contains(result.error, told));
  }
  CHECK(home.run({"grade"}).exit == Exit{2, {}});
  CHECK(home.run({"grade", "x.hpp", "--exhaustive", "99"}).exit == Exit{2, {}});
  CHECK(home.run({"grade", "x.hpp", "--json", "--format", "junit"}).exit == Exit{2, {}});
  CHECK(home.run({"grade", "x.hpp", "--clock", "sundial"}).exit == Exit{2, {}});
  for (const std::vector<std::string>& other :
       {std::vector<std::string>{"--exhaustive", "3"}, std::vector<std::string>{"--dashboard"}}) {
    std::vector<std::string> words{"grade", "x.hpp", "--clock", "real"};
    words.insert(words.end(), other.begin(), other.end());
    const auto result = home.run(words);
    CHECK(result.exit == Exit{2, {}});
    CHECK(contains(result.error, "leave out --clock real"));
  }
}

TEST_CASE("the starter fails with a timeline, a sound breaker passes, and stats knows both") {
  const SeasonedHome home;
  if (!can_grade(home)) return;
  home.run({"challenge", "start", "circuit-breaker", home.path().string()});
  const auto failed =
      home.run({"grade", "--no-robust", (home.path() / "circuit_breaker.hpp").string()});
  CHECK(failed.exit == Exit{1, {}});
  CHECK(contains(failed.output, "<-- here"));
  CHECK(contains(failed.output, "FAIL"));
  CHECK(contains(failed.output, "attempt 1, 0:"));
  const auto passed = home.run(
      {"grade", "--no-robust", "--json", (submissions / "accepted/lazy_mutex.hpp").string()});
  CHECK(passed.exit == Exit{0, {}});
  const auto report = json::parse(passed.output);
  CHECK(report["schema"] == "nines.grade/1");
  CHECK(report["verdict"] == "PASS");
  CHECK(report["tiers"]["required"]["passed"] == 18);
  CHECK(report["attempt"]["number"] == 2);
  const auto stats = home.run({"stats"});
  CHECK(contains(stats.output, "circuit-breaker: 2 attempts"));
}

TEST_CASE("errors of the compiler and a file without the class are told, and are status 1") {
  const SeasonedHome home;
  if (!can_grade(home)) return;
  const auto grade = [&](const std::string& bytes) {
    support::write_file(home.path() / "mine.hpp", bytes);
    return home.run({"grade", (home.path() / "mine.hpp").string()});
  };
  const auto syntax = grade("class CircuitBreaker {\n  int a\n};\n");
  CHECK(syntax.exit == Exit{1, {}});
  CHECK(contains(syntax.output, "mine.hpp:2:"));
  CHECK(contains(syntax.output, "COMPILE_ERROR"));
  const auto shown = home.run({"grade", "--dashboard", (home.path() / "mine.hpp").string()});
  CHECK(shown.exit == Exit{1, {}});
  CHECK(end_to_end::count(shown.output + shown.error, "error: ") == 1);
  CHECK_FALSE(contains(shown.output, "isolat"));
  const auto without = grade("class Fuse {};\n");
  CHECK(without.exit == Exit{1, {}});
  CHECK(contains(without.output, "there is no class CircuitBreaker"));
  CHECK(grade("").exit == Exit{1, {}});
}

TEST_CASE(
    "what asks the kernel for the time is graded with --clock real, and the report says how") {
  const Home home;
  if (!can_grade(home)) return;
  const auto file =
      (fs::path(NINES_SOURCE_FOLDER) / "tests/grader/submissions/kernel_time.hpp").string();
  const auto refused = home.run({"grade", "--no-robust", file});
  CHECK(refused.exit == Exit{1, {}});
  CHECK(contains(refused.output, "--clock real"));
  const auto passed = home.run({"grade", "--no-robust", "--json", "--clock", "real", file});
  CHECK(passed.exit == Exit{0, {}});
  const auto report = json::parse(passed.output);
  CHECK(report["verdict"] == "PASS");
  CHECK(report["clock"] == "real");
  CHECK(report["explored"]["timeout_ms"] == 40);
  CHECK(report["explored"]["derived_traces"] > 100);
  CHECK(report["explored"]["every_sequence_up_to"] == 0);
  // From here on it is known.
  const auto shown = home.run({"grade", "--no-robust", "--clock", "real", file});
  CHECK(shown.exit == Exit{0, {}});
  CHECK(contains(shown.output, "real clock"));
  CHECK(contains(shown.output, "named traces"));
  const auto junit =
      home.run({"grade", "--no-robust", "--format", "junit", "--clock", "real", file});
  CHECK(contains(junit.output, "failures=\"0\""));
}

TEST_CASE("without a compiler nothing is graded, and it is said what to install") {
  Home home;
  home.environment["PATH"] = "/nonexistent";
  const auto result = home.run({"grade", (submissions / "accepted/lazy_mutex.hpp").string()});
  CHECK(result.exit == Exit{2, {}});
}

TEST_CASE(
    "grade --watch grades again on every save, shows only the errors of a bad one, and Ctrl-C ends "
    "it") {
  const SeasonedHome home;
  if (!can_grade(home)) return;
  const auto file = home.path() / "mine.hpp";
  support::write_file(file, "class Fuse {};\n");
  support::Process watch(home.nines({"grade", "--watch", "--no-robust", file.string()}));
  watch.expect("there is no class CircuitBreaker");
  watch.expect("Waiting for the next save");
  support::write_file(home.path() / ".mine.hpp.swp",
                      support::read_file(submissions / "accepted/function_int.hpp"));
  fs::rename(home.path() / ".mine.hpp.swp", file);
  watch.expect("--- run 2 ");
  watch.expect("PASS");
  watch.expect("Waiting for the next save");
  support::write_file(file, "class CircuitBreaker {\n  int a\n};\n");
  watch.expect("mine.hpp:2:");
  watch.expect("Waiting for the next save");
  watch.signal(SIGINT);
  CHECK(watch.wait() == Exit{130, {}});
}

TEST_CASE("Ctrl-C while it compiles or runs leaves nothing behind, and the next run is right") {
  const Home home;
  if (!can_grade(home)) return;
  struct Case {
    std::string in_progress;  ///< in the arguments of a process
    std::string name;
    Exit exit;
    std::string verdict;
  };
  const Case cases[] = {
      {"nines-main.cpp", "rejected/never_closes.hpp", {1, {}}, "FAIL"},
      {"/grader/program-", "accepted/lazy_mutex.hpp", {0, {}}, "PASS"},
  };
  int graded = 0;
  for (const auto& [in_progress, name, exit, verdict] : cases) {
    CAPTURE(in_progress);
    // In the home folder, so that the compiler has that among its arguments.
    const auto file = home.path() / name;
    support::write_file(file, support::read_file(submissions / name));
    // A suite that takes longer than any test.
    support::Process grading(
        home.nines({"grade", "--no-robust", "--exhaustive", "12", file.string()}));
    REQUIRE(wait_for_process(home, in_progress, grading));
    // As a terminal does it: to the whole group.
    ::kill(-grading.pid(), SIGINT);
    CHECK(grading.wait() == Exit{130, {}});
    CHECK(processes_of(home).empty());
    CHECK(half_written(home).empty());

    const auto again = home.run({"grade", "--no-robust", "--json", file.string()});
    CHECK(again.exit == exit);
    const auto report = json::parse(again.output);
    CHECK(report["verdict"] == verdict);
    // The interrupted ones do not count.
    CHECK(report["attempt"]["number"] == ++graded);
  }
}
