#include "simulation/scenarios.hpp"

#include <array>

namespace simulation {
namespace {

ServiceTime lognormal_time(nanoseconds mean) {
  return {.kind = ServiceTime::Kind::lognormal, .mean = mean, .sigma = 0.5};
}

/// Opens at 5 % of the last 100 calls. Fewer than 100 would make noise look like failure: at 20
/// calls one error alone is 5 %.
breaker::FailureRatePolicy five_percent_breaker() {
  return {.window = breaker::CountWindow{.calls = 100},
          .minimum_calls = 100,
          .failure_rate_percent = 5,
          .open_duration = 5s,
          .permitted_probes = 10,
          .probe_max_wait = 5s};
}

/// At 40 requests/s an objective of 1 % over 10 s is breached by five errors. Of 600 quiet runs of
/// ten minutes 25 told a false alarm with 0.1 % errors, 3 with 0.05 %, and none with this.
constexpr double base_error_percent = 0.02;

Service make_service(const char* name, double arrivals_per_s, nanoseconds mean,
                     const char* fallback) {
  return {.name = name,
          .workers = 16,
          .queue = 5000,
          .arrivals_per_s = arrivals_per_s,
          .service_time = lognormal_time(mean),
          .error_percent = base_error_percent,
          .fallback = Fallback{.name = fallback, .latency = 1ms},
          .bulkhead = 24,
          .breaker = five_percent_breaker()};
}

/// Three services behind a gateway whose pool they share: 7 of 64 workers are busy in good times.
Scenario shop(const char* name, const char* description) {
  return {.name = name,
          .description = description,
          .gateway = Gateway{.workers = 64, .queue = 128, .timeout = 1s},
          .services = {make_service("User", 100, 20ms, "cached profile"),
                       make_service("Order", 60, 40ms, "order list of a minute ago"),
                       make_service("Payment", 40, 60ms, "queued")}};
}

Scenario payment_outage() {
  Scenario scenario = shop("payment-outage",
                           "Payment degrades at 30 s, then every 30 s a service that the seed "
                           "chooses: 20 % errors and 15 times the latency for 20 s");
  scenario.fault_schedule = FaultSchedule{.first = 30s,
                                          .every = 30s,
                                          .lasts = 20s,
                                          .opening = "Payment",
                                          .effect = {.error_percent = 20, .latency_factor = 15}};
  return scenario;
}

Scenario slow_not_failing() {
  Scenario scenario = shop("slow-not-failing",
                           "Payment gets eight times slower without failing: a breaker that looks "
                           "at errors alone never opens");
  scenario.compared_slow_calls = breaker::SlowCalls{.longer_than = 300ms, .rate_percent = 50};
  scenario.gateway->timeout = 3s;
  Service& payment = scenario.services[2];
  payment.workers = 64;
  scenario.faults = {
      {.service = "Payment", .at = 30s, .duration = 30s, .effect = {.latency_factor = 8}}};
  return scenario;
}

/// With a retry each, the service has work for 280 x 2 calls/s and can do 300: it cannot come out
/// of a backlog in which every call times out. From 150 requests/s on it is vulnerable.
Scenario retry_storm() {
  Scenario scenario = shop("retry-storm",
                           "Payment stalls for ten seconds at 30 s. Then one retry for every call "
                           "keeps it busy for good with calls that have timed out (metastable); "
                           "with a breaker it recovers");
  scenario.duration = 180s;
  scenario.gateway->workers = 1000;
  scenario.gateway->retry.retries = 1;
  Service& payment = scenario.services[2];
  payment.workers = 30;
  payment.queue = 100'000;
  payment.arrivals_per_s = 280;
  payment.service_time = {.kind = ServiceTime::Kind::lognormal, .mean = 100ms, .sigma = 0.25};
  payment.bulkhead = 60;
  scenario.slo.p99 = 500ms;
  scenario.faults = {
      {.service = "Payment", .at = 30s, .duration = 10s, .effect = {.hang_percent = 100}}};
  return scenario;
}

Scenario low_traffic() {
  Scenario scenario = shop("low-traffic",
                           "Few requests, judged over small windows: at ten calls one error is "
                           "10 %, so breakers open and alerts fire though nothing is wrong");
  scenario.duration = 600s;
  constexpr std::array<double, 3> rates{5, 3, 2};
  for (std::size_t i = 0; i < scenario.services.size(); ++i) {
    Service& service = scenario.services[i];
    service.arrivals_per_s = rates[i];
    service.error_percent = 0.5;
    auto policy = five_percent_breaker();
    policy.window = breaker::CountWindow{.calls = 10};
    policy.minimum_calls = 10;
    policy.permitted_probes = 3;
    service.breaker = policy;
  }
  scenario.slo.minimum_samples = 1;
  scenario.slo.window = 1s;
  scenario.slo.pending_for = 0s;
  return scenario;
}

Scenario flapping() {
  Scenario scenario = shop("flapping",
                           "Payment fails for 4 s out of every 10 s: the breaker opens, probes, "
                           "closes, and opens again");
  for (int i = 0; i < 9; ++i)
    scenario.faults.push_back({.service = "Payment",
                               .at = 30s + i * 10s,
                               .duration = 4s,
                               .effect = {.error_percent = 60}});
  scenario.duration = 150s;
  return scenario;
}

}  // namespace

const std::vector<Scenario>& named_scenarios() {
  static const std::vector<Scenario> scenarios{payment_outage(), slow_not_failing(), retry_storm(),
                                               low_traffic(), flapping()};
  return scenarios;
}

const Scenario* find_scenario(std::string_view name) {
  for (const Scenario& scenario : named_scenarios())
    if (scenario.name == name) return &scenario;
  return nullptr;
}

}  // namespace simulation
