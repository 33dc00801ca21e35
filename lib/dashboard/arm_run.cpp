#include "dashboard/arm_run.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/error.hpp"

namespace dashboard {
namespace {

/// Simulated time between two looks at the log and at whether to stop.
constexpr std::chrono::seconds stride{20};

bool is_told_in_results(const simulation::LogEntry& entry) {
  using Kind = simulation::LogEntry::Kind;
  return entry.kind != Kind::fallback_begins && entry.kind != Kind::fallback_ends;
}

}  // namespace

double ArmResult::events_per_second() const {
  return wall_seconds > 0 ? static_cast<double>(totals.events) / wall_seconds : 0;
}

std::optional<std::size_t> ArmResult::failing_service() const {
  const auto first = std::find_if(log.begin(), log.end(), [](const auto& entry) {
    return entry.kind == simulation::LogEntry::Kind::fault_begins;
  });
  return first == log.end() ? std::nullopt : first->service;
}

std::vector<ArmPlan> comparison_plans(const simulation::Scenario& scenario) {
  std::vector<ArmPlan> plans;
  for (const auto& arm : simulation::comparison_arms(scenario)) plans.push_back({.arm = arm});
  return plans;
}

std::string word_of(const simulation::Arm& arm) {
  std::string word = arm.name;
  std::replace(word.begin(), word.end(), ' ', '-');
  return word;
}

ArmPlan find_plan(const std::string& name, const simulation::Scenario& scenario) {
  std::string known;
  for (auto& plan : comparison_plans(scenario)) {
    const std::string word = word_of(plan.arm);
    if (word == name || plan.arm.name == name) return plan;
    known += (known.empty() ? "" : ", ") + word;
  }
  throw base::Error(fmt::format("there is no arm named \"{}\"", name), "There are " + known + ".");
}

bool ArmResult::had_breakers() const {
  return arm.breakers ||
         std::any_of(steering.begin(), steering.end(), [](const simulation::Steering& one) {
           const auto* flip = std::get_if<simulation::Steering::Switch>(&one.what);
           return flip != nullptr && flip->on &&
                  flip->subject == simulation::Steering::Subject::breakers;
         });
}

void ArmFollower::follow(const simulation::Run& run) {
  for (auto& entry : tail_.take(run.log())) {
    if (!is_told_in_results(entry)) continue;
    if (result_.log.size() < log_entries_kept_max) {
      result_.log.push_back(std::move(entry));
    } else {
      ++result_.log_entries_left_out;
    }
  }
}

ArmResult ArmFollower::result(const simulation::Run& run) const {
  ArmResult result = result_;
  result.totals = run.totals();
  result.steering = run.steering();
  return result;
}

std::optional<ArmResult> run_arm(const simulation::Scenario& scenario, std::uint64_t seed,
                                 std::chrono::nanoseconds duration, const ArmPlan& plan,
                                 const StopAsked& stop_asked) {
  const auto start = std::chrono::steady_clock::now();
  simulation::Run run(scenario, seed, plan.arm, plan.ports);
  ArmFollower follower(plan);
  auto steering = plan.steering.begin();
  for (std::chrono::nanoseconds time{};;) {
    for (; steering != plan.steering.end() && steering->time <= time; ++steering)
      run.steer(*steering);
    run.run_until(time);
    follower.follow(run);
    if (time >= duration || run.failure() != nullptr) break;
    if (stop_asked && stop_asked()) return std::nullopt;
    time = std::min<std::chrono::nanoseconds>(time + stride, duration);
  }
  ArmResult result = follower.result(run);
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  result.wall_seconds = wall.count();
  return result;
}

}  // namespace dashboard
