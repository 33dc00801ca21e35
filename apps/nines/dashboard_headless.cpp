#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "dashboard/isolation.hpp"
#include "dashboard/scenario_file.hpp"
#include "nines/dashboard.hpp"
#include "nines/dashboard_view.hpp"
#include "nines/json_output.hpp"
#include "nines/stopping.hpp"

namespace nines {
namespace {

using terminal::Role;

constexpr std::size_t differences_shown_max = 10;

/// The arm that is judged: the submission's, or the one with breakers alone.
const dashboard::ArmResult& judged_arm(const dashboard::Report& report) {
  if (!report.arms.back().breaker_file.empty()) return report.arms.back();
  for (const auto& arm : report.arms) {
    if (arm.arm.breakers && !arm.arm.bulkheads) return arm;
  }
  return report.arms.front();
}

}  // namespace

std::optional<dashboard::Report> run_plans(const DashboardJob& job,
                                           const dashboard::StopAsked& stop_asked) {
  dashboard::Report report{
      .build = NINES_VERSION, .seed = job.seed, .duration = job.duration, .scenario = job.scenario};
  for (const auto& plan : job.plans) {
    auto result = dashboard::run_arm(job.scenario, job.seed, job.duration, plan, stop_asked);
    if (!result) return std::nullopt;
    report.arms.push_back(std::move(*result));
  }
  return report;
}

int run_headless(const DashboardRequest& request, const DashboardJob& job, Context& context) {
  Stopping stopping;
  const auto report = run_plans(job, [&stopping] { return stopping.flag().load(); });
  if (!report) return stopping.finish();
  // Whether a submission isolates the failure is what it was brought for.
  const bool is_judged = !request.expectation.empty() || !request.breaker.empty();
  std::vector<dashboard::Expectation> expectations;
  if (is_judged) expectations = dashboard::judge_isolation(judged_arm(*report));
  const bool is_met = request.expectation.empty() || dashboard::all_hold(expectations);
  auto& console = context.console();
  if (context.globals().json) {
    auto json = dashboard::report_json(*report);
    if (is_judged) {
      auto& list = json["expectations"] = nlohmann::ordered_json::array();
      for (const auto& one : expectations)
        list.push_back({{"holds", one.holds}, {"text", one.text}});
    }
    print_json(json, context);
  } else {
    console.print(summary_view(*report, console.width()));
  }
  // With --json this goes to standard error, where people read.
  if (is_judged) console.print(expectation_view(expectations, console.width()));
  return is_met ? status_done : status_refused;
}

int print_scenario(const DashboardJob& job, Context& context) {
  print_json(nlohmann::ordered_json::parse(dashboard::to_json(job.scenario)), context);
  return status_done;
}

int run_replay(const std::filesystem::path& file, Context& context) {
  const auto rerun = dashboard::read_report(file);
  Stopping stopping;
  const DashboardJob job{.scenario = rerun.scenario,
                         .seed = rerun.seed,
                         .duration = rerun.duration,
                         .has_duration = true,
                         .plans = rerun.plans};
  const auto report = run_plans(job, [&stopping] { return stopping.flag().load(); });
  if (!report) return stopping.finish();
  const auto places = dashboard::differences(rerun.text, *report, differences_shown_max);
  auto& console = context.console();
  if (context.globals().json) {
    print_json({{"schema", "nines.dashboard-replay/1"},
                {"identical", places.empty()},
                {"build", NINES_VERSION},
                {"build_of_report", rerun.build},
                {"differences", places}},
               context);
    return places.empty() ? status_done : status_refused;
  }
  if (places.empty()) {
    console.print_wrapped({{fmt::format("Identical: {} with seed {} gives the same numbers again.",
                                        rerun.scenario.name, rerun.seed)}});
    return status_done;
  }
  console.print_wrapped({{"Not the same. The first differences:", Role::strong}});
  for (const auto& place : places) console.print_wrapped({{place}}, "  ", "    ");
  if (rerun.build != NINES_VERSION)
    console.print_wrapped({{fmt::format("The report is of nines {}, this is nines {}.", rerun.build,
                                        NINES_VERSION)}});
  return status_refused;
}

}  // namespace nines
