#include "base/clock.hpp"
#include "catch.hpp"
#include "practice/journal.hpp"

TEST_CASE("a grading is recorded with all that is shown of it later") {
  const base::FakeClock clock(base::WallTime(std::chrono::hours(490'000)));
  auto journal = practice::Journal::in_memory(clock);
  CHECK(journal.attempts().empty());
  const auto run = journal.begin_run({"grade", 0, false});
  practice::Attempt attempt{.challenge = "circuit-breaker",
                            .language = "cpp",
                            .file_hash = 0xfedcba9876543210ULL,
                            .verdict = "FAIL",
                            .required_passed = 16,
                            .required_total = 18,
                            .findings = {"fails-fast", "closes-after-m"},
                            .took = std::chrono::milliseconds(330)};
  journal.record(run, attempt);
  attempt.verdict = "PASS";
  attempt.findings.clear();
  attempt.elapsed = std::chrono::seconds(1100);
  journal.record(run, attempt);

  const auto attempts = journal.attempts();
  REQUIRE(attempts.size() == 2);
  CHECK(attempts[0].at == clock.now());
  CHECK(attempts[0].attempt.file_hash == 0xfedcba9876543210ULL);
  CHECK(attempts[0].attempt.findings == std::vector<std::string>{"fails-fast", "closes-after-m"});
  CHECK(attempts[0].attempt.took == std::chrono::milliseconds(330));
  CHECK_FALSE(attempts[0].attempt.elapsed.has_value());
  CHECK(attempts[1].attempt.verdict == "PASS");
  CHECK(attempts[1].attempt.findings.empty());
  CHECK(attempts[1].attempt.elapsed == std::chrono::seconds(1100));
  CHECK(journal.answers().empty());
}
