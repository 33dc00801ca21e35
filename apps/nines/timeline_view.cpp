#include "nines/timeline_view.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace nines {
namespace {

using grader::Ending;
using grader::Outcome;
using grader::Step;
using terminal::Line;
using terminal::Role;

constexpr std::size_t first_rows = 2;
constexpr std::size_t last_rows = 6;

std::string outcome_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::none:
      return "";
    case Outcome::returned:
      return "returned";
    case Outcome::rethrown:
      return "threw";
    case Outcome::rejected:
      return "refused";
    case Outcome::running:
      return "inside fn";
    case Outcome::wrong_value:
      return "another value";
    case Outcome::wrong_error:
      return "another error";
    case Outcome::swallowed:
      return "error swallowed";
    case Outcome::threw:
      return "threw by itself";
    case Outcome::rejected_but_ran:
      return "refused, but fn ran";
    case Outcome::rejected_wrongly:
      return "refused with another error";
    case Outcome::skipped:
      return "returned, fn not run";
    case Outcome::ran_twice:
      return "fn ran twice";
    case Outcome::blocked:
      return "blocked";
  }
  return "";
}

/// What a call does when nothing is in its way goes without saying.
Outcome usual_outcome(Step step) {
  switch (step) {
    case Step::succeed:
    case Step::finish_succeed:
      return Outcome::returned;
    case Step::fail:
    case Step::finish_fail:
      return Outcome::rethrown;
    case Step::begin:
      return Outcome::running;
    case Step::wait_past:
    case Step::wait_part:
    case Step::query:
      break;
  }
  return Outcome::none;
}

const char* step_text(Step step) {
  switch (step) {
    case Step::succeed:
      return "fn returns";
    case Step::fail:
      return "fn throws";
    case Step::wait_past:
    case Step::wait_part:
      return "(wait)";
    case Step::query:
      return "(ask)";
    case Step::begin:
      return "fn begins";
    case Step::finish_succeed:
      return "oldest fn returns";
    case Step::finish_fail:
      return "oldest fn throws";
  }
  return "";
}

struct Row {
  std::string time, call, expected, got;
  bool differs = false;
};

Row row_from(const grader::Manifest& manifest, const grader::Finding& finding,
             const grader::TimelineRow& step, bool has_two) {
  std::string call = step_text(step.step);
  if (has_two) call = (step.is_second ? "2nd: " : "1st: ") + call;
  grader::Observation expected = step.expected;
  // Where the state was not asked for, there is nothing to compare it with.
  if (step.got && step.got->state == grader::state_not_asked)
    expected.state = grader::state_not_asked;
  return {fmt::format("{:.2f} s", static_cast<double>(step.at_ns) / 1e9), std::move(call),
          observation_text(manifest, expected, step.step),
          step.got ? observation_text(manifest, *step.got, step.step) : ending_text(finding.ending),
          step.differs || !step.got};
}

}  // namespace

std::string setting_text(const grader::Manifest& manifest, const grader::Setting& setting) {
  std::string text;
  for (std::size_t i = 0; i < manifest.parameters.size(); ++i) {
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", manifest.parameters[i], setting.values[i]);
  }
  return text;
}

std::string observation_text(const grader::Manifest& manifest,
                             const grader::Observation& observation, Step step) {
  std::string state;
  if (observation.state == grader::state_unknown) {
    state = "no known state";
  } else if (observation.state < manifest.states.size()) {
    state = manifest.states[observation.state];
  }
  if (observation.outcome == usual_outcome(step) && !state.empty()) return state;
  std::string text = outcome_text(observation.outcome);
  if (!text.empty() && !state.empty()) text += ", ";
  text += state;
  return text.empty() ? "-" : text;
}

std::string ending_text(Ending ending) {
  switch (ending) {
    case Ending::complete:
      return "no answer";
    case Ending::crashed:
      return "crashed";
    case Ending::exited_early:
      return "ended the program";
    case Ending::timeout_cpu:
      return "ran without end";
    case Ending::timeout_wall:
      return "took too long";
    case Ending::deadlock:
      return "deadlock";
    case Ending::did_not_settle:
      return "busy wait";
    case Ending::memory_limit:
      return "took too much memory";
    case Ending::output_limit:
      return "printed too much";
    case Ending::protocol_error:
      return "broke the connection";
    case Ending::denied:
      return "did something forbidden";
    case Ending::constructor_threw:
      return "constructor threw";
    case Ending::grader_error:
      return "fault of nines";
  }
  return "";
}

std::vector<Line> timeline_view(const grader::Manifest& manifest, const grader::Finding& finding,
                                const TimelineLayout& layout) {
  const auto& steps = finding.timeline;
  const bool has_two =
      std::any_of(steps.begin(), steps.end(), [](const auto& step) { return step.is_second; });
  std::vector<Row> rows;
  for (const auto& step : steps) rows.push_back(row_from(manifest, finding, step, has_two));
  const bool folds = rows.size() > first_rows + last_rows + 1;
  const std::size_t left_out = folds ? rows.size() - first_rows - last_rows : 0;

  std::size_t call_columns = 4, expected_columns = 8, got_columns = 5;
  for (const Row& row : rows) {
    call_columns = std::max(call_columns, row.call.size());
    expected_columns = std::max(expected_columns, row.expected.size());
    got_columns = std::max(got_columns, row.got.size());
  }
  constexpr std::size_t mark_columns = 10;
  const std::size_t needed = 15 + call_columns + expected_columns + got_columns + 4 + mark_columns;
  const bool is_table = !layout.screen_reader && needed <= static_cast<std::size_t>(layout.width);

  std::vector<Line> lines;
  const auto add = [&](const Row& row) {
    if (is_table) {
      Line line{{fmt::format("    {:>9}  {:<{}}  {:<{}}  ", row.time, row.call, call_columns,
                             row.expected, expected_columns)},
                {row.differs ? fmt::format("{:<{}}  ", row.got, got_columns) : row.got,
                 row.differs ? Role::bad : Role::text}};
      if (row.differs) line.push_back({"<-- here", Role::bad});
      lines.push_back(std::move(line));
      return;
    }
    const auto sentence = terminal::wrap(
        {{fmt::format("At {}, {}: expected {}, ", row.time, row.call, row.expected)},
         {fmt::format("yours {}.{}", row.got, row.differs ? " Here it goes wrong." : ""),
          row.differs ? Role::bad : Role::text}},
        layout.width, "    ", "      ");
    lines.insert(lines.end(), sentence.begin(), sentence.end());
  };
  if (is_table) {
    lines.push_back({{fmt::format("    {:>9}  {:<{}}  {:<{}}  {}", "time", "call", call_columns,
                                  "expected", expected_columns, "yours"),
                      Role::muted}});
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (folds && i == first_rows) {
      lines.push_back(
          {{fmt::format("          ... {} more steps, all as expected", left_out), Role::muted}});
      i += left_out;
    }
    add(rows[i]);
  }
  return lines;
}

}  // namespace nines
