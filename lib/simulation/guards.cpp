// The breakers at their places, and what is told about them.

#include <algorithm>

#include "simulation/engine.hpp"
#include "simulation/words.hpp"

namespace simulation {
namespace {

nanoseconds as_time(std::uint64_t ns) {
  return nanoseconds(static_cast<std::int64_t>(ns));
}

/// A trip this long after a fault is still its doing: the window may hold its results.
constexpr std::uint64_t aftermath_ns = 10'000'000'000;

}  // namespace

std::optional<CallTicket> Engine::admit(std::uint16_t service) {
  Guard& guard = services_[service].guard;
  const Admission admission = guard.port->admit(as_time(now_ns));
  see(service, admission.state);
  const auto& ticket = admission.ticket;
  if (!ticket) return std::nullopt;
  guard.totals.attempts_while_open += guard.state == breaker::State::open ? 1 : 0;
  guard.totals.probes += guard.state == breaker::State::half_open ? 1 : 0;
  return ticket;
}

void Engine::hand_back(const Request& request, bool is_success) {
  BreakerPort& port = *services_[request.service].guard.port;
  const nanoseconds duration = as_time(now_ns - request.sent_ns);
  see(request.service, is_success ? port.succeed(request.ticket, as_time(now_ns), duration)
                                  : port.fail(request.ticket, as_time(now_ns), duration));
}

void Engine::look_at(std::uint16_t service) {
  see(service, services_[service].guard.port->state(as_time(now_ns)));
}

void Engine::follow(std::uint16_t service, breaker::State state) {
  Guard& guard = services_[service].guard;
  if (state != guard.state) note_transition(service, state);
  const auto next = guard.port->next_change(as_time(now_ns));
  if (!next || *next <= as_time(now_ns)) return;
  const auto next_ns = static_cast<std::uint64_t>(next->count());
  if (guard.check_ns == next_ns) return;
  guard.check_ns = next_ns;
  schedule(next_ns, Event::Kind::breaker_check, service);
}

void Engine::note_transition(std::uint16_t service, breaker::State to) {
  ServiceState& state = services_[service];
  Guard& guard = state.guard;
  const breaker::State from = guard.state;
  guard.state = to;
  LogEntry entry{.cause = guard.last_entry,
                 .kind = LogEntry::Kind::breaker,
                 .service = service,
                 .text = state_text(from) + " -> " + state_text(to),
                 .from = from,
                 .to = to};
  if (to == breaker::State::open) {
    ++guard.totals.opened;
    if (from == breaker::State::closed) {
      ++guard.totals.tripped;
      entry.cause = fault_cause(service);
      guard.totals.false_trips += entry.cause == 0 ? 1 : 0;
    }
    if (state.first_fault_ns && !guard.totals.time_to_open)
      guard.totals.time_to_open = as_time(now_ns - *state.first_fault_ns);
    const std::string reason = guard.port->reason();
    if (!reason.empty()) entry.text += ": " + reason;
  } else if (to == breaker::State::half_open) {
    entry.text += ": probes are let through";
  } else {
    if (from == breaker::State::half_open) entry.text += ": the probes came back well";
    if (state.first_fault_end_ns && !guard.totals.time_to_close)
      guard.totals.time_to_close = as_time(now_ns - *state.first_fault_end_ns);
  }
  guard.last_entry = write(std::move(entry));
  if (to == breaker::State::closed && state.is_falling_back)
    end_fallback(service, guard.last_entry);
}

void Engine::begin_fallback(std::uint16_t service) {
  ServiceState& state = services_[service];
  if (state.is_falling_back) return;
  state.is_falling_back = true;
  state.seconds_without_fallback = 0;
  const bool is_closed = state.guard.state == breaker::State::closed;
  state.fallback_entry = write({.cause = is_closed ? fault_cause(service) : state.guard.last_entry,
                                .kind = LogEntry::Kind::fallback_begins,
                                .service = service,
                                .text = "requests are answered by the fallback: " +
                                        scenario.services[service].fallback->name});
}

void Engine::end_fallback(std::uint16_t service, std::uint64_t cause) {
  services_[service].is_falling_back = false;
  write({.cause = cause,
         .kind = LogEntry::Kind::fallback_ends,
         .service = service,
         .text = "requests are answered by the service again"});
}

void Engine::set_breakers(bool on) {
  if (arm.breakers == on) return;
  note_steering(Steering::Switch{Steering::Subject::breakers, on});
  arm.breakers = on;
  write({.text = on ? "breakers on" : "breakers off: calls go past them, no fallback"});
}

void Engine::set_retries(bool on) {
  if (arm.retries == on) return;
  note_steering(Steering::Switch{Steering::Subject::retries, on});
  arm.retries = on;
  write({.text = on ? "retries on" : "retries off"});
}

void Engine::set_bulkheads(bool on) {
  if (arm.bulkheads == on) return;
  note_steering(Steering::Switch{Steering::Subject::bulkheads, on});
  arm.bulkheads = on;
  write({.text = on ? "bulkheads on" : "bulkheads off"});
}

/// The entry of the fault that is active on the service, or was a short while ago; 0: none.
std::uint64_t Engine::fault_cause(std::uint16_t service) const {
  const ServiceState& state = services_[service];
  const bool is_over = state.fault_ended_ns && now_ns - *state.fault_ended_ns > aftermath_ns;
  return is_over ? 0 : state.fault_entry;
}

std::uint64_t Engine::any_fault_cause() const {
  std::uint64_t latest = 0;
  for (std::uint16_t i = 0; i < services_.size(); ++i) latest = std::max(latest, fault_cause(i));
  return latest;
}

}  // namespace simulation
