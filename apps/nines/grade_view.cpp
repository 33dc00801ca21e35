#include "nines/grade_view.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "breaker/notation.hpp"
#include "nines/context.hpp"
#include "nines/timeline_view.hpp"

namespace nines {
namespace {

using grader::Finding;
using grader::Report;
using grader::Verdict;
using terminal::Line;
using terminal::Role;
using Lines = std::vector<Line>;

constexpr std::size_t diagnostic_lines_max = 14;
constexpr std::size_t trace_characters_max = 40;

double seconds(std::chrono::microseconds time) {
  return std::chrono::duration<double>(time).count();
}

/// 12000 as "12,000"
std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

void append(Lines& lines, Lines more) {
  lines.insert(lines.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
}

const grader::Requirement* requirement(const grader::Manifest& manifest, const std::string& id) {
  const auto& all = manifest.requirements;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == id; });
  return found == all.end() ? nullptr : &*found;
}

/// What a suite covers whose waits take their time, and how to have the other.
std::string real_clock_text(const grader::Coverage& coverage) {
  return fmt::format(
      "real clock: {} named traces and {} of the state machine's ({} {}), with timeouts "
      "from {} ms, no calls that overlap; run without --clock real for every sequence",
      coverage.named_traces, coverage.derived_traces, coverage.settings,
      coverage.settings == 1 ? "configuration" : "configurations", coverage.timeout.count());
}

/// Empty when it came to nothing, as with a submission that crashes at once.
std::string coverage_text(const grader::Coverage& coverage) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (coverage.rules > 0) add(fmt::format("{} of {} rules", coverage.rules, coverage.rules_known));
  if (coverage.timeout.count() > 0) {
    add(real_clock_text(coverage));
  } else if (coverage.exhaustive_length > 0) {
    add(fmt::format("every sequence of up to {} calls and waits, {} configurations",
                    coverage.exhaustive_length, coverage.settings));
  }
  if (coverage.exhaustive_cut > 0) {
    add(fmt::format("not every one of {}: it is too slow", coverage.exhaustive_cut));
  }
  if (coverage.walk_calls > 0) add(grouped(coverage.walk_calls) + " calls of long runs");
  return text;
}

Lines head(const grader::Manifest& manifest, const std::string& language, const Report& report,
           const GradeLayout& layout) {
  Lines lines =
      terminal::wrap({{fmt::format("{}, {}, {}, {}{}{}", manifest.id, language, report.compiler,
                                   report.sandbox, report.clock == "real" ? ", real clock" : "",
                                   report.from_cache ? ", unchanged since" : ""),
                       Role::muted}},
                     layout.width);
  if (!report.was_built()) return lines;
  const std::string covered = coverage_text(report.coverage);
  append(lines, terminal::wrap({{fmt::format("compiled {:.2f} s   required {}/{}   {}{}",
                                             seconds(report.timing.compile), report.required_passed,
                                             report.required_total,
                                             covered.empty() ? "" : "covered: ", covered)}},
                               layout.width, "  ", "    "));
  return lines;
}

/// Long traces are those of long runs: nobody reads them, but they can be told apart.
std::string trace_text(const grader::Trace& trace) {
  std::string text = breaker::to_string(trace);
  if (text.size() > trace_characters_max) {
    text = fmt::format("{}... ({} steps)", text.substr(0, trace_characters_max), trace.size());
  }
  return text;
}

Lines full_finding(const grader::Manifest& manifest, const Finding& finding, Verdict verdict,
                   const GradeLayout& layout) {
  const bool came_to_an_end = finding.ending != grader::Ending::complete;
  // What a crash breaks is not the rule that the step was there to judge.
  const auto* broken = came_to_an_end ? nullptr : requirement(manifest, finding.requirement);
  Lines lines{
      {{fmt::format("- {}  ", grader::name(came_to_an_end ? verdict : Verdict::fail)), Role::bad},
       {came_to_an_end ? "" : finding.requirement, Role::strong}}};
  if (broken != nullptr) append(lines, terminal::wrap({{broken->title}}, layout.width, "  ", "  "));
  append(lines, terminal::wrap(
                    {{"Made with " + setting_text(manifest, finding.setting) + ":", Role::muted}},
                    layout.width, "  ", "  "));
  append(lines, timeline_view(manifest, finding, {layout.width, layout.screen_reader}));
  if (!finding.detail.empty())
    append(lines, terminal::wrap({{finding.detail, Role::code}}, layout.width, "    ", "    "));
  std::string trace = "trace " + trace_text(finding.trace);
  if (!finding.second.empty()) trace += ", the second object " + trace_text(finding.second);
  if (finding.look == grader::Look::at_the_end) trace += ", asked at the end only";
  trace += finding.is_shortest ? ": no shorter sequence shows it" : "";
  append(lines, terminal::wrap({{trace, Role::muted}}, layout.width, "    ", "    "));
  if (broken != nullptr)
    append(lines,
           terminal::wrap({{"Hint: ", Role::strong}, {broken->hint}}, layout.width, "  ", "  "));
  return lines;
}

Lines short_finding(const grader::Manifest& manifest, const Finding& finding,
                    const GradeLayout& layout) {
  const auto* broken = requirement(manifest, finding.requirement);
  return terminal::wrap({{"- FAIL  ", Role::bad},
                         {finding.requirement, Role::strong},
                         {broken == nullptr ? "" : "  " + broken->title}},
                        layout.width, "", "        ");
}

Lines findings_view(const grader::Manifest& manifest, const Report& report,
                    const GradeLayout& layout) {
  Lines lines;
  const auto& findings = layout.all ? report.all_findings : report.findings;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    append(lines, i == 0 || layout.all ? full_finding(manifest, findings[i], report.verdict, layout)
                                       : short_finding(manifest, findings[i], layout));
  }
  return lines;
}

Lines compiler_view(const Report& report, const GradeLayout& layout) {
  Lines lines;
  std::size_t begin = 0;
  while (begin < report.diagnostics.size() && lines.size() < diagnostic_lines_max) {
    const auto end = std::min(report.diagnostics.find('\n', begin), report.diagnostics.size());
    const std::string line = report.diagnostics.substr(begin, end - begin);
    // Source lines with their carets stand as they are; what is too long is wrapped.
    append(lines,
           terminal::wrap({{line.empty() ? " " : line, Role::code}}, layout.width, "  ", "    "));
    begin = end + 1;
  }
  return lines;
}

std::string counted(std::size_t number, const char* noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

Line verdict_line(const Report& report, const AttemptNote& attempt, const GradeLayout& layout) {
  const bool passes = report.verdict == Verdict::pass;
  Line line{{grader::name(report.verdict), passes ? Role::good : Role::bad}};
  std::string text;
  if (report.was_built()) {
    text = passes ? fmt::format("   required {}/{}", report.required_passed, report.required_total)
                  : "   " + counted(report.findings.size(), "finding");
  }
  text += fmt::format("   {:.2f} s", seconds(report.timing.total));
  if (attempt.number > 0) text += fmt::format("   attempt {}", attempt.number);
  if (attempt.elapsed) text += ", " + clock_text(*attempt.elapsed, attempt.minutes);
  line.push_back({text});
  if (!passes && report.was_built() && !layout.all && report.all_findings.size() > 1)
    line.push_back({"   --all shows each", Role::muted});
  return line;
}

}  // namespace

std::string clock_text(std::chrono::seconds elapsed, int minutes) {
  const auto total = std::max<std::int64_t>(elapsed.count(), 0);
  return fmt::format("{}:{:02} of {}:00", total / 60, total % 60, minutes);
}

Lines grade_view(const grader::Manifest& manifest, const std::string& language,
                 const Report& report, const AttemptNote& attempt, const GradeLayout& layout) {
  Lines lines = head(manifest, language, report, layout);
  append(lines, findings_view(manifest, report, layout));
  if (!report.message.empty())
    append(lines, terminal::wrap({{report.message}}, layout.width, "  ", "  "));
  append(lines, compiler_view(report, layout));
  append(lines, terminal::wrap(verdict_line(report, attempt, layout), layout.width, "", "  "));
  return lines;
}

Lines robust_view(const grader::Manifest& manifest, const Report& report,
                  const GradeLayout& layout) {
  using Status = grader::RobustResult::Status;
  Lines lines;
  if (report.robust.empty()) return lines;
  const auto count = [&](Status status) {
    return std::count_if(report.robust.begin(), report.robust.end(),
                         [status](const auto& result) { return result.status == status; });
  };
  const auto passed = count(Status::passed);
  append(lines,
         terminal::wrap(
             {{fmt::format("robust {}/{}", passed, passed + count(Status::failed)), Role::strong},
              {layout.strict ? "  (decides too: --strict)"
                             : "  (beyond the task, no part of the verdict)",
               Role::muted}},
             layout.width, "  ", "  "));
  std::string sound;
  for (const auto& result : report.robust) {
    if (result.status == Status::passed) {
      sound += (sound.empty() ? "" : ", ") + result.requirement;
      continue;
    }
    const auto* known = requirement(manifest, result.requirement);
    const bool failed = result.status == Status::failed;
    append(lines, terminal::wrap(
                      {{failed ? "- " : "? ", failed ? Role::bad : Role::warning},
                       {result.requirement, Role::strong},
                       {failed ? known == nullptr ? "" : ": " + known->title : ": not checked"}},
                      layout.width, "  ", "      "));
    if (!result.detail.empty())
      append(lines,
             terminal::wrap({{result.detail, Role::code}}, layout.width, "      ", "      "));
  }
  if (!sound.empty())
    append(lines, terminal::wrap({{"+ ", Role::good}, {sound}}, layout.width, "  ", "    "));
  return lines;
}

int grade_status(const Report& report) {
  if (report.verdict == Verdict::pass) return status_done;
  return report.verdict == Verdict::grader_error ? status_failed : status_refused;
}

}  // namespace nines
