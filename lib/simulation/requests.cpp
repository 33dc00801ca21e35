// The way of a request through the gateway.

#include <algorithm>

#include "simulation/engine.hpp"

namespace simulation {

void Engine::arrive(std::uint16_t index) {
  if (arrivals_are_over_) return;
  ServiceState& service = services_[index];
  schedule(now_ns + service.station.next_interarrival_ns(), Event::Kind::arrival, index);
  ++service.phases[static_cast<std::size_t>(phase_)].arrived;
  ++service.request_meter.sums().arrivals;
  if (!scenario.gateway) return arrive_at_station(index);
  const WaitingRequest waiting{.arrived_ns = now_ns, .service = index, .phase = phase_};
  if (gateway_busy_ < scenario.gateway->workers) return start_request(waiting);
  if (waiting_.size() < static_cast<std::size_t>(scenario.gateway->queue))
    return waiting_.push(waiting);
  count_end(service, phase_, RequestEnd::rejected);
}

/// A loop here, since a request that ends at once would start the next one inside its own start.
void Engine::start_as_many_as_fit() {
  while (!waiting_.is_empty() && gateway_busy_ < scenario.gateway->workers) {
    const WaitingRequest next = waiting_.front();
    waiting_.pop();
    start_request(next);
  }
}

void Engine::start_request(const WaitingRequest& waiting) {
  ServiceState& service = services_[waiting.service];
  if (arm.bulkheads) {
    const auto bulkhead = scenario.services[waiting.service].bulkhead;
    if (bulkhead && service.held >= *bulkhead)
      return count_end(service, waiting.phase, RequestEnd::rejected);
  }
  ++gateway_busy_;
  ++service.held;
  const std::uint32_t slot = requests_.take();
  if (slot == generations_.size()) generations_.push_back(0);
  requests_[slot] = {.arrived_ns = waiting.arrived_ns,
                     .started_ns = now_ns,
                     .service = waiting.service,
                     .phase = waiting.phase};
  retry_tokens_ = std::min(retry_tokens_ + retry_deposit_, retry_tokens_max);
  attempt(slot);
}

void Engine::attempt(std::uint32_t slot) {
  Request& request = requests_[slot];
  ServiceState& service = services_[request.service];
  request.has_ticket = false;
  if (is_guarded(service)) {
    const auto ticket = admit(request.service);
    if (!ticket) return give_fallback_or(slot, RequestEnd::rejected);
    request.ticket = *ticket;
    request.has_ticket = true;
  }
  ++service.attempts;
  MeterSums& sums = service.request_meter.sums();
  ++sums.attempts;
  sums.first_attempts += request.retries == 0 ? 1 : 0;
  request.sent_ns = now_ns;
  const std::uint32_t generation = ++generations_[slot];
  timers_.set({.time_ns = now_ns + timeout_ns_, .request = slot, .generation = generation});
  if (!submit(request.service, {now_ns, slot, generation})) end_attempt(slot, AttemptEnd::error);
}

void Engine::resume(std::uint32_t slot) {
  if (requests_[slot].is_falling_back) return end_request(slot, RequestEnd::fallback);
  attempt(slot);
}

void Engine::end_attempt(std::uint32_t slot, AttemptEnd end) {
  Request& request = requests_[slot];
  ServiceState& service = services_[request.service];
  ++generations_[slot];
  service.attempt_meter.answered(now_ns - request.sent_ns, end != AttemptEnd::ok);
  if (request.has_ticket) hand_back(request, end == AttemptEnd::ok);
  if (end == AttemptEnd::ok) return end_request(slot, RequestEnd::ok);
  if (may_retry(request)) {
    const std::uint64_t wait_ns = backoff_ns(request);
    ++request.retries;
    ++service.retries;
    ++service.request_meter.sums().retries;
    return schedule(now_ns + wait_ns, Event::Kind::resume, slot);
  }
  // A fallback belongs to the breaker.
  const RequestEnd failed = end == AttemptEnd::error ? RequestEnd::error : RequestEnd::timeout;
  if (is_guarded(service)) return give_fallback_or(slot, failed);
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
  const Request& request = requests_[slot];
  ServiceState& service = services_[request.service];
  const std::uint64_t latency_ns = now_ns - request.arrived_ns;
  if (end != RequestEnd::rejected) {
    service.phases[static_cast<std::size_t>(request.phase)].latency.record(latency_ns);
    gateway_meter_->answered(latency_ns, end == RequestEnd::error || end == RequestEnd::timeout);
  }
  MeterSums& sums = service.request_meter.sums();
  ++sums.holds;
  sums.held_ns += now_ns - request.started_ns;
  --gateway_busy_;
  --service.held;
  // What is still under way for it, such as its timer, finds another generation.
  ++generations_[slot];
  requests_.give_back(slot);
  count_end(service, request.phase, end);
}

void Engine::count_end(ServiceState& service, Phase phase, RequestEnd end) {
  RequestTotals& totals = service.phases[static_cast<std::size_t>(phase)];
  MeterSums& sums = service.request_meter.sums();
  switch (end) {
    case RequestEnd::ok:
      ++totals.ok;
      break;
    case RequestEnd::fallback:
      ++totals.fallback;
      ++sums.fallbacks;
      break;
    case RequestEnd::error:
      ++totals.error;
      break;
    case RequestEnd::timeout:
      ++totals.timeout;
      break;
    case RequestEnd::rejected:
      ++totals.rejected;
      ++sums.rejected;
      gateway_meter_->failed();
      break;
  }
}

}  // namespace simulation
