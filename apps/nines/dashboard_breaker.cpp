#include "nines/dashboard_breaker.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/error.hpp"
#include "base/xdg.hpp"
#include "grader/grade.hpp"
#include "grader/live_subject.hpp"
#include "nines/challenges.hpp"
#include "nines/stopping.hpp"
#include "nines/submission.hpp"
#include "nines/submission_port.hpp"
#include "terminal/text.hpp"

namespace nines {
namespace {

constexpr SubmissionSettings settings{};
constexpr std::size_t diagnostics_max = 2000;

grader::BuiltSubmission build(const grader::Manifest& challenge, const DashboardRequest& request,
                              sandbox::Tier tier) {
  const Stopping stopping;
  grader::GradeOptions options;
  options.tier = tier;
  options.cache_folder = base::cache_folder() / "grader";
  options.stop = &stopping.flag();
  auto built = grader::build_submission(challenge, request.breaker, options);
  if (built.build.status == grader::Build::Status::built) return built;
  std::string why = built.build.message.empty() ? "it does not compile"
                                                : terminal::printable(built.build.message);
  if (!built.build.diagnostics.empty()) {
    why += "\n" + terminal::printable(built.build.diagnostics.substr(0, diagnostics_max), true);
    while (why.ends_with('\n')) why.pop_back();
  }
  throw base::Error(fmt::format("{}: {}", request.breaker.string(), why),
                    fmt::format("\"nines grade {}\" says more.", request.breaker.string()));
}

}  // namespace

std::string failing_service(const simulation::Scenario& scenario) {
  const auto first = std::min_element(
      scenario.faults.begin(), scenario.faults.end(),
      [](const simulation::Fault& a, const simulation::Fault& b) { return a.at < b.at; });
  if (first != scenario.faults.end()) return first->service;
  if (!scenario.fault_schedule) return scenario.services.back().name;
  return scenario.fault_schedule->opening.value_or("");
}

dashboard::ArmPlan submission_plan(const DashboardRequest& request,
                                   const simulation::Scenario& scenario) {
  if (!scenario.gateway)
    throw base::Error(fmt::format("the scenario \"{}\" has no gateway, where a breaker would stand",
                                  scenario.name),
                      "Choose another --scenario.");
  const std::string service = failing_service(scenario);
  if (service.empty())
    throw base::Error(fmt::format("the scenario \"{}\" does not say which service fails first, so "
                                  "there is no place for your breaker",
                                  scenario.name),
                      "Choose another --scenario, or name the service in its \"opening\".");
  // Each holds a worker while it waits for the answer, and a thread in the submission's process.
  constexpr auto workers_max = static_cast<int>(grader::LiveSubject::calls_max);
  if (scenario.gateway->workers > workers_max)
    throw base::Error(
        fmt::format("the scenario \"{}\" has {} gateway workers: with --breaker there is room for "
                    "{} calls inside your breaker at once",
                    scenario.name, scenario.gateway->workers, workers_max),
        fmt::format("Give its gateway at most {} workers.", workers_max));
  const auto challenge = find_challenge("circuit-breaker");
  expect_submission(challenge, request.breaker);
  const auto tier = choose_tier(std::nullopt, request.allows_unsafe);
  const auto built = build(challenge, request, tier);
  grader::DriverOptions driver;
  driver.tier = tier;
  auto yours = dashboard::find_plan("breaker", scenario);
  yours.arm.name = "yours";
  yours.ports = submission_ports(built.build.program, service, settings, driver);
  yours.breaker_file = request.breaker.string();
  return yours;
}

std::vector<dashboard::ArmPlan> submission_comparison(dashboard::ArmPlan yours,
                                                      const simulation::Scenario& scenario) {
  auto in_a_row = dashboard::find_plan("breaker", scenario);
  in_a_row.arm.name = fmt::format("{} in a row", settings.failure_threshold);
  in_a_row.ports = consecutive_ports(failing_service(scenario), settings);
  return {dashboard::find_plan("no-breaker", scenario), dashboard::find_plan("breaker", scenario),
          std::move(in_a_row), std::move(yours)};
}

}  // namespace nines
