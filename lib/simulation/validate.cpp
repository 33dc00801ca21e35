#include <cmath>
#include <set>
#include <string>

#include "base/error.hpp"
#include "simulation/scenario.hpp"
#include "simulation/words.hpp"

namespace simulation {
namespace {

constexpr nanoseconds longest_time = 1'000'000'000s;
constexpr nanoseconds longest_wait = 24h;

/// A place in the scenario, for messages.
class Field {
 public:
  explicit Field(std::string path) : path_(std::move(path)) {}

  Field operator/(const std::string& name) const {
    return Field(path_.empty() ? name : path_ + "." + name);
  }
  Field operator[](std::size_t index) const {
    return Field(path_ + "[" + std::to_string(index) + "]");
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw base::Error("scenario, field \"" + path_ + "\": " + what, "Correct this field.");
  }
  void between(double value, double least, double most) const {
    if (std::isfinite(value) && value >= least && value <= most) return;
    refuse((std::isfinite(value) ? decimal(value, 6) + " is" : "this number is") + " not from " +
           decimal(least, 6) + " to " + decimal(most, 6));
  }
  void between(nanoseconds value, nanoseconds least, nanoseconds most) const {
    if (value >= least && value <= most) return;
    refuse(seconds_text(value) + " is not from " + seconds_text(least) + " to " +
           seconds_text(most));
  }

 private:
  std::string path_;
};

void check_text(const Field& field, const std::string& text, std::size_t length_max) {
  if (text.empty()) field.refuse("it is empty");
  if (text.size() > length_max)
    field.refuse("it is longer than " + std::to_string(length_max) + " bytes");
}

void check_service_time(const Field& field, const ServiceTime& time) {
  (field / "mean").between(time.mean, 1ns, 1'000'000s);
  if (time.kind == ServiceTime::Kind::erlang) (field / "stages").between(time.stages, 1, 1000);
  if (time.kind == ServiceTime::Kind::lognormal) (field / "sigma").between(time.sigma, 0, 3);
  if (time.kind == ServiceTime::Kind::hyperexponential) (field / "cv2").between(time.cv2, 1, 1000);
}

void check_slow_calls(const Field& field, const breaker::SlowCalls& slow) {
  (field / "longer_than").between(slow.longer_than, 0ns, longest_wait);
  (field / "rate_percent").between(slow.rate_percent, 0, 100);
}

void check_breaker(const Field& field, const BreakerPolicy& policy) {
  if (const auto* consecutive = std::get_if<breaker::Policy>(&policy)) {
    (field / "failure_threshold").between(consecutive->failure_threshold, 1, 1'000'000);
    (field / "success_threshold").between(consecutive->success_threshold, 1, 1'000'000);
    (field / "reset_timeout").between(consecutive->reset_timeout, 0ns, longest_wait);
  }
  const auto* rate = std::get_if<breaker::FailureRatePolicy>(&policy);
  if (rate == nullptr) return;
  if (const auto* calls = std::get_if<breaker::CountWindow>(&rate->window)) {
    (field / "window").between(calls->calls, 1, 1'000'000);
    (field / "minimum_calls").between(rate->minimum_calls, 1, calls->calls);
  } else {
    (field / "window").between(std::get<breaker::TimeWindow>(rate->window).seconds, 1, 3600);
    (field / "minimum_calls").between(rate->minimum_calls, 1, 1'000'000);
  }
  (field / "failure_rate_percent").between(rate->failure_rate_percent, 0, 100);
  if (rate->slow_calls) check_slow_calls(field / "slow_calls", *rate->slow_calls);
  (field / "open_duration").between(rate->open_duration, 0ns, longest_wait);
  (field / "permitted_probes").between(rate->permitted_probes, 1, 1'000'000);
  (field / "probe_max_wait").between(rate->probe_max_wait, 1ns, longest_wait);
}

void check_service(const Field& field, const Service& service, bool has_gateway) {
  check_text(field / "name", service.name, 64);
  (field / "workers").between(service.workers, 1, 10'000);
  if (service.queue) (field / "queue").between(*service.queue, 0, 10'000'000);
  (field / "arrivals_per_s").between(service.arrivals_per_s, 0, 1e7);
  if (service.arrivals_per_s > 0)
    (field / "arrivals_per_s").between(service.arrivals_per_s, 1e-6, 1e7);
  check_service_time(field / "service_time", service.service_time);
  (field / "error_percent").between(service.error_percent, 0, 100);
  check_breaker(field / "breaker", service.breaker);
  if (service.fallback) {
    check_text(field / "fallback.name", service.fallback->name, 200);
    (field / "fallback.latency").between(service.fallback->latency, 0ns, 60s);
  }
  if (service.bulkhead) (field / "bulkhead").between(*service.bulkhead, 1, 1'000'000);
  if (has_gateway) return;
  if (service.breaker.index() != 0) (field / "breaker").refuse("it needs a gateway");
  if (service.fallback) (field / "fallback").refuse("it needs a gateway");
  if (service.bulkhead) (field / "bulkhead").refuse("it needs a gateway");
}

void check_gateway(const Field& field, const Gateway& gateway) {
  (field / "workers").between(gateway.workers, 1, 1'000'000);
  (field / "queue").between(gateway.queue, 0, 10'000'000);
  (field / "timeout").between(gateway.timeout, 1ns, longest_wait);
  const Field retry = field / "retry";
  (retry / "retries").between(gateway.retry.retries, 0, 10);
  (retry / "backoff_base").between(gateway.retry.backoff_base, 0ns, 10s);
  if (gateway.retry.budget_percent)
    (retry / "budget_percent").between(*gateway.retry.budget_percent, 0, 1000);
}

void check_effect(const Field& field, const FaultEffect& effect) {
  (field / "error_percent").between(effect.error_percent, 0, 100);
  (field / "latency_factor").between(effect.latency_factor, 0.01, 1000);
  (field / "added_latency").between(effect.added_latency, 0ns, 3600s);
  (field / "hang_percent").between(effect.hang_percent, 0, 100);
  (field / "reset_percent").between(effect.reset_percent, 0, 100);
}

void check_known(const Field& field, const std::string& name, const Scenario& scenario) {
  for (const Service& service : scenario.services)
    if (service.name == name) return;
  field.refuse("there is no service \"" + name + "\"");
}

void check_fault(const Field& field, const Fault& fault, const Scenario& scenario) {
  check_known(field / "service", fault.service, scenario);
  (field / "at").between(fault.at, 0ns, longest_time);
  (field / "duration").between(fault.duration, 1ns, longest_time);
  check_effect(field / "effect", fault.effect);
}

void check_schedule(const Field& field, const FaultSchedule& plan, const Scenario& scenario) {
  (field / "first").between(plan.first, 0ns, longest_time);
  (field / "every").between(plan.every, 1ms, longest_time);
  (field / "lasts").between(plan.lasts, 1ns, plan.every);
  for (std::size_t i = 0; i < plan.services.size(); ++i)
    check_known((field / "services")[i], plan.services[i], scenario);
  if (plan.opening) check_known(field / "opening", *plan.opening, scenario);
  check_effect(field / "effect", plan.effect);
}

void check_slo(const Field& field, const Slo& slo) {
  (field / "error_percent").between(slo.error_percent, 1e-6, 100);
  (field / "p99").between(slo.p99, 1ns, longest_wait);
  (field / "window").between(slo.window, 1ns, 60s);
  (field / "pending_for").between(slo.pending_for, 0ns, 3600s);
  (field / "resolve_after").between(slo.resolve_after, 0ns, 3600s);
  (field / "minimum_samples").between(slo.minimum_samples, 1, 1'000'000);
  if (slo.burn_rates.size() > 8) (field / "burn_rates").refuse("there are more than 8");
  for (std::size_t i = 0; i < slo.burn_rates.size(); ++i) {
    const Field rule = (field / "burn_rates")[i];
    (rule / "long_window").between(slo.burn_rates[i].long_window, 1ns, 600s);
    (rule / "short_window").between(slo.burn_rates[i].short_window, 1ns, 600s);
    (rule / "threshold").between(slo.burn_rates[i].threshold, 1e-6, 1e6);
  }
}

}  // namespace

void validate(const Scenario& scenario) {
  const Field root{""};
  check_text(root / "name", scenario.name, 64);
  (root / "duration").between(scenario.duration, 1ns, longest_time);
  if (scenario.services.empty()) (root / "services").refuse("there is none");
  if (scenario.services.size() > services_max)
    (root / "services")
        .refuse("there are " + std::to_string(scenario.services.size()) + ", more than " +
                std::to_string(services_max));
  std::set<std::string> names;
  for (std::size_t i = 0; i < scenario.services.size(); ++i) {
    const Field field = (root / "services")[i];
    check_service(field, scenario.services[i], scenario.gateway.has_value());
    if (!names.insert(scenario.services[i].name).second)
      (field / "name").refuse("\"" + scenario.services[i].name + "\" is there twice");
  }
  if (scenario.gateway) check_gateway(root / "gateway", *scenario.gateway);
  if (scenario.faults.size() > 10'000) (root / "faults").refuse("there are more than 10000");
  for (std::size_t i = 0; i < scenario.faults.size(); ++i)
    check_fault((root / "faults")[i], scenario.faults[i], scenario);
  if (scenario.fault_schedule)
    check_schedule(root / "fault_schedule", *scenario.fault_schedule, scenario);
  check_slo(root / "slo", scenario.slo);
  if (scenario.compared_slow_calls)
    check_slow_calls(root / "compared_slow_calls", *scenario.compared_slow_calls);
}

void validate(const Fault& fault, const Scenario& scenario) {
  check_fault(Field{"fault"}, fault, scenario);
}

}  // namespace simulation
