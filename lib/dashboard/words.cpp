#include "dashboard/words.hpp"

#include <array>
#include <fmt/format.h>

namespace dashboard {

using simulation::Alert;
using simulation::Health;
using simulation::LogEntry;

std::string_view name(breaker::State state) {
  constexpr std::array names{"CLOSED", "OPEN", "HALF_OPEN"};
  return names[static_cast<std::size_t>(state)];
}

std::string_view lower_name(breaker::State state) {
  constexpr std::array names{"closed", "open", "half_open"};
  return names[static_cast<std::size_t>(state)];
}

std::string_view name(Health health) {
  constexpr std::array names{"HEALTHY", "DEGRADED", "HALF-OPEN", "OPEN"};
  return names[static_cast<std::size_t>(health)];
}

std::string_view name(Alert::Kind kind) {
  constexpr std::array names{"error_rate", "p99", "burn_rate"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view name(Alert::Phase phase) {
  constexpr std::array names{"pending", "firing", "resolved"};
  return names[static_cast<std::size_t>(phase)];
}

std::string_view name(simulation::Steering::Subject subject) {
  constexpr std::array names{"breakers", "retries", "bulkheads"};
  return names[static_cast<std::size_t>(subject)];
}

std::string_view name(LogEntry::Kind kind) {
  constexpr std::array names{"FAULT",   "FAULT",  "BREAKER",  "FALLBACK", "FALLBACK",
                             "PENDING", "FIRING", "RESOLVED", "CONTROL",  "FAILED"};
  return names[static_cast<std::size_t>(kind)];
}

std::string subject(const LogEntry& entry, const simulation::Scenario& scenario) {
  if (entry.service && *entry.service < scenario.services.size())
    return scenario.services[*entry.service].name;
  const bool is_of_gateway = entry.kind == LogEntry::Kind::alert_pending ||
                             entry.kind == LogEntry::Kind::alert_firing ||
                             entry.kind == LogEntry::Kind::alert_resolved;
  return is_of_gateway ? "API Gateway" : "";
}

std::string clock_text(std::chrono::nanoseconds time) {
  const auto ms = time.count() / 1'000'000;
  const std::string hours = ms >= 3'600'000 ? fmt::format("{}:", ms / 3'600'000) : "";
  return fmt::format("{}{:02}:{:02}.{:03}", hours, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

std::string short_clock_text(std::chrono::nanoseconds time) {
  std::string text = clock_text(time);
  text.resize(text.size() - 2);
  return text;
}

double in_seconds(std::chrono::nanoseconds time) {
  return static_cast<double>(time.count()) / 1e9;
}

double in_milliseconds(std::chrono::nanoseconds time) {
  return static_cast<double>(time.count()) / 1e6;
}

}  // namespace dashboard
