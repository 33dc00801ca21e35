// What a run tells of itself.

#include <algorithm>

#include "simulation/engine.hpp"

namespace simulation {
namespace {

constexpr std::size_t history_shown_s = 120;

nanoseconds time_of(std::uint64_t ns) {
  return nanoseconds(static_cast<std::int64_t>(ns));
}

double ratio(Wide part, Wide whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

QueueTotals sum_up(const Station& station, std::uint64_t now_ns, Wide sojourns_there) {
  const Wide since_change = now_ns - station.changed_ns;
  const auto busy = static_cast<std::uint64_t>(station.busy);
  const Wide area = station.area + since_change * (station.waiting.size() + busy);
  const Wide busy_area = station.busy_area + since_change * busy;
  QueueTotals totals{.arrived = station.arrived,
                     .completed = station.completed,
                     .blocked = station.blocked,
                     .dropped = station.dropped};
  totals.mean_wait_ns = ratio(station.wait_sum, station.completed);
  totals.mean_sojourn_ns = ratio(station.sojourn_sum, station.completed);
  totals.mean_in_system = ratio(area, now_ns);
  totals.utilisation = ratio(busy_area, Wide{now_ns} * static_cast<unsigned>(station.workers));
  totals.blocked_percent = 100 * ratio(station.blocked, station.arrived);
  totals.little_holds = area == station.sojourn_sum + station.dropped_sum + sojourns_there;
  return totals;
}

}  // namespace

Totals Engine::totals() const {
  Totals totals{.time = time_of(now_ns),
                .events = events(),
                .in_flight = requests_.in_use() + waiting_.size(),
                .failure = failure};
  if (first_fault_ns_) totals.fault_began = time_of(*first_fault_ns_);
  if (first_fault_end_ns_) totals.fault_ended = time_of(*first_fault_end_ns_);
  std::vector<Wide> sojourns_there(services_.size());
  for (std::uint32_t slot = 0; slot < served_.size(); ++slot)
    if (served_[slot].is_in_use)
      sojourns_there[served_[slot].service] += now_ns - served_[slot].attempt.arrived_ns;
  for (std::size_t i = 0; i < services_.size(); ++i) {
    const ServiceState& state = services_[i];
    const Station& station = services_[i].station;
    for (std::size_t k = 0; k < station.waiting.size(); ++k)
      sojourns_there[i] += now_ns - station.waiting[k].arrived_ns;
    if (!scenario.gateway)
      totals.in_flight += station.waiting.size() + static_cast<std::uint64_t>(station.busy);
    totals.services.push_back({.name = scenario.services[i].name,
                               .phases = state.phases,
                               .queue = sum_up(station, now_ns, sojourns_there[i]),
                               .attempts = state.attempts,
                               .retries = state.retries,
                               .breaker = state.guard.totals});
  }
  return totals;
}

Snapshot Engine::snapshot() {
  const nanoseconds now = time_of(now_ns);
  Snapshot snapshot{.time = now,
                    .events = events(),
                    .breakers_on = arm.breakers,
                    .bulkheads_on = arm.bulkheads,
                    .retries_on = arm.retries,
                    .alerts = alerts_.list(now)};
  for (const std::uint32_t slot : active_faults_) snapshot.faults.push_back(faults_[slot].fault);
  for (std::uint16_t i = 0; i < services_.size(); ++i) {
    snapshot.services.push_back(view_service(i));
    for (const RequestTotals& phase : services_[i].phases) snapshot.arrived += phase.arrived;
  }
  if (scenario.gateway) snapshot.gateway = view_gateway(snapshot.services);
  snapshot.failure = failure;
  return snapshot;
}

NodeView Engine::view_node(const std::string& name, const Meter& meter) const {
  NodeView view{.name = name};
  view.second = meter.last_second();
  view.qps = static_cast<double>(view.second.samples);
  view.window = meter.window();
  view.latency = meter.latency();
  view.error_rate_breached = alerts_.error_rate_is_breached(meter);
  view.p99_breached = alerts_.p99_is_breached(meter);
  for (const BurnRateRule& rule : scenario.slo.burn_rates)
    view.burn_rates.push_back(meter.burn_rate(rule));
  view.history = meter.history(history_shown_s);
  if (view.error_rate_breached || view.p99_breached) view.health = Health::degraded;
  return view;
}

ServiceView Engine::view_service(std::uint16_t index) {
  const Service& config = scenario.services[index];
  ServiceState& state = services_[index];
  const Station& station = services_[index].station;
  ServiceView view{.node = view_node(config.name, services_[index].attempt_meter)};
  view.busy = station.busy;
  view.workers = station.workers;
  view.waiting = station.waiting.size();
  view.queue = config.queue;
  view.gateway_workers_held = state.held;
  if (arm.bulkheads) view.bulkhead = config.bulkhead;
  if (is_guarded(state) && !failure) {
    guarded([&] { view.breaker = state.guard.port->view(time_of(now_ns)); });
    if (view.breaker && view.breaker->state == breaker::State::open)
      view.node.health = Health::open;
    if (view.breaker && view.breaker->state == breaker::State::half_open)
      view.node.health = Health::half_open;
  }
  const MeterSums second = services_[index].request_meter.last(1);
  view.arrivals_per_s = static_cast<double>(second.arrivals);
  view.retries_per_s = static_cast<double>(second.retries);
  view.fallback_per_s = static_cast<double>(second.fallbacks);
  view.rejected_per_s = static_cast<double>(second.rejected);
  view.expected_occupancy = expected_occupancy(index);
  for (std::size_t i = 0; i < active_faults_.size(); ++i)
    if (faults_[active_faults_[i]].service == index) view.faults.push_back(i);
  return view;
}

/// The rate of the whole window, since rates are steady; the time of the last seconds alone, since
/// that is what a fault changes.
double Engine::expected_occupancy(std::uint16_t service) const {
  constexpr std::size_t recent_s = 2;
  const Meter& meter = services_[service].request_meter;
  const MeterSums window = meter.last(whole_seconds(scenario.slo.window));
  const MeterSums recent = meter.last(recent_s);
  const MeterSums& holds = recent.holds > 0 ? recent : window;
  if (window.seconds == 0 || holds.holds == 0) return 0;
  const double per_second =
      static_cast<double>(window.arrivals) / static_cast<double>(window.seconds);
  return per_second * static_cast<double>(holds.held_ns) / 1e9 / static_cast<double>(holds.holds);
}

GatewayView Engine::view_gateway(const std::vector<ServiceView>& services) const {
  GatewayView view{.node = view_node("API Gateway", *gateway_meter_)};
  view.busy = gateway_busy_;
  view.workers = scenario.gateway->workers;
  view.waiting = waiting_.size();
  view.queue = scenario.gateway->queue;
  MeterSums window;
  for (std::size_t i = 0; i < services.size(); ++i) {
    view.retries_per_s += services[i].retries_per_s;
    view.fallback_per_s += services[i].fallback_per_s;
    view.rejected_per_s += services[i].rejected_per_s;
    view.expected_occupancy += services[i].expected_occupancy;
    window.add(services_[i].request_meter.last(whole_seconds(scenario.slo.window)));
  }
  if (window.first_attempts > 0)
    view.amplification =
        static_cast<double>(window.attempts) / static_cast<double>(window.first_attempts);
  return view;
}

}  // namespace simulation
