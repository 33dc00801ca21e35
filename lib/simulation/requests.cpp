// The way of a request through the gateway.

#include <algorithm>

#include "simulation/engine.hpp"

namespace simulation {

void Engine::arrive(std::uint16_t service) {
  if (arrivals_are_over_) return;
  Station& station = stations_[service];
  schedule(now_ns + station.next_interarrival_ns(), Event::Kind::arrival, service);
  ++services_[service].phases[static_cast<std::size_t>(phase_)].arrived;
  ++request_meters_[service].running().arrivals;
  if (!scenario.gateway) return arrive_at_station(service);
  const WaitingRequest waiting{.arrived_ns = now_ns, .service = service, .phase = phase_};
  if (gateway_busy_ < scenario.gateway->workers) return start_request(waiting);
  if (waiting_.size() < static_cast<std::size_t>(scenario.gateway->queue))
    return waiting_.push(waiting);
  count_end(service, phase_, RequestEnd::rejected);
}

/// After every event: a loop here, since a request that ends at once would start the next one
/// inside its own start.
void Engine::start_waiting_requests() {
  while (!waiting_.is_empty() && gateway_busy_ < scenario.gateway->workers) {
    const WaitingRequest next = waiting_.front();
    waiting_.pop();
    start_request(next);
  }
}

void Engine::start_request(const WaitingRequest& waiting) {
  ServiceState& service = services_[waiting.service];
  const auto bulkhead = scenario.services[waiting.service].bulkhead;
  if (arm.bulkheads && bulkhead && service.held >= *bulkhead)
    return count_end(waiting.service, waiting.phase, RequestEnd::rejected);
  ++gateway_busy_;
  ++service.held;
  const std::uint32_t slot = requests_.take();
  Request& request = requests_[slot];
  request = {.arrived_ns = waiting.arrived_ns,
             .started_ns = now_ns,
             .generation = request.generation,
             .service = waiting.service,
             .phase = waiting.phase};
  retry_tokens_ = std::min(retry_tokens_ + retry_deposit_, retry_tokens_max);
  attempt(slot);
}

void Engine::attempt(std::uint32_t slot) {
  Request& request = requests_[slot];
  const std::uint16_t service = request.service;
  request.has_ticket = false;
  if (is_guarded(service)) {
    const auto ticket = admit(service);
    if (!ticket) return give_fallback_or(slot, RequestEnd::rejected);
    request.ticket = *ticket;
    request.has_ticket = true;
  }
  ++services_[service].attempts;
  SecondRecord& second = request_meters_[service].running();
  ++second.attempts;
  second.first_attempts += request.retries == 0 ? 1 : 0;
  request.sent_ns = now_ns;
  ++request.generation;
  timers_.push(
      {.time_ns = now_ns + timeout_ns_, .request = slot, .generation = request.generation});
  if (!submit(service, {now_ns, slot, request.generation})) end_attempt(slot, AttemptEnd::error);
}

void Engine::expire(const Timer& timer) {
  if (requests_[timer.request].generation == timer.generation)
    end_attempt(timer.request, AttemptEnd::timeout);
}

void Engine::resume(std::uint32_t slot) {
  if (requests_[slot].is_falling_back) return end_request(slot, RequestEnd::fallback);
  attempt(slot);
}

void Engine::end_attempt(std::uint32_t slot, AttemptEnd end) {
  Request& request = requests_[slot];
  ++request.generation;
  attempt_meters_[request.service].answered(now_ns - request.sent_ns, end != AttemptEnd::ok);
  if (request.has_ticket) hand_back(request, end == AttemptEnd::ok);
  if (end == AttemptEnd::ok) return end_request(slot, RequestEnd::ok);
  if (may_retry(request)) {
    const std::uint64_t wait_ns = backoff_ns(request);
    ++request.retries;
    ++services_[request.service].retries;
    ++request_meters_[request.service].running().retries;
    return schedule(now_ns + wait_ns, Event::Kind::resume, slot);
  }
  // A fallback belongs to the breaker.
  const RequestEnd failed = end == AttemptEnd::error ? RequestEnd::error : RequestEnd::timeout;
  if (is_guarded(request.service)) return give_fallback_or(slot, failed);
  end_request(slot, failed);
}

bool Engine::may_retry(const Request& request) {
  const Retry& retry = scenario.gateway->retry;
  if (!arm.retries || request.retries >= retry.retries) return false;
  if (!retry.budget_percent) return true;
  if (retry_tokens_ < retry_cost) return false;
  retry_tokens_ -= retry_cost;
  return true;
}

std::uint64_t Engine::backoff_ns(const Request& request) {
  const Retry& retry = scenario.gateway->retry;
  if (retry.backoff == Backoff::none) return 0;
  const std::uint64_t longest = static_cast<std::uint64_t>(retry.backoff_base.count())
                                << request.retries;
  return retry.backoff == Backoff::exponential ? longest : jitter_.below(longest + 1);
}

void Engine::give_fallback_or(std::uint32_t slot, RequestEnd end) {
  Request& request = requests_[slot];
  const auto& fallback = scenario.services[request.service].fallback;
  if (!fallback) return end_request(slot, end);
  request.is_falling_back = true;
  begin_fallback(request.service);
  schedule(now_ns + static_cast<std::uint64_t>(fallback->latency.count()), Event::Kind::resume,
           slot);
}

void Engine::end_request(std::uint32_t slot, RequestEnd end) {
  Request& request = requests_[slot];
  const std::uint64_t latency_ns = now_ns - request.arrived_ns;
  if (end != RequestEnd::rejected) {
    services_[request.service].phases[static_cast<std::size_t>(request.phase)].latency.record(
        latency_ns);
    gateway_meter_->answered(latency_ns, end == RequestEnd::error || end == RequestEnd::timeout);
  }
  SecondRecord& second = request_meters_[request.service].running();
  ++second.holds;
  second.held_ns += now_ns - request.started_ns;
  --gateway_busy_;
  --services_[request.service].held;
  // What is still under way for it, such as its timer, finds another generation.
  ++request.generation;
  requests_.give_back(slot);
  count_end(request.service, request.phase, end);
}

void Engine::count_end(std::uint16_t service, Phase phase, RequestEnd end) {
  RequestTotals& totals = services_[service].phases[static_cast<std::size_t>(phase)];
  SecondRecord& second = request_meters_[service].running();
  switch (end) {
    case RequestEnd::ok:
      ++totals.ok;
      break;
    case RequestEnd::fallback:
      ++totals.fallback;
      ++second.fallbacks;
      break;
    case RequestEnd::error:
      ++totals.error;
      break;
    case RequestEnd::timeout:
      ++totals.timeout;
      break;
    case RequestEnd::rejected:
      ++totals.rejected;
      ++second.rejected;
      gateway_meter_->failed();
      break;
  }
}

}  // namespace simulation
