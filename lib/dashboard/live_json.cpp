#include "dashboard/live_json.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include "dashboard/words.hpp"
#include "simulation/latency_bands.hpp"

namespace dashboard {
namespace {

using nlohmann::ordered_json;

// Enough for a screen, and a third of the bytes.
double live_rounded(double value) {
  return std::round(value * 1000) / 1000;
}

ordered_json live_ms(const std::optional<std::chrono::nanoseconds>& time) {
  return time ? ordered_json(live_rounded(in_milliseconds(*time))) : ordered_json();
}

template <typename T>
ordered_json live_value(const std::optional<T>& value) {
  return value ? ordered_json(*value) : ordered_json();
}

const char* live_name(simulation::Health health) {
  switch (health) {
    case simulation::Health::healthy:
      return "healthy";
    case simulation::Health::degraded:
      return "degraded";
    case simulation::Health::half_open:
      return "half_open";
    case simulation::Health::open:
      break;
  }
  return "open";
}

const char* live_name(simulation::LogEntry::Kind kind) {
  using Kind = simulation::LogEntry::Kind;
  switch (kind) {
    case Kind::fault_begins:
      return "fault_begins";
    case Kind::fault_ends:
      return "fault_ends";
    case Kind::breaker:
      return "breaker";
    case Kind::fallback_begins:
      return "fallback_begins";
    case Kind::fallback_ends:
      return "fallback_ends";
    case Kind::alert_pending:
      return "alert_pending";
    case Kind::alert_firing:
      return "alert_firing";
    case Kind::alert_resolved:
      return "alert_resolved";
    case Kind::control:
      return "control";
    case Kind::arm_failed:
      break;
  }
  return "arm_failed";
}

ordered_json measured_json(const simulation::Measured& measured) {
  return {{"samples", measured.samples},
          {"errors", measured.errors},
          {"error_percent", live_rounded(measured.error_percent)},
          {"p99_ms", live_ms(measured.p99)}};
}

ordered_json burn_rates_json(const std::vector<simulation::BurnRate>& rates) {
  auto list = ordered_json::array();
  for (const auto& rate : rates) {
    list.push_back({{"long_s", in_seconds(rate.rule.long_window)},
                    {"short_s", in_seconds(rate.rule.short_window)},
                    {"threshold", rate.rule.threshold},
                    {"long", live_rounded(rate.long_rate)},
                    {"short", live_rounded(rate.short_rate)},
                    {"is_over", rate.is_over}});
  }
  return list;
}

ordered_json history_json(const std::vector<simulation::SecondSample>& history) {
  auto qps = ordered_json::array();
  auto errors = ordered_json::array();
  auto p99 = ordered_json::array();
  for (const auto& second : history) {
    qps.push_back(live_rounded(second.qps));
    errors.push_back(live_rounded(second.error_percent));
    p99.push_back(live_ms(second.p99));
  }
  const double end_s = history.empty() ? 0 : in_seconds(history.back().end);
  return {{"end_s", end_s}, {"qps", qps}, {"error_percent", errors}, {"p99_ms", p99}};
}

/// Without the empty bands at both ends.
ordered_json latency_json(const simulation::LatencyView& latency) {
  const auto is_used = [](std::uint64_t count) { return count > 0; };
  const auto& counts = latency.counts;
  const auto first = std::find_if(counts.begin(), counts.end(), is_used);
  const auto last = std::find_if(counts.rbegin(), std::make_reverse_iterator(first), is_used);
  return {{"p50_ms", live_ms(latency.p50)},
          {"p90_ms", live_ms(latency.p90)},
          {"first", first - counts.begin()},
          {"counts", std::vector(first, last.base())}};
}

ordered_json node_json(const simulation::NodeView& node) {
  return {{"name", node.name},
          {"health", live_name(node.health)},
          {"qps", live_rounded(node.qps)},
          {"second", measured_json(node.second)},
          {"window", measured_json(node.window)},
          {"error_rate_breached", node.error_rate_breached},
          {"p99_breached", node.p99_breached},
          {"burn_rates", burn_rates_json(node.burn_rates)},
          {"history", history_json(node.history)}};
}

ordered_json breaker_json(const simulation::BreakerView& view) {
  ordered_json json{{"state", lower_name(view.state)},
                    {"window", nullptr},
                    {"in_a_row", nullptr},
                    {"probes", nullptr},
                    {"until_half_open_s", nullptr}};
  if (view.window) {
    json["window"] = {{"calls", view.window->calls},
                      {"size", live_value(view.window->size)},
                      {"failed", view.window->failed},
                      {"failure_percent", live_rounded(view.window->failure_percent)},
                      {"failure_percent_threshold", view.window->failure_percent_threshold},
                      {"minimum_calls", view.window->minimum_calls},
                      {"slow_percent", live_value(view.window->slow_percent)},
                      {"slow_percent_threshold", live_value(view.window->slow_percent_threshold)}};
  }
  if (view.in_a_row) {
    json["in_a_row"] = {{"failures", view.in_a_row->failures},
                        {"threshold", view.in_a_row->threshold}};
  }
  if (view.probes) {
    json["probes"] = {{"used", view.probes->used}, {"permitted", view.probes->permitted}};
  }
  if (view.until_half_open) json["until_half_open_s"] = in_seconds(*view.until_half_open);
  return json;
}

ordered_json gateway_json(const simulation::GatewayView& gateway) {
  auto json = node_json(gateway.node);
  json.update({{"busy", gateway.busy},
               {"workers", gateway.workers},
               {"waiting", gateway.waiting},
               {"queue", gateway.queue},
               {"retries_per_s", live_rounded(gateway.retries_per_s)},
               {"fallback_per_s", live_rounded(gateway.fallback_per_s)},
               {"rejected_per_s", live_rounded(gateway.rejected_per_s)},
               {"amplification", live_rounded(gateway.amplification)},
               {"expected_occupancy", live_rounded(gateway.expected_occupancy)}});
  return json;
}

ordered_json service_json(const simulation::ServiceView& service) {
  auto json = node_json(service.node);
  json.update({{"busy", service.busy},
               {"workers", service.workers},
               {"waiting", service.waiting},
               {"queue", live_value(service.queue)},
               {"gateway_workers_held", service.gateway_workers_held},
               {"bulkhead", live_value(service.bulkhead)},
               {"arrivals_per_s", live_rounded(service.arrivals_per_s)},
               {"retries_per_s", live_rounded(service.retries_per_s)},
               {"fallback_per_s", live_rounded(service.fallback_per_s)},
               {"rejected_per_s", live_rounded(service.rejected_per_s)},
               {"expected_occupancy", live_rounded(service.expected_occupancy)},
               {"faults", service.faults}});
  json["latency"] = latency_json(service.node.latency);
  json["breaker"] = service.breaker ? breaker_json(*service.breaker) : ordered_json();
  return json;
}

ordered_json fault_json(const simulation::Fault& fault) {
  return {{"service", fault.service},
          {"at_s", in_seconds(fault.at)},
          {"until_s", in_seconds(fault.at + fault.duration)},
          {"text", describe(fault.effect)}};
}

ordered_json subject_json(const Live& live, const std::optional<std::size_t>& service) {
  if (!service || *service >= live.snapshot.services.size()) return {};
  return live.snapshot.services[*service].node.name;
}

ordered_json alert_json(const Live& live, const simulation::Alert& alert) {
  return {{"kind", name(alert.kind)},
          {"phase", name(alert.phase)},
          {"service", subject_json(live, alert.service)},
          {"burn_rule", live_value(alert.burn_rule)},
          {"since_s", in_seconds(alert.since)},
          {"pending_since_s", in_seconds(alert.pending_since)},
          {"value", live_rounded(alert.value)},
          {"threshold", alert.threshold}};
}

ordered_json entry_json(const Live& live, const simulation::LogEntry& entry) {
  return {{"id", entry.id},
          {"cause", entry.cause},
          {"time_s", in_seconds(entry.time)},
          {"kind", live_name(entry.kind)},
          {"service", subject_json(live, entry.service)},
          {"text", entry.text},
          {"from", entry.from ? ordered_json(lower_name(*entry.from)) : ordered_json()},
          {"to", entry.to ? ordered_json(lower_name(*entry.to)) : ordered_json()}};
}

ordered_json log_json(const Live& live, LogPart part) {
  auto list = ordered_json::array();
  const std::size_t from = part == LogPart::all ? 0 : live.log.size() - live.log_entries_new;
  for (std::size_t i = from; i < live.log.size(); ++i) {
    list.push_back(entry_json(live, live.log[i]));
  }
  return list;
}

// Texts of a scenario or of a submission's verdict may be anything.
std::string dump_live(const ordered_json& json) {
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

std::string live_json(const Live& live, LogPart log) {
  const auto& snapshot = live.snapshot;
  ordered_json json{{"schema", "nines.live/1"},
                    {"number", live.number},
                    {"run", live.facts.run},
                    {"scenario", live.facts.scenario},
                    {"scenario_hash", live.facts.scenario_hash},
                    {"seed", std::to_string(live.facts.seed)},
                    {"build", live.facts.build},
                    {"time_s", in_seconds(snapshot.time)},
                    {"speed", live.speed},
                    {"paused", live.is_paused},
                    {"failure", live_value(snapshot.failure)},
                    {"events", snapshot.events},
                    {"arrived", snapshot.arrived},
                    {"breakers_on", snapshot.breakers_on},
                    {"bulkheads_on", snapshot.bulkheads_on},
                    {"retries_on", snapshot.retries_on},
                    {"slo",
                     {{"error_percent", live.facts.slo.error_percent},
                      {"p99_ms", in_milliseconds(live.facts.slo.p99)},
                      {"window_s", in_seconds(live.facts.slo.window)}}}};
  // See simulation::LatencyBands.
  json["latency_bands"] = {{"octaves", simulation::LatencyBands::octaves},
                           {"parts", simulation::LatencyBands::parts}};
  json["gateway"] = snapshot.gateway ? gateway_json(*snapshot.gateway) : ordered_json();
  json["services"] = ordered_json::array();
  for (const auto& service : snapshot.services) json["services"].push_back(service_json(service));
  json["faults"] = ordered_json::array();
  for (const auto& fault : snapshot.faults) json["faults"].push_back(fault_json(fault));
  json["alerts"] = ordered_json::array();
  for (const auto& alert : snapshot.alerts) json["alerts"].push_back(alert_json(live, alert));
  json["log"] = log_json(live, log);
  return dump_live(json);
}

std::string error_json(const std::string& error) {
  return dump_live({{"error", error}});
}

std::string describe(const simulation::FaultEffect& effect) {
  std::string text;
  const auto say = [&text](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (effect.error_percent > 0) say(fmt::format("errors {:g} %", effect.error_percent));
  if (effect.latency_factor != 1) say(fmt::format("latency x{:g}", effect.latency_factor));
  if (effect.added_latency > std::chrono::nanoseconds{}) {
    say(fmt::format("latency +{:g} ms", in_milliseconds(effect.added_latency)));
  }
  if (effect.hang_percent > 0) say(fmt::format("hangs {:g} %", effect.hang_percent));
  if (effect.reset_percent > 0) say(fmt::format("resets {:g} %", effect.reset_percent));
  return text.empty() ? "no effect" : text;
}

}  // namespace dashboard
