#include "nines/dashboard.hpp"

#include <cmath>
#include <fmt/format.h>
#include <memory>

#include <CLI/CLI.hpp>

#include "base/error.hpp"
#include "dashboard/scenario_file.hpp"
#include "nines/dashboard_breaker.hpp"
#include "nines/option_range.hpp"
#include "nines/verbs.hpp"

namespace nines {
namespace {

/// Always the same story unless somebody asks for another.
constexpr std::uint64_t usual_seed = 42;

std::chrono::nanoseconds seconds_of(double seconds) {
  return std::chrono::nanoseconds(std::llround(seconds * 1e9));
}

/// A run that is printed, not shown: of all arms where there are several.
bool wants_results(const DashboardRequest& request, const Context& context) {
  return request.headless || request.compare || context.globals().json ||
         !request.expectation.empty();
}

std::vector<dashboard::ArmPlan> choose_plans(const DashboardRequest& request,
                                             const simulation::Scenario& scenario,
                                             const Context& context) {
  const bool shows_one = !request.record.empty() || !wants_results(request, context);
  if (!request.arm.empty() && (!request.breaker.empty() || request.compare))
    throw base::Error(fmt::format("--arm runs one arm, and {} decides about the arms itself",
                                  request.compare ? "--compare" : "--breaker"),
                      "Leave one of the two out.");
  if (!request.breaker.empty()) {
    auto yours = submission_plan(request, scenario);
    if (shows_one) return {std::move(yours)};
    return submission_comparison(std::move(yours), scenario);
  }
  if (!request.compare)
    return {dashboard::find_plan(request.arm.empty() ? "breaker" : request.arm, scenario)};
  if (!scenario.gateway)
    throw base::Error(fmt::format("the scenario \"{}\" has no gateway: there is nothing to compare",
                                  scenario.name),
                      "Leave out --compare.");
  return dashboard::comparison_plans(scenario);
}

int run_dashboard(const DashboardRequest& request, Context& context) {
  if (!request.replay.empty()) return run_replay(request.replay, context);
  const DashboardJob job = prepare_dashboard(request, context);
  if (request.print_scenario) return print_scenario(job, context);
  if (!request.record.empty()) return run_record(request, job, context);
  if (!request.serve.empty()) {
    if (wants_results(request, context))
      throw base::Error("--serve shows a run as it goes on, and there is no result to print",
                        "Leave out --headless, --json, --compare and --expect; the report so far "
                        "is at /report.json.");
    return run_serve(request, job, context);
  }
  return wants_results(request, context) ? run_headless(request, job, context)
                                         : run_live(request, job, context);
}

}  // namespace

DashboardJob prepare_dashboard(const DashboardRequest& request, const Context& context) {
  DashboardJob job{.scenario = dashboard::find_scenario(request.scenario),
                   .seed = context.globals().seed.value_or(usual_seed)};
  if (request.slo_window_s) {
    job.scenario.slo.window = seconds_of(*request.slo_window_s);
    simulation::validate(job.scenario);
  }
  job.has_duration = request.duration_s.has_value();
  job.duration = job.has_duration ? seconds_of(*request.duration_s) : job.scenario.duration;
  // To print a scenario, nothing has to be built.
  if (!request.print_scenario) job.plans = choose_plans(request, job.scenario, context);
  return job;
}

void add_dashboard(CLI::App& grammar, Invocation& invocation) {
  auto* verb = grammar.add_subcommand(
      "dashboard", "Watch a simulated system fail, and a breaker isolate the failure");
  verb->fallthrough();
  auto request = std::make_shared<DashboardRequest>();
  verb->add_option("--scenario", request->scenario,
                   "payment-outage (the default), slow-not-failing, retry-storm, low-traffic, "
                   "flapping, or a JSON file")
      ->type_name("NAME|FILE");
  verb->add_option("--duration", request->duration_s, "How much simulated time, in seconds")
      ->type_name("S")
      ->check(in_range(0.001, 1e8));
  verb->add_flag("--headless", request->headless, "No screen: run it, print what came of it");
  verb->add_option("--serve", request->serve,
                   "A web page and /metrics at PORT of this machine alone, or at ADDRESS:PORT")
      ->type_name("WHERE");
  verb->add_flag("--compare", request->compare,
                 "The same arrivals without a breaker, with it, with a bulkhead, with both");
  verb->add_option("--breaker", request->breaker,
                   "Your circuit_breaker.hpp in front of the service that fails first, with 5 "
                   "failures in a row, 5 s and 2 successes")
      ->type_name("FILE");
  verb->add_flag("--unsafe", request->allows_unsafe,
                 "Run that file even where no sandbox works: only code that you trust");
  verb->add_option("--expect", request->expectation,
                   "isolation: exit 1 unless the failure was isolated")
      ->type_name("WHAT")
      ->check(CLI::IsMember({"isolation"}));
  verb->add_option("--arm", request->arm,
                   "breaker (the default), no-breaker, bulkhead or both, or another that "
                   "--compare shows")
      ->type_name("NAME");
  verb->add_option("--speed", request->speed, "1, 10, 100 times real time, or max")
      ->type_name("X")
      ->check([](const std::string& text) {
        return dashboard::pace_of(text) ? std::string() : "it is not 1, 10, 100 or max";
      });
  verb->add_option("--slo-window", request->slo_window_s,
                   "Judge the objectives over so many seconds; 1 is each second for itself")
      ->type_name("S")
      ->check(in_range(1.0, 60.0));
  verb->add_option("--record", request->record, "Record the screen as an asciicast")
      ->type_name("FILE");
  verb->add_option("--replay", request->replay,
                   "Run a report's simulation again; exit 1 when its numbers are not the same")
      ->type_name("REPORT");
  verb->add_flag("--print-scenario", request->print_scenario, "Print the scenario as JSON");
  verb->add_flag("--ascii", request->ascii, "Draw with ASCII characters alone");
  verb->add_flag("--blue-orange", request->blue_orange, "Blue and orange, not green and red");
  verb->footer(
      "nines dashboard  the screen; ? shows its keys\n"
      "nines dashboard --compare  what users get without a breaker, and with it\n"
      "nines dashboard --scenario retry-storm --speed 10  a failure that outlives its cause\n"
      "nines dashboard --headless --json --duration 600 --seed 7  figures for a program\n"
      "nines dashboard --breaker circuit_breaker.hpp --compare  does yours isolate the failure?\n"
      "nines dashboard --serve 8080  the same in a browser, and for Prometheus\n"
      "nines dashboard --headless --expect isolation  a check for continuous integration");
  verb->callback([&invocation, request] {
    invocation.action = [request](Context& context) { return run_dashboard(*request, context); };
  });
}

}  // namespace nines
