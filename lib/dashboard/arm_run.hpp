#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "simulation/breaker_port.hpp"
#include "simulation/log.hpp"
#include "simulation/run.hpp"
#include "simulation/scenario.hpp"
#include "simulation/totals.hpp"

namespace dashboard {

/// One arm of a comparison before it runs.
struct ArmPlan {
  simulation::Arm arm{};
  simulation::PortFactory ports{};  ///< empty: the breakers of the scenario
  std::string breaker_file{};       ///< where the breaker of `ports` comes from
};

/// What came of it.
struct ArmResult {
  simulation::Arm arm{};
  std::string breaker_file{};
  simulation::Totals totals{};
  /// Faults, transitions, alerts, switches; without the comings and goings of fallbacks.
  std::vector<simulation::LogEntry> log{};
  std::uint64_t log_entries_left_out = 0;  ///< of more than log_entries_kept_max
  double wall_seconds = 0;

  double events_per_second() const;
  /// Of the first fault; absent without one.
  std::optional<std::size_t> failing_service() const;
};

constexpr std::size_t log_entries_kept_max = 20'000;

/// Plans for the arms of simulation::comparison_arms().
std::vector<ArmPlan> comparison_plans(const simulation::Scenario& scenario);
/// By name, with '-' for the blank; throws base::Error when there is none.
ArmPlan find_plan(const std::string& name, const simulation::Scenario& scenario);

/// Asked now and then; true ends the run early.
using StopAsked = std::function<bool()>;

/// Runs an arm from 0 to `duration`. Absent when it was asked to stop. An arm that fails ends
/// early; its verdict is in the totals.
std::optional<ArmResult> run_arm(const simulation::Scenario& scenario, std::uint64_t seed,
                                 std::chrono::nanoseconds duration, const ArmPlan& plan,
                                 const StopAsked& stop_asked = {});

}  // namespace dashboard
