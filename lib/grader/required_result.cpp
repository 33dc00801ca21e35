#include "grader/required_result.hpp"

#include <algorithm>

namespace grader {
namespace {

Verdict verdict_of(Ending ending) {
  switch (ending) {
    case Ending::crashed:
      return Verdict::crashed;
    case Ending::exited_early:
      return Verdict::exited_early;
    case Ending::timeout_cpu:
      return Verdict::timeout_cpu;
    case Ending::timeout_wall:
    case Ending::did_not_settle:
      return Verdict::timeout_wall;
    case Ending::deadlock:
      return Verdict::deadlock;
    case Ending::memory_limit:
      return Verdict::memory_limit;
    case Ending::output_limit:
      return Verdict::output_limit;
    case Ending::protocol_error:
      return Verdict::protocol_error;
    case Ending::denied:
      return Verdict::denied;
    case Ending::grader_error:
      return Verdict::grader_error;
    case Ending::complete:
    case Ending::constructor_threw:
      break;
  }
  return Verdict::fail;
}

}  // namespace

RequiredResult summarize(const Manifest& manifest, const Oracle& oracle,
                         const std::vector<KnownFailure>& found, const FailureBook& book) {
  RequiredResult result;
  for (const KnownFailure& known : found)
    result.findings.push_back(make_finding(manifest, oracle, known));
  std::vector<bool> holds(manifest.requirements.size(), true);
  for (const KnownFailure& known : found) holds[known.attribution.requirement] = false;
  for (const auto& [requirement, known] : book.by_requirement()) holds[requirement] = false;
  for (std::size_t i = 0; i < manifest.requirements.size(); ++i) {
    if (manifest.requirements[i].level != RequirementClass::required) continue;
    ++result.total;
    if (holds[i]) {
      ++result.passed;
      continue;
    }
    const auto shown = std::find_if(found.begin(), found.end(), [&](const KnownFailure& known) {
      return known.attribution.requirement == i;
    });
    const KnownFailure& known = shown != found.end() ? *shown : book.by_requirement().at(i);
    result.all_findings.push_back(make_finding(manifest, oracle, known));
  }
  if (!result.findings.empty()) result.verdict = verdict_of(result.findings.front().ending);
  return result;
}

}  // namespace grader
