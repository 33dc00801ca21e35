#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "dashboard/arm_run.hpp"
#include "dashboard/cockpit.hpp"
#include "dashboard/report.hpp"
#include "nines/context.hpp"

namespace nines {

/// What `nines dashboard` was asked for.
struct DashboardRequest {
  std::string scenario = "payment-outage";  ///< a name or a file
  std::string arm;                          ///< empty: "breaker"
  std::optional<double> duration_s;
  std::optional<double> slo_window_s;
  bool headless = false;
  bool compare = false;
  bool print_scenario = false;
  bool ascii = false;
  bool blue_orange = false;
  std::string expectation;  ///< empty or "isolation"
  std::string speed = "1";
  std::string serve;              ///< "[ADDRESS:]PORT"; empty: no web server
  std::filesystem::path breaker;  ///< a submission; empty: none
  bool allows_unsafe = false;
  std::filesystem::path record;
  std::filesystem::path replay;
};

/// A dashboard that is about to run: the request with everything looked up.
struct DashboardJob {
  simulation::Scenario scenario;
  std::uint64_t seed = 0;
  std::chrono::nanoseconds duration{};
  bool has_duration = false;  ///< asked for; else the scenario's
  /// One, unless they are compared; a submission's is the last.
  std::vector<dashboard::ArmPlan> plans;
};

/// Throws base::Error when scenario, arm or duration are not usable.
DashboardJob prepare_dashboard(const DashboardRequest& request, const Context& context);

/// Each runs its part of the verb and returns the exit status.
int run_headless(const DashboardRequest& request, const DashboardJob& job, Context& context);
int print_scenario(const DashboardJob& job, Context& context);
int run_replay(const std::filesystem::path& report, Context& context);
int run_record(const DashboardRequest& request, const DashboardJob& job, Context& context);
/// In the terminal's alternate screen, or as lines where that is not wanted or not possible.
int run_live(const DashboardRequest& request, const DashboardJob& job, Context& context);

/// In a web server, until Ctrl-C or the end of a duration that was asked for.
int run_serve(const DashboardRequest& request, const DashboardJob& job, Context& context);

/// All plans over the same arrivals. Absent when interrupted.
std::optional<dashboard::Report> run_plans(const DashboardJob& job,
                                           const dashboard::StopAsked& stop_asked);

}  // namespace nines
