#include "dashboard/report.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "dashboard/scenario_file.hpp"
#include "dashboard/words.hpp"

namespace dashboard {
namespace {

using Json = nlohmann::ordered_json;
using simulation::LogEntry;
using simulation::Phase;

/// Six digits behind the point: more would only show how doubles are stored.
double rounded_figure(double figure) {
  return std::round(figure * 1e6) / 1e6;
}

Json milliseconds_json(const std::optional<std::uint64_t>& nanoseconds) {
  return nanoseconds ? Json(rounded_figure(static_cast<double>(*nanoseconds) / 1e6)) : Json();
}

Json seconds_json(const std::optional<std::chrono::nanoseconds>& time) {
  return time ? Json(in_seconds(*time)) : Json();
}

Json outcome_json(const simulation::RequestTotals& totals) {
  return {{"requests", totals.arrived},
          {"served_percent", rounded_figure(totals.served_percent())},
          {"error_percent", rounded_figure(totals.percent(totals.error + totals.timeout))},
          {"fallback_percent", rounded_figure(totals.percent(totals.fallback))},
          {"rejected_percent", rounded_figure(totals.percent(totals.rejected + totals.blocked))},
          {"p50_ms", milliseconds_json(totals.latency.quantile(0.5))},
          {"p99_ms", milliseconds_json(totals.latency.quantile(0.99))}};
}

Json queue_json(const simulation::QueueTotals& queue) {
  return {{"arrived", queue.arrived},
          {"completed", queue.completed},
          {"mean_wait_ms", rounded_figure(queue.mean_wait_ns / 1e6)},
          {"mean_sojourn_ms", rounded_figure(queue.mean_sojourn_ns / 1e6)},
          {"mean_in_system", rounded_figure(queue.mean_in_system)},
          {"utilisation", rounded_figure(queue.utilisation)},
          {"blocked_percent", rounded_figure(queue.blocked_percent)}};
}

Json breaker_json(const simulation::BreakerTotals& breaker) {
  return {{"opened", breaker.opened},
          {"tripped", breaker.tripped},
          {"false_trips", breaker.false_trips},
          {"attempts_while_open", breaker.attempts_while_open},
          {"probes", breaker.probes},
          {"time_to_open_s", seconds_json(breaker.time_to_open)},
          {"time_to_close_s", seconds_json(breaker.time_to_close)}};
}

Json service_json(const simulation::ServiceTotals& service, const Report& report,
                  const ArmResult& arm, std::size_t index) {
  Json json{{"name", service.name}};
  json.update(outcome_json(service.all()));
  json["during_fault"] =
      arm.totals.fault_began ? outcome_json(service.in(Phase::during_fault)) : Json();
  if (!report.scenario.gateway) {
    json.update(queue_json(service.queue));
    return json;
  }
  json["attempts"] = service.attempts;
  json["retries"] = service.retries;
  const auto& policy = report.scenario.services[index].breaker;
  const bool has_breaker = arm.had_breakers() && !std::holds_alternative<std::monostate>(policy);
  json["breaker"] = has_breaker ? breaker_json(service.breaker) : Json();
  json["queue"] = queue_json(service.queue);
  return json;
}

Json entry_json(const LogEntry& entry, const Report& report) {
  Json json{{"id", entry.id}, {"t_s", in_seconds(entry.time)}};
  const std::string who = subject(entry, report.scenario);
  json["service"] = who.empty() ? Json() : Json(who);
  if (entry.from) json["from"] = name(*entry.from);
  if (entry.to) json["to"] = name(*entry.to);
  json["text"] = entry.text;
  json["cause"] = entry.cause == 0 ? Json() : Json(entry.cause);
  return json;
}

void add_log(Json& json, const ArmResult& arm, const Report& report) {
  for (const auto* list : {"transitions", "alerts", "faults", "controls"})
    json[list] = Json::array();
  for (const auto& entry : arm.log) {
    Json one = entry_json(entry, report);
    switch (entry.kind) {
      case LogEntry::Kind::breaker:
        json["transitions"].push_back(std::move(one));
        break;
      case LogEntry::Kind::alert_pending:
        one["phase"] = "pending";
        json["alerts"].push_back(std::move(one));
        break;
      case LogEntry::Kind::alert_firing:
        one["phase"] = "firing";
        json["alerts"].push_back(std::move(one));
        break;
      case LogEntry::Kind::alert_resolved:
        one["phase"] = "resolved";
        json["alerts"].push_back(std::move(one));
        break;
      case LogEntry::Kind::fault_begins:
      case LogEntry::Kind::fault_ends:
        one["begins"] = entry.kind == LogEntry::Kind::fault_begins;
        json["faults"].push_back(std::move(one));
        break;
      default:
        json["controls"].push_back(std::move(one));
    }
  }
  json["log_entries_left_out"] = arm.log_entries_left_out;
}

Json steering_json(const simulation::Steering& steering) {
  Json json{{"t_s", in_seconds(steering.time)}};
  if (const auto* fault = std::get_if<simulation::Fault>(&steering.what)) {
    json["action"] = "fault";
    json["fault"] = Json::parse(to_json(*fault));
    return json;
  }
  const auto& [subject, on] = std::get<simulation::Steering::Switch>(steering.what);
  json["action"] = name(subject);
  json["on"] = on;
  return json;
}

Json arm_json(const ArmResult& arm, const Report& report) {
  Json json{{"name", arm.arm.name},
            {"breakers", arm.arm.breakers},
            {"bulkheads", arm.arm.bulkheads},
            {"retries", arm.arm.retries}};
  json["slow_calls"] = nullptr;
  if (arm.arm.slow_calls) {
    json["slow_calls"] = {{"longer_than_ms", in_milliseconds(arm.arm.slow_calls->longer_than)},
                          {"percent", arm.arm.slow_calls->rate_percent}};
  }
  json["breaker_file"] = arm.breaker_file.empty() ? Json() : Json(arm.breaker_file);
  json["failure"] = arm.totals.failure ? Json(*arm.totals.failure) : Json();
  json["fault_began_s"] = seconds_json(arm.totals.fault_began);
  json["fault_ended_s"] = seconds_json(arm.totals.fault_ended);
  json["services"] = Json::array();
  for (std::size_t i = 0; i < arm.totals.services.size(); ++i)
    json["services"].push_back(service_json(arm.totals.services[i], report, arm, i));
  add_log(json, arm, report);
  json["steering"] = Json::array();
  for (const auto& one : arm.steering) json["steering"].push_back(steering_json(one));
  json["in_flight"] = arm.totals.in_flight;
  json["events"] = arm.totals.events;
  json["events_per_second"] = std::round(arm.events_per_second());
  return json;
}

}  // namespace

Json report_json(const Report& report) {
  Json json{{"schema", "nines.dashboard/1"},
            {"build", report.build},
            {"seed", report.seed},
            {"scenario", report.scenario.name},
            {"scenario_hash", scenario_hash(report.scenario)},
            {"duration_s", in_seconds(report.duration)},
            {"arms", Json::array()}};
  double wall_seconds = 0;
  std::uint64_t events = 0;
  for (const auto& arm : report.arms) {
    json["arms"].push_back(arm_json(arm, report));
    events += arm.totals.events;
    wall_seconds += arm.wall_seconds;
  }
  json["events"] = events;
  json["events_per_second"] =
      wall_seconds > 0 ? std::round(static_cast<double>(events) / wall_seconds) : 0.0;
  json["scenario_definition"] = Json::parse(to_json(report.scenario));
  return json;
}

}  // namespace dashboard
