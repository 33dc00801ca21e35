#include "nines/attempts_view.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "reports.hpp"

namespace {

practice::Attempted attempted(const std::string& verdict, std::vector<std::string> findings) {
  practice::Attempt attempt{.challenge = "circuit-breaker", .language = "cpp", .verdict = verdict};
  attempt.required_total = 18;
  attempt.required_passed = 18 - static_cast<int>(findings.size());
  attempt.findings = std::move(findings);
  attempt.elapsed = std::chrono::seconds(1100);
  return {.at = base::WallTime(std::chrono::hours(490'000)), .attempt = std::move(attempt)};
}

}  // namespace

TEST_CASE("gradings are summed up per challenge, with the last one and the first pass") {
  CHECK(nines::attempts_view({}, 80).empty());
  const auto failed = attempted("FAIL", {"opens-after-n"});
  const auto text = reports::text(nines::attempts_view({failed}, 200));
  CHECK(reports::has(text, "circuit-breaker: 1 attempt, the last on 20"));
  CHECK(reports::has(text, ": FAIL 17/18 (opens-after-n); not passed yet"));
  const auto passed = attempted("PASS", {});
  CHECK(reports::has(reports::text(nines::attempts_view({failed, passed, failed}, 200)),
                     "3 attempts, the last on"));
  CHECK(reports::has(reports::text(nines::attempts_view({failed, passed}, 200)),
                     "PASS 18/18; first passed with attempt 2 after 18:20"));
}

TEST_CASE("gradings are listed for a program") {
  const auto json = nines::json_of(std::vector{attempted("FAIL", {"opens-after-n"})});
  CHECK(json[0]["verdict"] == "FAIL");
  CHECK(json[0]["findings"][0] == "opens-after-n");
  CHECK(json[0]["elapsed_s"] == 1100);
}
