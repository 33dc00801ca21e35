#include <chrono>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "dashboard/live_loop.hpp"
#include "dashboard/scenario_file.hpp"
#include "dashboard/web_server.hpp"
#include "nines/dashboard.hpp"
#include "nines/messages.hpp"
#include "nines/stopping.hpp"

namespace nines {
namespace {

using namespace std::chrono_literals;

double serve_speed(dashboard::Cockpit::Pace pace) {
  using Pace = dashboard::Cockpit::Pace;
  switch (pace) {
    case Pace::x1:
      return 1;
    case Pace::x10:
      return 10;
    case Pace::x100:
      return 100;
    case Pace::max:
      break;
  }
  return dashboard::speed_max;
}

/// The report of a run up to now.
std::string report_so_far(const simulation::Run& run, dashboard::ArmResult arm) {
  const dashboard::Report report{.build = NINES_VERSION,
                                 .seed = run.seed(),
                                 .duration = run.now(),
                                 .scenario = run.scenario(),
                                 .arms = {std::move(arm)}};
  constexpr auto replace = nlohmann::ordered_json::error_handler_t::replace;
  return dashboard::report_json(report).dump(2, ' ', true, replace) + "\n";
}

dashboard::RunFacts facts_of(const DashboardJob& job) {
  // Another run behind the same address must not be taken for this one going on.
  const auto start = std::chrono::system_clock::now().time_since_epoch();
  return {.run = fmt::format("{:x}", start.count()),
          .scenario = job.scenario.name,
          .scenario_hash = dashboard::scenario_hash(job.scenario),
          .seed = job.seed,
          .build = NINES_VERSION,
          .slo = job.scenario.slo};
}

void tell_address(const dashboard::ServeAddress& address, const Context& context) {
  const auto& capabilities = context.console().capabilities();
  const auto url = url_of(address);
  tell(fmt::format("serving {} (and {}metrics for Prometheus); Ctrl-C stops it", url, url),
       capabilities);
  if (dashboard::is_loopback(address.host)) return;
  tell("whoever can reach this machine can see and steer the simulation", capabilities);
}

}  // namespace

int run_serve(const DashboardRequest& request, const DashboardJob& job, Context& context) {
  const auto address = dashboard::parse_serve_address(request.serve);
  const auto& plan = job.plans.front();
  simulation::Run run(job.scenario, job.seed, plan.arm, plan.ports);
  dashboard::Board board;
  dashboard::LiveLoop::Plan loop_plan{.speed = serve_speed(*dashboard::pace_of(request.speed))};
  if (job.has_duration) loop_plan.duration = job.duration;
  dashboard::ArmFollower follower(plan);
  loop_plan.report = [&follower](const simulation::Run& live) {
    follower.follow(live);
    return report_so_far(live, follower.result(live));
  };
  dashboard::LiveLoop loop(run, board, facts_of(job), std::move(loop_plan));
  Stopping stopping;
  dashboard::WebServer server(address, board);
  tell_address(server.address(), context);
  auto before = std::chrono::steady_clock::now();
  while (!stopping.flag().load() && !loop.is_over()) {
    const auto controls = board.wait_controls(20ms);
    const auto now = std::chrono::steady_clock::now();
    loop.turn(controls, now - before);
    follower.follow(run);
    before = now;
    // A run that has failed stays to be looked at, unless it would have ended by itself.
    if (run.failure() != nullptr && job.has_duration) break;
  }
  server.stop();
  if (stopping.flag().load()) return stopping.finish();
  if (const auto* failure = run.failure()) {
    tell("the run has ended: " + *failure, context.console().capabilities());
    return status_refused;
  }
  return status_done;
}

}  // namespace nines
