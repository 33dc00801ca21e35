#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "simulation/breaker_port.hpp"
#include "simulation/log.hpp"
#include "simulation/scenario.hpp"
#include "simulation/snapshot.hpp"
#include "simulation/totals.hpp"

namespace simulation {

/// What of a scenario is switched on.
struct Arm {
  std::string name = "breaker";
  bool breakers = true;
  bool bulkheads = false;
  bool retries = true;
  std::optional<breaker::SlowCalls> slow_calls{};  ///< added to every failure-rate breaker
};

/// Those of a comparison: "no breaker", "breaker", "bulkhead", "both", and where the scenario
/// compares it "slow-call breaker".
std::vector<Arm> comparison_arms(const Scenario& scenario);

/// What somebody did to a run from outside, after all that happened at that time. A run of the same
/// scenario, seed and arm that gets the same steering goes the same way.
struct Steering {
  enum class Subject : std::uint8_t { breakers, retries, bulkheads };
  struct Switch {
    Subject subject = Subject::breakers;
    bool on = false;
  };
  nanoseconds time{};
  std::variant<Fault, Switch> what{};
};

class Engine;

/// One run of a scenario from time 0 on. Requests go on arriving until drain(). Everything that
/// happens depends on scenario, seed, arm and the calls of this interface alone, bit for bit on
/// every machine; arrivals depend on scenario and seed alone.
class Run {
 public:
  /// Throws base::Error when the scenario is not valid.
  Run(const Scenario& scenario, std::uint64_t seed, const Arm& arm = {},
      const PortFactory& ports = {});
  ~Run();
  Run(Run&&) noexcept;
  Run& operator=(Run&&) noexcept;

  /// All events up to and at this time. Nothing happens when it has passed, or the arm has failed.
  /// Throws base::Error when a queue without bound outgrows the memory set aside for it.
  void run_until(nanoseconds time);
  /// The next event, whenever it is. False when the arm has failed or nothing is left.
  bool step();
  /// No arrivals from now on; runs until every request has ended and every queue is empty.
  void drain();

  nanoseconds now() const;
  /// A fault of now or of the future; a time that has passed counts as now. Throws base::Error when
  /// it is not valid.
  void inject(const Fault& fault);
  /// Requests under way go on as they began.
  void set_breakers(bool on);
  void set_retries(bool on);
  void set_bulkheads(bool on);
  /// Runs up to its time, and does it. Throws base::Error as inject() does.
  void steer(const Steering& steering);
  /// All that was done so, in order of time; without switches that changed nothing.
  const std::vector<Steering>& steering() const;

  Snapshot snapshot() const;
  const Log& log() const;
  Totals totals() const;
  /// Taken from the event queue so far, timers that had been cancelled included.
  std::uint64_t events() const;
  /// The verdict of ArmFailed; null while there is none.
  const std::string* failure() const;

  const Scenario& scenario() const;
  std::uint64_t seed() const;
  /// As switched now.
  const Arm& arm() const;

 private:
  std::unique_ptr<Engine> engine_;
};

}  // namespace simulation
