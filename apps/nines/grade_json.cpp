#include "nines/grade_json.hpp"

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

#include "breaker/notation.hpp"
#include "grader/names.hpp"

namespace nines {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const grader::Manifest& manifest, const grader::Observation& observation) {
  Json state;
  if (observation.state < manifest.states.size()) state = manifest.states[observation.state];
  if (observation.state == grader::state_unknown) state = "unknown";
  return {{"outcome", grader::name(observation.outcome)}, {"state", std::move(state)}};
}

Json timeline_of(const grader::Manifest& manifest, const grader::Finding& finding) {
  auto rows = Json::array();
  for (const auto& row : finding.timeline) {
    rows.push_back({{"at_ns", row.at_ns},
                    {"step", breaker::to_string({row.step})},
                    {"object", row.is_second ? 2 : 1},
                    {"expected", json_of(manifest, row.expected)},
                    {"got", row.got ? json_of(manifest, *row.got) : Json()},
                    {"differs", row.differs}});
  }
  return rows;
}

Json json_of(const grader::Manifest& manifest, const grader::Finding& finding) {
  Json setting;
  for (std::size_t i = 0; i < manifest.parameters.size(); ++i)
    setting[manifest.parameters[i]] = finding.setting.values[i];
  const auto& all = manifest.requirements;
  const auto broken = std::find_if(
      all.begin(), all.end(), [&](const auto& each) { return each.id == finding.requirement; });
  const bool is_known = broken != all.end();
  return {{"requirement", finding.requirement},
          {"title", is_known ? Json(broken->title) : Json()},
          {"hint", is_known ? Json(broken->hint) : Json()},
          {"setting", std::move(setting)},
          {"trace", breaker::to_string(finding.trace)},
          {"second", finding.second.empty() ? Json() : Json(breaker::to_string(finding.second))},
          {"asked", finding.look == grader::Look::at_the_end ? "at_the_end" : "after_each_step"},
          {"shortest", finding.is_shortest},
          {"ending", grader::name(finding.ending)},
          {"detail", finding.detail},
          {"wrong_step", finding.wrong_step},
          {"timeline", timeline_of(manifest, finding)}};
}

Json findings_of(const grader::Manifest& manifest, const std::vector<grader::Finding>& findings) {
  auto list = Json::array();
  for (const auto& finding : findings) list.push_back(json_of(manifest, finding));
  return list;
}

const char* name(grader::RobustResult::Status status) {
  switch (status) {
    case grader::RobustResult::Status::passed:
      return "passed";
    case grader::RobustResult::Status::failed:
      return "failed";
    case grader::RobustResult::Status::not_run:
      break;
  }
  return "not_run";
}

Json robust_of(const grader::Report& report) {
  if (report.robust.empty()) return {};
  auto list = Json::array();
  for (const auto& result : report.robust) {
    list.push_back({{"requirement", result.requirement},
                    {"status", name(result.status)},
                    {"detail", result.detail}});
  }
  return list;
}

double milliseconds(std::chrono::microseconds time) {
  return static_cast<double>(time.count()) / 1000;
}

}  // namespace

Json json_of(const grader::Manifest& manifest, const std::string& language,
             const grader::Report& report, const AttemptNote& attempt) {
  const auto& coverage = report.coverage;
  const bool is_real = coverage.timeout.count() > 0;
  return {{"schema", "nines.grade/1"},
          {"challenge", manifest.id},
          {"language", language},
          {"verdict", grader::name(report.verdict)},
          {"message", report.message},
          {"diagnostics", report.diagnostics},
          {"tiers",
           {{"required", {{"passed", report.required_passed}, {"total", report.required_total}}},
            {"robust", robust_of(report)}}},
          {"findings", findings_of(manifest, report.findings)},
          {"all_findings", findings_of(manifest, report.all_findings)},
          {"explored",
           {{"rules", coverage.rules},
            {"rules_known", coverage.rules_known},
            {"every_sequence_up_to", coverage.exhaustive_length},
            {"settings", coverage.settings},
            {"cut_at_sequences_of", coverage.exhaustive_cut},
            {"named_traces", coverage.named_traces},
            {"derived_traces", is_real ? Json(coverage.derived_traces) : Json()},
            {"timeout_ms", is_real ? Json(coverage.timeout.count()) : Json()},
            {"derived_calls", coverage.derived_calls},
            {"walk_calls", coverage.walk_calls},
            {"exhaustive_calls", coverage.exhaustive_calls},
            {"overlapped_calls", coverage.overlapped_calls}}},
          {"timing_ms",
           {{"compile", milliseconds(report.timing.compile)},
            {"required", milliseconds(report.timing.required)},
            {"robust", milliseconds(report.timing.robust)},
            {"total", milliseconds(report.timing.total)}}},
          {"compiler", report.compiler},
          {"sandbox", report.sandbox},
          {"clock", report.clock},
          {"from_cache", report.from_cache},
          {"attempt",
           {{"number", attempt.number > 0 ? Json(attempt.number) : Json()},
            {"elapsed_s", attempt.elapsed ? Json(attempt.elapsed->count()) : Json()},
            {"minutes", attempt.minutes}}}};
}

}  // namespace nines
