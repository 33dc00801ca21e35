// A submission inside the simulation. Tests skip where no sandbox or compiler works.

#include <filesystem>
#include <string>

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

const fs::path root = NINES_SOURCE_FOLDER;

/// The submission's arm of a comparison of 70 s, the last one, and what was expected of it.
json run_with(const Home& home, const fs::path& submission) {
  const auto result = home.run(
      {"dashboard", "--breaker", (root / submission).string(), "--duration", "70", "--json"});
  INFO(result.error);
  REQUIRE(result.exit == Exit{0, {}});
  return json::parse(result.output);
}

}  // namespace

TEST_CASE(
    "a sound breaker isolates the failure in the simulation, in whatever style it is written") {
  const SeasonedHome home;
  if (!can_grade(home)) return;
  for (const char* name : {"lazy_mutex", "timer_thread", "atomics", "m_probes"}) {
    INFO(name);
    const auto report = run_with(home, fs::path("graders/circuit-breaker/submissions/accepted") /
                                           (name + std::string(".hpp")));
    REQUIRE(report["arms"].size() == 4);
    const auto& none = report["arms"].front();
    const auto& yours = report["arms"].back();
    CHECK(yours["name"] == "yours");
    CHECK(none["services"][0]["requests"] == yours["services"][0]["requests"]);
    CHECK(none["services"][0]["during_fault"]["served_percent"].get<double>() < 80);
    CHECK(yours["services"][0]["during_fault"]["served_percent"].get<double>() >= 99);
    for (const auto& expectation : report["expectations"]) CHECK(expectation["holds"] == true);
  }
}

TEST_CASE("a submission that breaks down ends its own arm, with the reason") {
  const SeasonedHome home;
  if (!can_grade(home)) return;
  const auto reason = [&](const char* name) {
    const auto report =
        run_with(home, fs::path("tests/grader/submissions") / (name + std::string(".hpp")));
    REQUIRE(report["arms"].size() == 4);
    CHECK(report["expectations"][0]["holds"] == false);
    return report["expectations"][0]["text"].get<std::string>();
  };
  CHECK(contains(reason("crash"), "it crashed (SIGSEGV"));
  CHECK(contains(reason("hang"), "busy wait"));
  CHECK(contains(reason("holds_lock"), "its lock is held while the call runs"));
}

TEST_CASE("a breaker that lets calls through while it is open does not isolate") {
  const SeasonedHome home;
  if (!can_grade(home)) return;
  const auto file =
      (root / "graders/circuit-breaker/submissions/rejected/runs_while_open.hpp").string();
  const auto result =
      home.run({"dashboard", "--breaker", file, "--duration", "70", "--expect", "isolation"});
  CHECK(result.exit == Exit{1, {}});
  CHECK(contains(result.output, "requests reached it while OPEN"));
}

TEST_CASE("a breaker file that cannot be used is status 2 with a message") {
  const SeasonedHome home;
  if (!can_grade(home)) return;
  const auto broken = (home.path() / "broken.hpp").string();
  support::write_file(broken, "class CircuitBreaker { this is no C++\x1b[31m };");
  const auto compiled = home.run({"dashboard", "--breaker", broken, "--headless"});
  CHECK(compiled.exit == Exit{2, {}});
  CHECK(contains(compiled.error, "it does not compile"));
  CHECK_FALSE(contains(compiled.error, "\x1b["));
  const auto missing = home.run({"dashboard", "--breaker", broken + "x", "--headless"});
  CHECK(missing.exit == Exit{2, {}});
  const auto nowhere =
      home.run({"dashboard", "--breaker", (root / "README.md").string(), "--headless"});
  CHECK(nowhere.exit == Exit{2, {}});
  CHECK(contains(nowhere.error, "does not look like a submission"));
}
