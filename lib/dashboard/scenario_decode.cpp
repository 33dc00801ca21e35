#include "dashboard/scenario_decode.hpp"

#include "base/error.hpp"

namespace dashboard {
namespace {

using namespace simulation;

constexpr double day_s = 86'400;
constexpr int count_max = 1'000'000;
constexpr std::size_t name_bytes_max = 64;

void set_time(nanoseconds& to, const JsonField& in, std::string_view name, nanoseconds unit,
              double least, double most) {
  if (const auto field = in.find(name)) to = field->time(unit, least, most);
}

void set_number(double& to, const JsonField& in, std::string_view name, double least, double most) {
  if (const auto field = in.find(name)) to = field->number(least, most);
}

void set_whole(int& to, const JsonField& in, std::string_view name, int least, int most) {
  if (const auto field = in.find(name)) to = field->whole(least, most);
}

ServiceTime decode_service_time(const JsonField& field) {
  field.expect_fields({"distribution", "mean_ms", "stages", "sigma", "cv2"});
  ServiceTime time;
  time.kind = static_cast<ServiceTime::Kind>(
      field.at("distribution")
          .choice({"deterministic", "exponential", "erlang", "lognormal", "hyperexponential"}));
  time.mean = field.at("mean_ms").time(1ms, 1e-6, day_s * 1000);
  set_whole(time.stages, field, "stages", 1, 1000);
  set_number(time.sigma, field, "sigma", 0, 3);
  set_number(time.cv2, field, "cv2", 1, 1000);
  return time;
}

breaker::FailureRatePolicy decode_failure_rate(const JsonField& field) {
  field.expect_fields({"kind", "window", "minimum_calls", "failure_percent", "slow_calls", "open_s",
                       "probes", "probe_max_wait_s"});
  breaker::FailureRatePolicy policy;
  if (const auto window = field.find("window")) {
    window->expect_fields({"calls", "seconds"});
    const auto calls = window->find("calls");
    const auto seconds = window->find("seconds");
    if (calls.has_value() == seconds.has_value())
      window->fail_expecting("either \"calls\" or \"seconds\"");
    if (calls) policy.window = breaker::CountWindow{calls->whole(1, 1'000'000)};
    if (seconds) policy.window = breaker::TimeWindow{seconds->whole(1, 3600)};
  }
  set_whole(policy.minimum_calls, field, "minimum_calls", 1, count_max);
  set_number(policy.failure_rate_percent, field, "failure_percent", 0.001, 100);
  if (const auto slow = field.find_set("slow_calls")) policy.slow_calls = decode_slow_calls(*slow);
  set_time(policy.open_duration, field, "open_s", 1s, 0, day_s);
  set_whole(policy.permitted_probes, field, "probes", 1, count_max);
  set_time(policy.probe_max_wait, field, "probe_max_wait_s", 1s, 1e-9, day_s);
  return policy;
}

breaker::Policy decode_consecutive(const JsonField& field) {
  field.expect_fields({"kind", "failures", "open_s", "successes"});
  breaker::Policy policy;
  set_whole(policy.failure_threshold, field, "failures", 1, count_max);
  set_time(policy.reset_timeout, field, "open_s", 1s, 0, day_s);
  set_whole(policy.success_threshold, field, "successes", 1, count_max);
  return policy;
}

Service decode_service(const JsonField& field) {
  field.expect_fields({"name", "workers", "queue", "arrivals_per_s", "service_time",
                       "error_percent", "fallback", "bulkhead", "breaker"});
  Service service;
  service.name = field.at("name").text(name_bytes_max);
  set_whole(service.workers, field, "workers", 1, 10'000);
  if (const auto queue = field.find_set("queue")) service.queue = queue->whole(0, count_max);
  service.arrivals_per_s = field.at("arrivals_per_s").number(0, 1e7);
  service.service_time = decode_service_time(field.at("service_time"));
  set_number(service.error_percent, field, "error_percent", 0, 100);
  if (const auto fallback = field.find_set("fallback")) {
    fallback->expect_fields({"name", "latency_ms"});
    service.fallback.emplace();
    if (const auto name = fallback->find("name")) service.fallback->name = name->text(200);
    set_time(service.fallback->latency, *fallback, "latency_ms", 1ms, 0, 60'000);
  }
  if (const auto bulkhead = field.find_set("bulkhead"))
    service.bulkhead = bulkhead->whole(1, count_max);
  if (const auto breaker = field.find_set("breaker")) {
    if (breaker->at("kind").choice({"failure_rate", "consecutive"}) == 0) {
      service.breaker = decode_failure_rate(*breaker);
    } else {
      service.breaker = decode_consecutive(*breaker);
    }
  }
  return service;
}

Retry decode_retry(const JsonField& field) {
  field.expect_fields({"retries", "backoff", "backoff_base_ms", "budget_percent"});
  Retry retry;
  set_whole(retry.retries, field, "retries", 0, 10);
  if (const auto backoff = field.find("backoff"))
    retry.backoff = static_cast<Backoff>(backoff->choice({"none", "exponential", "full_jitter"}));
  set_time(retry.backoff_base, field, "backoff_base_ms", 1ms, 0, 10'000);
  if (const auto budget = field.find_set("budget_percent"))
    retry.budget_percent = budget->number(0, 1000);
  return retry;
}

Gateway decode_gateway(const JsonField& field) {
  field.expect_fields({"workers", "queue", "timeout_ms", "retry", "abandoned"});
  Gateway gateway;
  set_whole(gateway.workers, field, "workers", 1, count_max);
  set_whole(gateway.queue, field, "queue", 0, count_max);
  set_time(gateway.timeout, field, "timeout_ms", 1ms, 1e-6, day_s * 1000);
  if (const auto retry = field.find("retry")) gateway.retry = decode_retry(*retry);
  if (const auto abandoned = field.find("abandoned"))
    gateway.abandoned = static_cast<Abandoned>(abandoned->choice({"served", "dropped"}));
  return gateway;
}

FaultEffect decode_effect(const JsonField& field) {
  field.expect_fields(
      {"error_percent", "latency_factor", "added_latency_ms", "hang_percent", "reset_percent"});
  FaultEffect effect;
  set_number(effect.error_percent, field, "error_percent", 0, 100);
  set_number(effect.latency_factor, field, "latency_factor", 0.01, 1000);
  set_time(effect.added_latency, field, "added_latency_ms", 1ms, 0, 3.6e6);
  set_number(effect.hang_percent, field, "hang_percent", 0, 100);
  set_number(effect.reset_percent, field, "reset_percent", 0, 100);
  return effect;
}

FaultSchedule decode_schedule(const JsonField& field) {
  field.expect_fields({"first_s", "every_s", "lasts_s", "services", "opening", "effect"});
  FaultSchedule schedule;
  set_time(schedule.first, field, "first_s", 1s, 0, 1e8);
  set_time(schedule.every, field, "every_s", 1s, 1e-3, 1e8);
  set_time(schedule.lasts, field, "lasts_s", 1s, 1e-9, 1e8);
  if (const auto services = field.find("services")) {
    for (const auto& one : services->list(services_max))
      schedule.services.push_back(one.text(name_bytes_max));
  }
  if (const auto opening = field.find_set("opening"))
    schedule.opening = opening->text(name_bytes_max);
  schedule.effect = decode_effect(field.at("effect"));
  return schedule;
}

Slo decode_slo(const JsonField& field) {
  field.expect_fields({"error_percent", "p99_ms", "window_s", "pending_for_s", "resolve_after_s",
                       "minimum_samples", "burn_rates"});
  Slo slo;
  set_number(slo.error_percent, field, "error_percent", 0.001, 99);
  set_time(slo.p99, field, "p99_ms", 1ms, 1e-6, day_s * 1000);
  set_time(slo.window, field, "window_s", 1s, 1, 60);
  set_time(slo.pending_for, field, "pending_for_s", 1s, 0, 3600);
  set_time(slo.resolve_after, field, "resolve_after_s", 1s, 0, 3600);
  set_whole(slo.minimum_samples, field, "minimum_samples", 1, count_max);
  if (const auto rules = field.find("burn_rates")) {
    slo.burn_rates.clear();
    for (const auto& one : rules->list(8)) {
      one.expect_fields({"long_window_s", "short_window_s", "threshold"});
      slo.burn_rates.push_back({.long_window = one.at("long_window_s").time(1s, 1e-3, 600),
                                .short_window = one.at("short_window_s").time(1s, 1e-3, 600),
                                .threshold = one.at("threshold").number(1e-3, 1e6)});
    }
  }
  return slo;
}

}  // namespace

Fault decode_fault(const JsonField& field) {
  field.expect_fields({"service", "at_s", "duration_s", "effect"});
  Fault fault;
  fault.service = field.at("service").text(name_bytes_max);
  fault.at = field.at("at_s").time(1s, 0, 1e8);
  fault.duration = field.at("duration_s").time(1s, 1e-9, 1e8);
  fault.effect = decode_effect(field.at("effect"));
  return fault;
}

breaker::SlowCalls decode_slow_calls(const JsonField& field) {
  field.expect_fields({"longer_than_ms", "percent"});
  breaker::SlowCalls slow;
  set_time(slow.longer_than, field, "longer_than_ms", 1ms, 0, day_s * 1000);
  set_number(slow.rate_percent, field, "percent", 0.001, 100);
  return slow;
}

Scenario decode_scenario(const JsonField& field) {
  field.expect_fields({"$schema", "name", "description", "duration_s", "gateway", "services",
                       "faults", "fault_schedule", "compared_slow_calls", "slo"});
  Scenario scenario;
  scenario.name = field.at("name").text(name_bytes_max);
  if (const auto description = field.find("description"))
    scenario.description = description->text(1000);
  set_time(scenario.duration, field, "duration_s", 1s, 1e-3, 1e8);
  if (const auto gateway = field.find_set("gateway")) scenario.gateway = decode_gateway(*gateway);
  const auto services = field.at("services").list(services_max);
  if (services.empty()) field.at("services").fail_expecting("at least one service");
  for (const auto& one : services) scenario.services.push_back(decode_service(one));
  if (const auto faults = field.find("faults")) {
    for (const auto& one : faults->list(1000)) scenario.faults.push_back(decode_fault(one));
  }
  if (const auto schedule = field.find_set("fault_schedule"))
    scenario.fault_schedule = decode_schedule(*schedule);
  if (const auto slow = field.find_set("compared_slow_calls"))
    scenario.compared_slow_calls = decode_slow_calls(*slow);
  if (const auto slo = field.find("slo")) scenario.slo = decode_slo(*slo);
  return scenario;
}

}  // namespace dashboard
