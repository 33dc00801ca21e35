#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dashboard/log_tail.hpp"
#include "simulation/breaker_port.hpp"
#include "simulation/log.hpp"
#include "simulation/run.hpp"
#include "simulation/scenario.hpp"
#include "simulation/totals.hpp"

namespace dashboard {

/// One arm of a comparison before it runs.
struct ArmPlan {
  simulation::Arm arm{};
  simulation::PortFactory ports{};               ///< empty: the breakers of the scenario
  std::string breaker_file{};                    ///< where the breaker of `ports` comes from
  std::vector<simulation::Steering> steering{};  ///< in order of time
};

/// What came of it.
struct ArmResult {
  simulation::Arm arm{};  ///< as it began
  std::string breaker_file{};
  simulation::Totals totals{};
  /// Faults, transitions, alerts, switches; without the comings and goings of fallbacks.
  std::vector<simulation::LogEntry> log{};
  std::uint64_t log_entries_left_out = 0;  ///< of more than log_entries_kept_max
  std::vector<simulation::Steering> steering{};
  double wall_seconds = 0;

  double events_per_second() const;
  /// Of the first fault; absent without one.
  std::optional<std::size_t> failing_service() const;
  /// Whether breakers stood in it at any time.
  bool had_breakers() const;
};

constexpr std::size_t log_entries_kept_max = 20'000;

/// Follows a run and says what has come of it so far.
class ArmFollower {
 public:
  explicit ArmFollower(const ArmPlan& plan)
      : result_{.arm = plan.arm, .breaker_file = plan.breaker_file} {}

  /// Often enough that the run's log does not drop anything in between.
  void follow(const simulation::Run& run);
  ArmResult result(const simulation::Run& run) const;

 private:
  ArmResult result_;
  LogTail tail_;
};

/// Plans for the arms of simulation::comparison_arms().
std::vector<ArmPlan> comparison_plans(const simulation::Scenario& scenario);
/// An arm's name with '-' for the blanks.
std::string word_of(const simulation::Arm& arm);
/// By name or word; throws base::Error when there is none.
ArmPlan find_plan(const std::string& name, const simulation::Scenario& scenario);

/// Asked now and then; true ends the run early.
using StopAsked = std::function<bool()>;

/// Runs an arm from 0 to `duration`, steered as planned. Absent when it was asked to stop. An arm
/// that fails ends early; its verdict is in the totals.
std::optional<ArmResult> run_arm(const simulation::Scenario& scenario, std::uint64_t seed,
                                 std::chrono::nanoseconds duration, const ArmPlan& plan,
                                 const StopAsked& stop_asked = {});

}  // namespace dashboard
