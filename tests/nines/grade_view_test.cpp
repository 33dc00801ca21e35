#include "nines/grade_view.hpp"

#include <algorithm>

#include "catch.hpp"
#include "nines/timeline_view.hpp"
#include "reports.hpp"

using grader::Verdict;
using reports::has;
using std::chrono::seconds;

namespace {

std::string shown(const grader::Report& report, const nines::GradeLayout& layout = {},
                  const nines::AttemptNote& note = {}) {
  return reports::text(nines::grade_view(reports::manifest(), "C++", report, note, layout));
}

}  // namespace

TEST_CASE("a fault is shown as a timeline, with its trace, a hint, and the verdict last") {
  CHECK(shown(reports::faulty(), {}, {.number = 4, .elapsed = seconds(1100), .minutes = 25}) ==
        "circuit-breaker, C++, g++ 12.2.0, bubblewrap + seccomp\n"
        "  compiled 0.12 s   required 1/2   covered: 13 of 13 rules; every sequence of up\n"
        "    to 7 calls and waits, 7 configurations; 12,345 calls of long runs\n"
        "- FAIL  afresh\n"
        "  Every period counts from zero.\n"
        "  Made with failureThreshold 1, resetTimeout 1, successThreshold 2:\n"
        "         time  call        expected   yours\n"
        "       0.00 s  fn throws   OPEN       OPEN\n"
        "       1.50 s  (wait)      HALF_OPEN  HALF_OPEN\n"
        "       1.50 s  fn returns  HALF_OPEN  CLOSED     <-- here\n"
        "    trace FwS: no shorter sequence shows it\n"
        "  Hint: What should be zero?\n"
        "FAIL   1 finding   0.33 s   attempt 4, 18:20 of 25:00\n");
}

TEST_CASE("a sound submission gets a short report") {
  const auto text = shown(reports::sound());
  CHECK(has(text, "PASS   required 2/2   0.33 s\n"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 4);
}

TEST_CASE("a report in real time says what was tried, and how to have every sequence") {
  auto report = reports::sound();
  report.clock = "real";
  report.coverage.named_traces = 43;
  report.coverage.derived_traces = 264;
  report.coverage.settings = 5;
  report.coverage.timeout = std::chrono::milliseconds(40);
  auto text = shown(report);
  std::replace(text.begin(), text.end(), '\n', ' ');
  text.erase(
      std::unique(text.begin(), text.end(), [](char a, char b) { return a == ' ' && b == ' '; }),
      text.end());
  CHECK(has(text,
            "real clock: 43 named traces and 264 of the state machine's (5 configurations), "
            "with timeouts from 40 ms"));
  CHECK(has(text, "run without --clock real for every sequence"));
  CHECK_FALSE(has(text, "every sequence of up to"));
}

TEST_CASE("a finding of many steps fits a screen of 80 by 24") {
  auto report = reports::faulty();
  auto& finding = report.findings[0];
  const auto first = finding.timeline.front();
  finding.timeline.insert(finding.timeline.begin(), 300, first);
  finding.trace.insert(finding.trace.begin(), 300, reports::Step::fail);
  const auto text = shown(report);
  CHECK(has(text, "... 295 more steps, all as expected"));
  CHECK(has(text, "<-- here"));
  CHECK(has(text, "... (303 steps)"));
  CHECK(std::count(text.begin(), text.end(), '\n') <= 23);
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = text.find('\n', begin);
    CHECK(end - begin <= 80);
    begin = end + 1;
  }
}

TEST_CASE("what became of a call stands beside the state when it is not what such a call does") {
  const auto manifest = reports::manifest();
  const auto text = [&](reports::Outcome outcome, grader::VisibleState state, reports::Step step) {
    return nines::observation_text(manifest, {outcome, state}, step);
  };
  using reports::Outcome;
  using reports::Step;
  CHECK(text(Outcome::returned, reports::closed, Step::succeed) == "CLOSED");
  CHECK(text(Outcome::rejected, reports::open, Step::succeed) == "refused, OPEN");
  CHECK(text(Outcome::rejected_but_ran, reports::open, Step::fail) == "refused, but fn ran, OPEN");
  CHECK(text(Outcome::swallowed, reports::closed, Step::fail) == "error swallowed, CLOSED");
  CHECK(text(Outcome::rethrown, grader::state_not_asked, Step::fail) == "threw");
  CHECK(text(Outcome::none, grader::state_not_asked, Step::wait_past) == "-");
  CHECK(text(Outcome::none, grader::state_unknown, Step::query) == "no known state");
}

TEST_CASE("a crash is shown at its step, without the rule that was judged there") {
  auto report = reports::faulty();
  report.verdict = Verdict::crashed;
  auto& finding = report.findings[0];
  finding.ending = grader::Ending::crashed;
  finding.detail = "SIGSEGV \x1b[31m";
  finding.timeline.back().got.reset();
  const auto text = shown(report);
  CHECK(has(text, "- CRASHED"));
  CHECK(has(text, "crashed    <-- here"));
  CHECK(has(text, "SIGSEGV"));
  CHECK_FALSE(has(text, "\x1b"));
  CHECK_FALSE(has(text, "Hint"));
}

TEST_CASE("a compiler's errors are shown without anything that a terminal would obey") {
  grader::Report report = reports::sound();
  report.verdict = Verdict::compile_error;
  report.diagnostics = "x.hpp:3:1: error: expected ';'\n    3 | int a\x07\n";
  report.message = "";
  const auto text = shown(report);
  CHECK(has(text, "  x.hpp:3:1: error: expected ';'\n"));
  CHECK_FALSE(has(text, "\x07"));
  CHECK_FALSE(has(text, "required"));
  CHECK(has(text, "COMPILE_ERROR"));
}

TEST_CASE("further findings take a line each, and are shown in full on demand") {
  auto report = reports::faulty();
  auto second = reports::finding();
  second.requirement = "opens-after-n";
  report.findings.push_back(second);
  report.all_findings.push_back(second);
  const auto text = shown(report);
  CHECK(has(text, "- FAIL  opens-after-n  The Nth failure opens.\n"));
  CHECK(has(text, "2 findings"));
  const auto all = shown(report, {.all = true});
  CHECK(has(all, "Hint: How many were there?"));
  CHECK(has(all, "Hint: What should be zero?"));
}

TEST_CASE("a screen reader gets sentences") {
  const auto text = shown(reports::faulty(), {.screen_reader = true});
  CHECK(has(text, "At 1.50 s, fn returns: expected HALF_OPEN, yours CLOSED. Here it goes wrong."));
  CHECK_FALSE(has(text, "<--"));
}

TEST_CASE("the robust tier is shown apart, with what failed and what was not checked") {
  using Status = grader::RobustResult::Status;
  auto report = reports::sound();
  CHECK(nines::robust_view(reports::manifest(), report, {}).empty());
  report.robust = {{"late-failure", Status::failed, "x.hpp:12"},
                   {"data-races", Status::not_run, "no ThreadSanitizer"},
                   {"memory-sound", Status::passed, ""}};
  const auto text = reports::text(nines::robust_view(reports::manifest(), report, {}));
  CHECK(text ==
        "  robust 1/2  (beyond the task, no part of the verdict)\n"
        "  - late-failure: A late failure changes nothing.\n"
        "      x.hpp:12\n"
        "  ? data-races: not checked\n"
        "      no ThreadSanitizer\n"
        "  + memory-sound\n");
}

TEST_CASE("only a pass is status 0, and a fault of nines is none of the submission's") {
  grader::Report report;
  report.verdict = Verdict::pass;
  CHECK(nines::grade_status(report) == 0);
  report.verdict = Verdict::compile_error;
  CHECK(nines::grade_status(report) == 1);
  report.verdict = Verdict::deadlock;
  CHECK(nines::grade_status(report) == 1);
  report.verdict = Verdict::grader_error;
  CHECK(nines::grade_status(report) == 2);
}
