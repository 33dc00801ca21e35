#include <array>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/random.hpp"
#include "dashboard/scenario_file.hpp"

namespace dashboard {
namespace {

using namespace simulation;
using Json = nlohmann::ordered_json;

/// Whole numbers without a decimal point.
Json json_number(double number) {
  if (number == std::floor(number) && std::abs(number) < 1e15)
    return static_cast<std::int64_t>(number);
  return number;
}

/// The quotient of two whole numbers, so that reading it back gives the same nanoseconds.
Json json_time(nanoseconds time, nanoseconds unit) {
  return json_number(static_cast<double>(time.count()) / static_cast<double>(unit.count()));
}

template <typename Value>
Json json_or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json();
}

Json encode_service_time(const ServiceTime& time) {
  constexpr std::array names{"deterministic", "exponential", "erlang", "lognormal",
                             "hyperexponential"};
  Json json{{"distribution", names[static_cast<std::size_t>(time.kind)]},
            {"mean_ms", json_time(time.mean, 1ms)}};
  if (time.kind == ServiceTime::Kind::erlang) json["stages"] = time.stages;
  if (time.kind == ServiceTime::Kind::lognormal) json["sigma"] = json_number(time.sigma);
  if (time.kind == ServiceTime::Kind::hyperexponential) json["cv2"] = json_number(time.cv2);
  return json;
}

Json encode_slow_calls(const std::optional<breaker::SlowCalls>& slow) {
  if (!slow) return nullptr;
  return {{"longer_than_ms", json_time(slow->longer_than, 1ms)},
          {"percent", json_number(slow->rate_percent)}};
}

Json encode_policy(std::monostate) {
  return nullptr;
}

Json encode_policy(const breaker::Policy& policy) {
  return {{"kind", "consecutive"},
          {"failures", policy.failure_threshold},
          {"open_s", json_time(policy.reset_timeout, 1s)},
          {"successes", policy.success_threshold}};
}

Json encode_policy(const breaker::FailureRatePolicy& policy) {
  Json json{{"kind", "failure_rate"}};
  if (const auto* calls = std::get_if<breaker::CountWindow>(&policy.window)) {
    json["window"] = {{"calls", calls->calls}};
  } else {
    json["window"] = {{"seconds", std::get<breaker::TimeWindow>(policy.window).seconds}};
  }
  json["minimum_calls"] = policy.minimum_calls;
  json["failure_percent"] = json_number(policy.failure_rate_percent);
  json["slow_calls"] = encode_slow_calls(policy.slow_calls);
  json["open_s"] = json_time(policy.open_duration, 1s);
  json["probes"] = policy.permitted_probes;
  json["probe_max_wait_s"] = json_time(policy.probe_max_wait, 1s);
  return json;
}

Json encode_service(const Service& service) {
  Json json{{"name", service.name},
            {"workers", service.workers},
            {"queue", json_or_null(service.queue)},
            {"arrivals_per_s", json_number(service.arrivals_per_s)},
            {"service_time", encode_service_time(service.service_time)},
            {"error_percent", json_number(service.error_percent)},
            {"fallback", nullptr}};
  if (service.fallback) {
    json["fallback"] = {{"name", service.fallback->name},
                        {"latency_ms", json_time(service.fallback->latency, 1ms)}};
  }
  json["bulkhead"] = json_or_null(service.bulkhead);
  json["breaker"] =
      std::visit([](const auto& policy) { return encode_policy(policy); }, service.breaker);
  return json;
}

Json encode_gateway(const Gateway& gateway) {
  constexpr std::array backoffs{"none", "exponential", "full_jitter"};
  const Retry& retry = gateway.retry;
  return {
      {"workers", gateway.workers},
      {"queue", gateway.queue},
      {"timeout_ms", json_time(gateway.timeout, 1ms)},
      {"retry",
       {{"retries", retry.retries},
        {"backoff", backoffs[static_cast<std::size_t>(retry.backoff)]},
        {"backoff_base_ms", json_time(retry.backoff_base, 1ms)},
        {"budget_percent", retry.budget_percent ? json_number(*retry.budget_percent) : Json()}}},
      {"abandoned", gateway.abandoned == Abandoned::served ? "served" : "dropped"}};
}

Json encode_effect(const FaultEffect& effect) {
  return {{"error_percent", json_number(effect.error_percent)},
          {"latency_factor", json_number(effect.latency_factor)},
          {"added_latency_ms", json_time(effect.added_latency, 1ms)},
          {"hang_percent", json_number(effect.hang_percent)},
          {"reset_percent", json_number(effect.reset_percent)}};
}

Json encode_schedule(const FaultSchedule& schedule) {
  return {{"first_s", json_time(schedule.first, 1s)},  {"every_s", json_time(schedule.every, 1s)},
          {"lasts_s", json_time(schedule.lasts, 1s)},  {"services", schedule.services},
          {"opening", json_or_null(schedule.opening)}, {"effect", encode_effect(schedule.effect)}};
}

Json encode_slo(const Slo& slo) {
  Json json{{"error_percent", json_number(slo.error_percent)},
            {"p99_ms", json_time(slo.p99, 1ms)},
            {"window_s", json_time(slo.window, 1s)},
            {"pending_for_s", json_time(slo.pending_for, 1s)},
            {"resolve_after_s", json_time(slo.resolve_after, 1s)},
            {"minimum_samples", slo.minimum_samples},
            {"burn_rates", Json::array()}};
  for (const auto& rule : slo.burn_rates) {
    json["burn_rates"].push_back({{"long_window_s", json_time(rule.long_window, 1s)},
                                  {"short_window_s", json_time(rule.short_window, 1s)},
                                  {"threshold", json_number(rule.threshold)}});
  }
  return json;
}

Json encode_fault(const simulation::Fault& fault) {
  return {{"service", fault.service},
          {"at_s", json_time(fault.at, 1s)},
          {"duration_s", json_time(fault.duration, 1s)},
          {"effect", encode_effect(fault.effect)}};
}

}  // namespace

std::string to_json(const simulation::Fault& fault) {
  return encode_fault(fault).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_json(const Scenario& scenario) {
  Json json{{"name", scenario.name}};
  if (!scenario.description.empty()) json["description"] = scenario.description;
  json["duration_s"] = json_time(scenario.duration, 1s);
  json["gateway"] = scenario.gateway ? encode_gateway(*scenario.gateway) : Json();
  json["services"] = Json::array();
  for (const auto& service : scenario.services) json["services"].push_back(encode_service(service));
  json["faults"] = Json::array();
  for (const auto& fault : scenario.faults) json["faults"].push_back(encode_fault(fault));
  json["fault_schedule"] =
      scenario.fault_schedule ? encode_schedule(*scenario.fault_schedule) : Json();
  json["compared_slow_calls"] = encode_slow_calls(scenario.compared_slow_calls);
  json["slo"] = encode_slo(scenario.slo);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string scenario_hash(const Scenario& scenario) {
  // Tells scenarios apart, and is no defence against somebody who wants a collision.
  return fmt::format("{:016x}", base::fnv1a(to_json(scenario)));
}

}  // namespace dashboard
