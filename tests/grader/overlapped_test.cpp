#include "grader/overlapped.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

#include "catch.hpp"
#include "grader/fixtures/circuit_breaker.hpp"
#include "grader/fixtures/sound_breaker.hpp"
#include "grader/required_tier.hpp"

using namespace grader;

namespace {

const Manifest manifest = fixtures::circuit_breaker();
const auto oracle = make_oracle("circuit-breaker");

OverlappedResult overlapped(fixtures::Style style) {
  fixtures::InProcessSubject subject(fixtures::sound_breaker(style));
  return run_overlapped(manifest, *oracle, subject, nullptr);
}

bool failed(const OverlappedResult& result, std::string_view requirement) {
  for (const RobustResult& each : result.results)
    if (each.requirement == requirement) return each.status == RobustResult::Status::failed;
  FAIL("no result for " << requirement);
  return false;
}

Verdict verdict(fixtures::Style style, Finding* finding = nullptr) {
  fixtures::InProcessSubject subject(fixtures::sound_breaker(style));
  RequiredOptions options;
  options.budget = std::chrono::milliseconds(0);
  options.exhaustive_length = 3;
  const auto result = run_required(manifest, *oracle, subject, options);
  if (finding != nullptr && !result.findings.empty()) *finding = result.findings.front();
  return result.verdict;
}

}  // namespace

TEST_CASE("where calls overlap, every choice that the text leaves open is right") {
  const auto all = breaker::all_open_choices();
  for (std::size_t i = 0; i < all.size(); i += 61)
    for (const bool lags : {false, true}) {
      INFO("choices " << i << ", lags " << lags);
      CHECK(overlapped({.choices = all[i], .lags = lags}).findings.empty());
    }
}

TEST_CASE("a late failure that restarts the timer is reported, and is not required") {
  const fixtures::Style style{.late_failure_restarts_timer = true};
  CHECK(failed(overlapped(style), "late-failure"));
  CHECK_FALSE(failed(overlapped(style), "lock-free-call"));
  CHECK(verdict(style) == Verdict::pass);
}

TEST_CASE("a late success that closes the circuit is reported, and is not required") {
  const fixtures::Style style{.late_success_closes = true};
  CHECK(failed(overlapped(style), "late-success"));
  CHECK(verdict(style) == Verdict::pass);
}

TEST_CASE("a lock that is held while the function runs is reported, and is not required") {
  const fixtures::Style style{.holds_lock = true};
  CHECK(failed(overlapped(style), "lock-free-call"));
  CHECK(verdict(style) == Verdict::pass);
}

TEST_CASE("slots that are never given back are a required matter") {
  Finding finding;
  CHECK(verdict({.keeps_old_slots = true}, &finding) == Verdict::fail);
  CHECK(finding.requirement == "slot-released");
  CHECK(finding.timeline.back().differs);
  CHECK(finding.timeline.back().got->outcome == Outcome::rejected);
}
