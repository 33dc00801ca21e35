#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "simulation/scenario.hpp"

namespace dashboard {

struct Pause {
  bool is_on = true;
};
struct Step {
  enum class Size : std::uint8_t { event, second };
  Size size = Size::second;
};
struct SetSpeed {
  double factor = 1;  ///< simulated seconds in a second; speed_min .. speed_max
};
struct StartFault {
  enum class Kind : std::uint8_t { degrade, errors, latency, hang, reset };
  std::string service;
  Kind kind = Kind::degrade;
  std::chrono::nanoseconds duration{};
};
struct Switch {
  enum class What : std::uint8_t { breakers, retries, bulkheads };
  What what = What::breakers;
  bool is_on = true;
};
/// Asks for the report so far, which is handed over in the thread of the simulation.
struct AskReport {
  std::function<void(std::string json)> answer;
};

/// What can be asked of a live run.
using Control = std::variant<Pause, Step, SetSpeed, StartFault, Switch, AskReport>;

constexpr double speed_min = 0.1;
constexpr double speed_max = 1000;
constexpr std::chrono::seconds fault_duration_usual{20};
constexpr std::chrono::seconds fault_duration_max{600};

/// What a fault of this kind does to a service, where the scenario has nothing of its own for it.
simulation::FaultEffect effect_of(StartFault::Kind kind);

/// Reads one of
///
///     {"action": "pause"}  {"action": "resume"}
///     {"action": "step", "what": "second" or "event"}
///     {"action": "speed", "value": 10}
///     {"action": "fault", "service": NAME, "kind": "degrade", "errors", "latency", "hang" or
///      "reset", "seconds": 20}     (seconds may be left out)
///     {"action": "breakers", "retries" or "bulkheads", "on": true}
///
/// Throws base::Error, saying what is expected where, for anything else. Whether there is such a
/// service is not judged.
Control parse_control(std::string_view json);

}  // namespace dashboard
