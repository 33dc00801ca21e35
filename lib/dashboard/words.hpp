#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "breaker/consecutive.hpp"
#include "simulation/log.hpp"
#include "simulation/run.hpp"
#include "simulation/scenario.hpp"
#include "simulation/snapshot.hpp"

namespace dashboard {

/// "CLOSED", "OPEN", "HALF_OPEN".
std::string_view name(breaker::State state);
/// "closed", "open", "half_open": in JSON and metrics.
std::string_view lower_name(breaker::State state);
/// "HEALTHY", "DEGRADED", "HALF-OPEN", "OPEN".
std::string_view name(simulation::Health health);
/// "error_rate", "p99", "burn_rate".
std::string_view name(simulation::Alert::Kind kind);
/// "pending", "firing", "resolved".
std::string_view name(simulation::Alert::Phase phase);
/// "breakers", "retries", "bulkheads".
std::string_view name(simulation::Steering::Subject subject);
/// At most eight letters, such as "BREAKER".
std::string_view name(simulation::LogEntry::Kind kind);

/// "API Gateway", or the service's name as the log names it.
std::string subject(const simulation::LogEntry& entry, const simulation::Scenario& scenario);

/// "00:31.019", with hours in front where there are any.
std::string clock_text(std::chrono::nanoseconds time);
/// Like clock_text, to a tenth of a second, cut and not rounded.
std::string short_clock_text(std::chrono::nanoseconds time);
double in_seconds(std::chrono::nanoseconds time);
double in_milliseconds(std::chrono::nanoseconds time);

}  // namespace dashboard
