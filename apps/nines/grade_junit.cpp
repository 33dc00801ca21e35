#include "nines/grade_junit.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>

#include "nines/timeline_view.hpp"
#include "terminal/text.hpp"

namespace nines {
namespace {

using grader::Verdict;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : terminal::printable(text, true)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string text_of(const grader::Manifest& manifest, const grader::Finding& finding) {
  std::string text = setting_text(manifest, finding.setting) + "\n";
  for (const auto& line : timeline_view(manifest, finding, {100, false}))
    text += terminal::encode(line, false) + "\n";
  return text + finding.detail;
}

struct Case {
  std::string name;
  std::string failure;  ///< empty: it passed
  std::string text;
  std::string skipped;
};

std::string xml_of(const grader::Manifest& manifest, const Case& each) {
  const std::string open = fmt::format("  <testcase classname=\"{}\" name=\"{}\"",
                                       escaped(manifest.id), escaped(each.name));
  if (!each.skipped.empty())
    return fmt::format("{}><skipped message=\"{}\"/></testcase>\n", open, escaped(each.skipped));
  if (each.failure.empty()) return open + "/>\n";
  return fmt::format("{}><failure message=\"{}\">{}</failure></testcase>\n", open,
                     escaped(each.failure), escaped(each.text));
}

/// When there is no verdict on single requirements: nothing was run, or it ended in the middle.
bool is_whole(const grader::Report& report) {
  return report.verdict == Verdict::pass || report.verdict == Verdict::fail;
}

}  // namespace

std::string junit_of(const grader::Manifest& manifest, const grader::Report& report, bool strict) {
  std::vector<Case> cases;
  if (!is_whole(report)) {
    cases.push_back(
        {.name = "verdict",
         .failure = report.message.empty()
                        ? grader::name(report.verdict)
                        : fmt::format("{}: {}", grader::name(report.verdict), report.message),
         .text = report.diagnostics});
  }
  for (const auto& requirement : manifest.requirements) {
    Case each{.name = requirement.id};
    const auto finding =
        std::find_if(report.all_findings.begin(), report.all_findings.end(),
                     [&](const auto& found) { return found.requirement == requirement.id; });
    const auto robust =
        std::find_if(report.robust.begin(), report.robust.end(),
                     [&](const auto& result) { return result.requirement == requirement.id; });
    if (finding != report.all_findings.end()) {
      each.failure = requirement.title;
      each.text = text_of(manifest, *finding);
    } else if (requirement.level == grader::RequirementClass::required) {
      if (!is_whole(report)) each.skipped = "not judged";
    } else if (robust == report.robust.end() ||
               robust->status == grader::RobustResult::Status::not_run) {
      each.skipped = "not checked";
    } else if (robust->status == grader::RobustResult::Status::failed) {
      (strict ? each.failure : each.skipped) = "beyond the task: " + requirement.title;
      each.text = robust->detail;
    }
    cases.push_back(std::move(each));
  }
  const auto failures = std::count_if(cases.begin(), cases.end(),
                                      [](const auto& each) { return !each.failure.empty(); });
  const auto skipped = std::count_if(cases.begin(), cases.end(),
                                     [](const auto& each) { return !each.skipped.empty(); });
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuite name=\"nines grade\" tests=\"{}\" failures=\"{}\" skipped=\"{}\" "
      "time=\"{:.3f}\">\n",
      cases.size(), failures, skipped, std::chrono::duration<double>(report.timing.total).count());
  for (const auto& each : cases) xml += xml_of(manifest, each);
  return xml + "</testsuite>\n";
}

}  // namespace nines
