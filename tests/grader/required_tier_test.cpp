#include "grader/required_tier.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "breaker/notation.hpp"
#include "catch.hpp"
#include "grader/fixtures/circuit_breaker.hpp"
#include "grader/fixtures/faulty_breaker.hpp"
#include "grader/fixtures/sound_breaker.hpp"
#include "grader/fixtures/subject.hpp"

using namespace grader;

namespace {

const Manifest manifest = fixtures::circuit_breaker();
const auto oracle = make_oracle("circuit-breaker");

std::string shown(const Finding& finding) {
  const auto& v = finding.setting.values;
  return finding.requirement + " (" + std::to_string(v[0]) + "," + std::to_string(v[1]) + "," +
         std::to_string(v[2]) + ") " + breaker::to_string(finding.trace).substr(0, 40) +
         (finding.look == Look::at_the_end ? " at the end" : "") +
         (finding.is_shortest ? "" : " not shortest");
}

/// The same on every machine: neither more nor less because there is time, or is none.
RequiredOptions without_time_limit() {
  RequiredOptions options;
  options.budget = std::chrono::milliseconds(0);
  options.patience.reset();
  return options;
}

/// Sound but for one call in one rhythm: with two failures in a row to open, a success, a failure
/// 0.4 timeouts later, a success after 0.4 more, and the next failure, 1.5 after that, is rejected.
class WrongInOneRhythm final : public fixtures::Model {
 public:
  WrongInOneRhythm(const fixtures::Arguments& arguments, const fixtures::Now& now)
      : sound_(fixtures::sound_breaker()(arguments, now)),
        now_(now),
        can_be_wrong_(arguments.failure_threshold == 2) {}

  Outcome call(bool succeeds) override {
    rhythm_ += std::to_string(now_.ns / 100'000'000) + (succeeds ? "S " : "F ");
    if (can_be_wrong_ && rhythm_ == "0S 4F 8S 23F ") return Outcome::rejected;
    return sound_->call(succeeds);
  }
  VisibleState state() override { return sound_->state(); }

 private:
  std::unique_ptr<fixtures::Model> sound_;
  const fixtures::Now& now_;
  bool can_be_wrong_;
  std::string rhythm_;
};

}  // namespace

TEST_CASE("every faulty breaker is refused, with one finding, of the requirement it breaks") {
  const bool talks = std::getenv("NINES_SHOW_FAULTS") != nullptr;
  for (const auto& entry : fixtures::all_faults()) {
    fixtures::forget_globals();
    fixtures::InProcessSubject subject(fixtures::faulty_breaker(entry.fault),
                                       fixtures::forget_globals);
    const auto result = run_required(manifest, *oracle, subject, without_time_limit());
    if (talks) {
      std::cout << (result.findings.size() == 1 &&
                            result.findings[0].requirement == entry.requirement
                        ? "  "
                        : "! ")
                << entry.name << " [" << entry.requirement << "] steps " << subject.steps << " bad "
                << subject.bad_endings << " restarts " << subject.restarts << " all "
                << result.all_findings.size() << ':';
      for (const Finding& finding : result.findings) std::cout << "  " << shown(finding);
      std::cout << '\n';
    }
    INFO(entry.name);
    CHECK(result.verdict != Verdict::pass);
    CHECK(result.findings.size() == 1);
    if (!result.findings.empty()) CHECK(result.findings[0].requirement == entry.requirement);
    // Each costs a new process.
    CHECK(subject.bad_endings < 80);
  }
}

TEST_CASE(
    "of calls that never end only a few are waited for, and the shortest is found all the same") {
  for (const auto& entry : fixtures::all_faults()) {
    if (entry.name != "spins when reopening") continue;
    fixtures::InProcessSubject subject(fixtures::faulty_breaker(entry.fault));
    const auto result = run_required(manifest, *oracle, subject, without_time_limit());
    CHECK(result.verdict == Verdict::timeout_cpu);
    CHECK(subject.bad_endings <= 3);
    REQUIRE(result.findings.size() == 1);
    CHECK(shown(result.findings[0]) == "failure-reopens (1,1,1) FwF");
    CHECK_FALSE(result.findings[0].timeline.back().got.has_value());
  }
}

TEST_CASE("a run that is stopped has no verdict") {
  const std::atomic<bool> stop{true};
  RequiredOptions options = without_time_limit();
  options.stop = &stop;
  fixtures::InProcessSubject subject(fixtures::sound_breaker());
  CHECK(run_required(manifest, *oracle, subject, options).verdict == Verdict::grader_error);
  CHECK(subject.steps == 0);
}

TEST_CASE("a finding is a timeline in virtual time, up to the first wrong step") {
  for (const auto& entry : fixtures::all_faults()) {
    if (entry.name != "successes kept when reopening") continue;
    fixtures::InProcessSubject subject(fixtures::faulty_breaker(entry.fault));
    const auto result = run_required(manifest, *oracle, subject, without_time_limit());
    REQUIRE(result.findings.size() == 1);
    const Finding& finding = result.findings[0];
    CHECK(shown(finding) == "successes-start-afresh (1,1,2) FwSFwS");
    REQUIRE(finding.timeline.size() == 6);
    CHECK(finding.wrong_step == 5);
    std::vector<std::int64_t> times;
    for (const TimelineRow& row : finding.timeline) times.push_back(row.at_ns / 100'000'000);
    CHECK(times == std::vector<std::int64_t>{0, 15, 15, 15, 30, 30});
    CHECK(finding.timeline.back().expected == Observation{Outcome::returned, 2});
    CHECK(finding.timeline.back().got == Observation{Outcome::returned, 0});
    CHECK(finding.timeline.back().differs);
    CHECK_FALSE(finding.timeline.front().differs);
  }
}

TEST_CASE("sound breakers of different styles pass, and all that was covered is told") {
  for (const auto& make : {fixtures::sound_breaker(), fixtures::sound_breaker({.lags = false}),
                           fixtures::deadline_breaker(), fixtures::table_breaker()}) {
    fixtures::InProcessSubject subject(make);
    const auto result = run_required(manifest, *oracle, subject, without_time_limit());
    CHECK(result.verdict == Verdict::pass);
    CHECK(result.findings.empty());
    CHECK(result.all_findings.empty());
    CHECK(result.passed == 18);
    CHECK(result.total == 18);
    CHECK(result.coverage.rules == result.coverage.rules_known);
    CHECK(result.coverage.rules_known == 13);
    CHECK(result.coverage.settings == 7);
    CHECK(result.coverage.exhaustive_length == 7);
    CHECK(result.coverage.exhaustive_cut == 0);
    CHECK(result.coverage.walk_calls > 15'000);
    // What the time of a verdict is made of.
    CHECK(subject.steps < 750'000);
    CHECK(subject.batches < 130);
    CHECK(subject.restarts == 0);
  }
}

TEST_CASE("a fault that only one sequence of seven steps shows is found by default") {
  const auto make = [](const fixtures::Arguments& arguments, const fixtures::Now& now) {
    return std::make_unique<WrongInOneRhythm>(arguments, now);
  };
  fixtures::InProcessSubject subject(make);
  const auto result = run_required(manifest, *oracle, subject, {});
  CHECK(result.verdict == Verdict::fail);
  REQUIRE(result.findings.size() == 1);
  CHECK(breaker::to_string(result.findings[0].trace) == "ShFhSwF");
  CHECK(result.findings[0].is_shortest);

  RequiredOptions shorter = without_time_limit();
  shorter.exhaustive_length = shorter.exhaustive_length_max = 6;
  fixtures::InProcessSubject again(make);
  CHECK(run_required(manifest, *oracle, again, shorter).verdict == Verdict::pass);
}

TEST_CASE("a submission that is too slow for every sequence is told so") {
  RequiredOptions options;
  options.patience = std::chrono::milliseconds(0);
  fixtures::InProcessSubject subject(fixtures::sound_breaker());
  const auto result = run_required(manifest, *oracle, subject, options);
  CHECK(result.verdict == Verdict::pass);
  CHECK(result.coverage.exhaustive_length == 5);
  CHECK(result.coverage.exhaustive_cut == 7);
}

TEST_CASE("what the text leaves open is never refused, and a lagging state alone is one finding") {
  RequiredOptions options = without_time_limit();
  options.exhaustive_length = 3;
  options.long_walk_steps = 500;
  const auto all = breaker::all_open_choices();
  for (std::size_t i = 0; i < all.size(); i += 8)
    for (const bool lags : {false, true}) {
      INFO("choices " << i << ", lags " << lags);
      fixtures::InProcessSubject subject(
          fixtures::sound_breaker({.choices = all[i], .lags = lags}));
      const auto result = run_required(manifest, *oracle, subject, options);
      CHECK(result.verdict == (lags ? Verdict::fail : Verdict::pass));
      REQUIRE(result.findings.size() == (lags ? 1 : 0));
      if (lags) CHECK(shown(result.findings[0]) == "half-open-visible (1,1,1) Fw");
      CHECK(result.all_findings.size() == result.findings.size());
    }
}
