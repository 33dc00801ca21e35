// The services: a queue before workers, each.

#include <algorithm>

#include "simulation/engine.hpp"

namespace simulation {

void Engine::arrive_at_station(std::uint16_t service) {
  ++services_[service].attempts;
  Station& station = services_[service].station;
  const std::uint64_t blocked_before = station.blocked;
  if (submit(service, {.arrived_ns = now_ns, .request = static_cast<std::uint32_t>(phase_)}))
    return;
  RequestTotals& totals = services_[service].phases[static_cast<std::size_t>(phase_)];
  if (station.blocked > blocked_before) {
    ++totals.blocked;
    ++services_[service].request_meter.sums().rejected;
    return services_[service].attempt_meter.failed();
  }
  ++totals.error;
  totals.latency.record(0);
  services_[service].attempt_meter.answered(0, true);
}

/// False when the service refuses at once.
bool Engine::submit(std::uint16_t service, const Attempt& attempt) {
  Station& station = services_[service].station;
  if (!station.trouble.reset.is_never() && station.trouble.reset.strikes(station.troubles))
    return false;
  ++station.arrived;
  if (station.busy < station.workers) {
    station.advance(now_ns);
    serve(service, attempt);
    return true;
  }
  if (!station.has_room()) {
    ++station.blocked;
    return false;
  }
  station.advance(now_ns);
  station.waiting.push(attempt);
  return true;
}

void Engine::serve(std::uint16_t service, const Attempt& attempt) {
  Station& station = services_[service].station;
  const Trouble& trouble = station.trouble;
  ++station.busy;
  const std::uint32_t slot = served_.take();
  Served& served = served_[slot];
  served = {.attempt = attempt, .started_ns = now_ns, .service = service, .is_in_use = true};
  // Drawn in every case, so that the draws after a fault are those of a run without it.
  const double drawn_ns = station.sampler.draw(station.service_times);
  served.will_fail = trouble.error.strikes(station.failures);
  std::uint64_t end_ns = now_ns + whole_ns(drawn_ns * trouble.latency_factor + trouble.added_ns);
  if (!trouble.hang.is_never() && trouble.hang.strikes(station.troubles)) {
    served.will_fail = true;
    end_ns = trouble.hangs_until_ns;
  }
  schedule(end_ns, Event::Kind::completion, slot);
}

void Engine::complete(std::uint32_t slot) {
  const Served served = served_[slot];
  const std::uint16_t service = served.service;
  Station& station = services_[service].station;
  const Attempt& attempt = served.attempt;
  served_[slot].is_in_use = false;
  served_.give_back(slot);
  station.advance(now_ns);
  --station.busy;
  ++station.completed;
  station.wait_sum += served.started_ns - attempt.arrived_ns;
  station.sojourn_sum += now_ns - attempt.arrived_ns;
  while (!station.waiting.is_empty() && station.busy < station.workers) {
    const Attempt next = station.waiting.front();
    station.waiting.pop();
    if (scenario.gateway && scenario.gateway->abandoned == Abandoned::dropped &&
        generations_[next.request] != next.generation) {
      ++station.dropped;
      station.dropped_sum += now_ns - next.arrived_ns;
      continue;
    }
    serve(service, next);
  }
  if (scenario.gateway) {
    if (generations_[attempt.request] == attempt.generation)
      end_attempt(attempt.request, served.will_fail ? AttemptEnd::error : AttemptEnd::ok);
    return;
  }
  const std::uint64_t sojourn_ns = now_ns - attempt.arrived_ns;
  services_[service].attempt_meter.answered(sojourn_ns, served.will_fail);
  RequestTotals& totals = services_[service].phases[attempt.request];
  ++(served.will_fail ? totals.error : totals.ok);
  totals.latency.record(sojourn_ns);
}

}  // namespace simulation
