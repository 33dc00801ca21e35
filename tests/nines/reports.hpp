#pragma once

#include <string>
#include <string_view>

#include "breaker/notation.hpp"
#include "grader/manifest.hpp"
#include "grader/report.hpp"
#include "terminal/style.hpp"

/// A small challenge and reports on it, for the tests of what is shown of them.
namespace reports {

using grader::Observation;
using grader::Outcome;
using grader::Step;

constexpr grader::VisibleState closed = 0;
constexpr grader::VisibleState open = 1;
constexpr grader::VisibleState half_open = 2;

inline grader::Manifest manifest() {
  grader::Manifest manifest;
  manifest.id = "circuit-breaker";
  manifest.title = "Circuit breaker";
  manifest.parameters = {"failureThreshold", "resetTimeout", "successThreshold"};
  manifest.states = {"CLOSED", "OPEN", "HALF_OPEN"};
  manifest.requirements = {
      {.id = "opens-after-n", .title = "The Nth failure opens.", .hint = "How many were there?"},
      {.id = "afresh", .title = "Every period counts from zero.", .hint = "What should be zero?"},
      {.id = "late-failure",
       .title = "A late failure changes nothing.",
       .level = grader::RequirementClass::robust,
       .hint = "When did it begin?"},
      {.id = "data-races",
       .title = "No data race.",
       .level = grader::RequirementClass::robust,
       .hint = "Who else writes it?"}};
  return manifest;
}

inline grader::Report sound() {
  grader::Report report;
  report.verdict = grader::Verdict::pass;
  report.required_passed = 2;
  report.required_total = 2;
  report.compiler = "g++ 12.2.0";
  report.sandbox = "bubblewrap + seccomp";
  report.clock = "virtual";
  report.coverage = {
      .rules = 13, .rules_known = 13, .exhaustive_length = 7, .settings = 7, .walk_calls = 12'345};
  report.timing.compile = std::chrono::milliseconds(120);
  report.timing.total = std::chrono::milliseconds(330);
  return report;
}

/// FwS, where the first success of two closes.
inline grader::Finding finding() {
  grader::Finding finding{.requirement = "afresh", .setting = {{1, 1, 2, 0}}};
  finding.trace = breaker::parse_trace("FwS");
  finding.timeline = {
      {.at_ns = 0,
       .step = Step::fail,
       .expected = {Outcome::rethrown, open},
       .got = Observation{Outcome::rethrown, open}},
      {.at_ns = 1'500'000'000,
       .step = Step::wait_past,
       .expected = {Outcome::none, half_open},
       .got = Observation{Outcome::none, half_open}},
      {.at_ns = 1'500'000'000,
       .step = Step::succeed,
       .expected = {Outcome::returned, half_open},
       .got = Observation{Outcome::returned, closed},
       .differs = true},
  };
  finding.wrong_step = 2;
  finding.is_shortest = true;
  return finding;
}

inline grader::Report faulty() {
  auto report = sound();
  report.verdict = grader::Verdict::fail;
  report.required_passed = 1;
  report.findings = {finding()};
  report.all_findings = {finding()};
  return report;
}

inline std::string text(const std::vector<terminal::Line>& lines) {
  std::string all;
  for (const auto& line : lines) all += terminal::encode(line, false) + "\n";
  return all;
}

inline bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace reports
