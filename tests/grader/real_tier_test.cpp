#include "grader/real_tier.hpp"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "base/random.hpp"
#include "breaker/notation.hpp"
#include "catch.hpp"
#include "grader/fixtures/circuit_breaker.hpp"
#include "grader/fixtures/faulty_breaker.hpp"
#include "grader/fixtures/sound_breaker.hpp"
#include "grader/fixtures/subject.hpp"

using namespace grader;
using std::chrono::milliseconds;

namespace {

const Manifest manifest = fixtures::circuit_breaker();
const auto oracle = make_oracle("circuit-breaker");

using Lateness = std::function<std::int64_t(std::int64_t)>;

/// Every request has a process of its own.
class Fresh final : public Subject {
 public:
  Fresh(fixtures::MakeModel make, fixtures::RealTime real_time)
      : subject_(std::move(make), fixtures::forget_globals) {
    subject_.real_time = std::move(real_time);
  }

  std::vector<Reply> run(std::span<const Request> requests) override {
    std::vector<Reply> replies;
    for (const Request& request : requests) {
      subject_.restart();
      replies.push_back(subject_.run({&request, 1}).front());
    }
    return replies;
  }

 private:
  fixtures::InProcessSubject subject_;
};

RequiredResult grade(const fixtures::MakeModel& make, const fixtures::RealTime& real_time = {}) {
  const auto open = [&](const RealProcesses&) { return std::make_unique<Fresh>(make, real_time); };
  return run_in_real_time(manifest, *oracle, open, {});
}

/// Up to so much for each step, once in a while; then up to a hundred times as much.
Lateness noise(base::RandomStream& random, milliseconds most, std::uint64_t one_in) {
  return [&random, most, one_in](std::int64_t) {
    const auto limit = static_cast<std::uint64_t>(std::chrono::nanoseconds(most).count());
    const bool stalls = random.below(one_in) == 0;
    return static_cast<std::int64_t>(random.below(stalls ? 100 * limit : limit / 20 + 1));
  };
}

/// A breaker whose timer is a thread that the machine wakes too late: until then it is OPEN.
class LateTimer final : public fixtures::Model {
 public:
  LateTimer(const fixtures::Arguments& arguments, const fixtures::Now& now, std::int64_t late_ns)
      : model_(
            fixtures::sound_breaker()({arguments.failure_threshold, arguments.timeout_ns + late_ns,
                                       arguments.success_threshold},
                                      now)) {}
  Outcome call(bool succeeds) override { return model_->call(succeeds); }
  VisibleState state() override { return model_->state(); }

 private:
  std::unique_ptr<fixtures::Model> model_;
};

}  // namespace

TEST_CASE("in real time faulty breakers are refused by what they break") {
  const bool talks = std::getenv("NINES_SHOW_FAULTS") != nullptr;
  std::set<std::string> missed;
  for (const auto& entry : fixtures::all_faults()) {
    const auto result = grade(fixtures::faulty_breaker(entry.fault));
    INFO(entry.name);
    CHECK(result.verdict != Verdict::grader_error);
    if (result.verdict == Verdict::pass) {
      missed.insert(std::string(entry.name));
      continue;
    }
    REQUIRE_FALSE(result.findings.empty());
    CHECK(result.findings.front().requirement == entry.requirement);
  }
  if (talks)
    for (const std::string& name : missed) std::cout << "missed: " << name << '\n';
  // Those that only long runs, long timeouts or large thresholds show.
  CHECK(missed.size() <= 16);
}

TEST_CASE("no noise makes a sound breaker fail, and little of it lets it pass") {
  int passed = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    base::RandomStream random(seed, "noise");
    for (const milliseconds most : {milliseconds(2), milliseconds(20), milliseconds(200)}) {
      const auto result =
          grade(seed % 2 == 0 ? fixtures::sound_breaker() : fixtures::table_breaker(),
                {.resolution = milliseconds(seed % 4 == 0 ? 1'000 : 1),
                 .lateness = noise(random, most, 200)});
      INFO("seed " << seed << ", noise " << most.count() << " ms");
      CHECK((result.verdict == Verdict::pass || result.verdict == Verdict::grader_error));
      CHECK(result.findings.empty());
      if (most == milliseconds(2)) CHECK(result.verdict == Verdict::pass);
      passed += result.verdict == Verdict::pass ? 1 : 0;
    }
  }
  CHECK(passed >= 9);
}

TEST_CASE("noise hides no fault for good, and only what is determined is a finding") {
  base::RandomStream random(7, "noise");
  const auto late = noise(random, milliseconds(2), 200);
  for (const auto& entry : fixtures::all_faults()) {
    if (entry.fault != fixtures::Fault::never_opens && entry.fault != fixtures::Fault::opens_late &&
        entry.fault != fixtures::Fault::never_half_open &&
        entry.fault != fixtures::Fault::never_closes)
      continue;
    INFO(entry.name);
    const auto result = grade(fixtures::faulty_breaker(entry.fault), {.lateness = late});
    CHECK(result.verdict == Verdict::fail);
    REQUIRE_FALSE(result.findings.empty());
    CHECK(result.findings.front().requirement == entry.requirement);
  }
}

TEST_CASE("a timer that the machine wakes late is no fault, one that is late by its timeout is") {
  const auto late_by = [](std::int64_t ms, int percent) {
    return grade([=](const fixtures::Arguments& arguments, const fixtures::Now& now) {
      return std::make_unique<LateTimer>(arguments, now,
                                         ms * 1'000'000 + arguments.timeout_ns / 100 * percent);
    });
  };
  CHECK(late_by(15, 0).verdict == Verdict::pass);
  // Too late for timeouts of 40 ms, but not for longer ones.
  CHECK(late_by(60, 0).verdict == Verdict::pass);
  const auto result = late_by(0, 60);
  CHECK(result.verdict == Verdict::fail);
}

TEST_CASE("what never keeps to its times is not judged, and that is said") {
  const auto result = grade(fixtures::sound_breaker(),
                            {.lateness = [](std::int64_t wait_ns) { return 2 * wait_ns; }});
  CHECK(result.verdict == Verdict::grader_error);
  CHECK(result.findings.empty());
  CHECK(result.message.find("could not be judged on this machine just now") != std::string::npos);
}

TEST_CASE("who takes whole seconds is given them, and the report says what was tried") {
  const auto whole = grade(fixtures::sound_breaker(), {.resolution = milliseconds(1'000)});
  CHECK(whole.verdict == Verdict::pass);
  CHECK(whole.coverage.timeout == milliseconds(1'000));
  const auto parts = grade(fixtures::sound_breaker());
  CHECK(parts.verdict == Verdict::pass);
  CHECK(parts.passed == 18);
  CHECK(parts.coverage.timeout == milliseconds(40));
  CHECK(parts.coverage.derived_traces > whole.coverage.derived_traces);
  CHECK(parts.coverage.settings > 1);
  CHECK(parts.coverage.rules == parts.coverage.rules_known);
  CHECK(parts.coverage.exhaustive_length == 0);
}

TEST_CASE("the timeline of a finding shows times that were measured, with the longest timeout") {
  const auto result = grade(fixtures::faulty_breaker(fixtures::Fault::never_closes),
                            {.lateness = [](std::int64_t) { return 1'000'000; }});
  REQUIRE_FALSE(result.findings.empty());
  const Finding& finding = result.findings.front();
  CHECK(breaker::to_string(finding.trace) == "FwS");
  CHECK(finding.setting == Setting{{1, 1, 1, 0}});
  REQUIRE(finding.timeline.size() == 3);
  CHECK(finding.timeline[1].at_ns == 1'502'000'000);
  CHECK(finding.timeline[2].differs);
}
