#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "dashboard/arm_run.hpp"
#include "dashboard/frame.hpp"
#include "simulation/run.hpp"

namespace dashboard {

/// A run that somebody steers, and on demand the same run without breakers beside it.
class Session {
 public:
  /// Throws base::Error when the scenario is not valid.
  Session(simulation::Scenario scenario, std::uint64_t seed, ArmPlan plan = {});

  const simulation::Scenario& scenario() const { return run_.scenario(); }
  std::uint64_t seed() const { return run_.seed(); }
  const simulation::Run& run() const { return run_; }

  void run_until(std::chrono::nanoseconds time);
  /// The next event, whenever it is.
  void step();

  void switch_breakers();
  void switch_retries();
  void switch_bulkheads();
  /// From now on: degraded as the scenario's faults do it, for 20 s.
  void degrade(std::size_t service);
  /// From now on: no answers, for 10 s.
  void hang(std::size_t service);

  void compare(bool on);
  bool is_comparing() const { return twin_.has_value(); }
  /// Both sides as of now. Only while comparing.
  Twin twin() const;

 private:
  void steer_twin();
  void inject(std::size_t service, std::chrono::nanoseconds duration,
              const simulation::FaultEffect& effect);

  simulation::Arm first_arm_;  ///< as it was before any switch
  simulation::Run run_;
  std::optional<simulation::Run> twin_;
  std::size_t twin_steered_ = 0;  ///< how much of the steering the other side has got
};

}  // namespace dashboard
