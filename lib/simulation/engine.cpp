#include "simulation/engine.hpp"

#include <algorithm>

#include "simulation/words.hpp"

namespace simulation {
namespace {

constexpr std::uint64_t second_ns = 1'000'000'000;

Scenario validated(const Scenario& scenario) {
  validate(scenario);
  return scenario;
}

/// Of a quiet time: an arrival and its completion each.
double events_per_second(const Scenario& scenario) {
  double events = 1;
  for (const Service& service : scenario.services) events += 2 * service.arrivals_per_s;
  return events;
}

BreakerPolicy policy_in(const Arm& arm, const Service& service) {
  BreakerPolicy policy = service.breaker;
  if (auto* rate = std::get_if<breaker::FailureRatePolicy>(&policy);
      rate != nullptr && arm.slow_calls)
    rate->slow_calls = arm.slow_calls;
  return policy;
}

}  // namespace

Engine::Engine(const Scenario& wanted, std::uint64_t seed_of_run, const Arm& arm_of_run,
               const PortFactory& ports)
    : scenario(validated(wanted)),
      seed(seed_of_run),
      arm(arm_of_run),
      queue_(events_per_second(scenario)),
      jitter_(seed_of_run, "jitter"),
      schedule_random_(seed_of_run, "fault schedule"),
      alerts_(scenario.slo,
              [this](const Alert& alert, bool was_firing) { tell_alert(alert, was_firing); }) {
  services_.reserve(scenario.services.size());
  std::size_t workers = 0;
  for (std::size_t i = 0; i < scenario.services.size(); ++i) {
    const Service& service = scenario.services[i];
    services_.emplace_back(service, seed, scenario.slo);
    workers += static_cast<std::size_t>(service.workers);
    if (scenario.gateway) {
      if (ports) services_[i].guard.port = ports(service, i);
      if (!services_[i].guard.port) services_[i].guard.port = make_port(policy_in(arm, service));
    }
    if (service.arrivals_per_s > 0)
      schedule(services_[i].station.next_interarrival_ns(), Event::Kind::arrival,
               static_cast<std::uint32_t>(i));
  }
  constexpr std::size_t reserved_max = 65'536;
  served_.reserve(std::min(workers, reserved_max));
  if (const auto& gateway = scenario.gateway) {
    gateway_meter_.emplace(scenario.slo);
    timeout_ns_ = static_cast<std::uint64_t>(gateway->timeout.count());
    requests_.reserve(std::min(static_cast<std::size_t>(gateway->workers), reserved_max));
    if (const auto budget = gateway->retry.budget_percent) {
      retry_deposit_ = static_cast<std::int64_t>(*budget * 100);
      retry_tokens_ = retry_tokens_max;
    }
  }
  for (const Fault& fault : scenario.faults) add_fault(fault);
  if (scenario.fault_schedule)
    schedule(static_cast<std::uint64_t>(scenario.fault_schedule->first.count()),
             Event::Kind::next_fault, 0);
  schedule(second_ns, Event::Kind::second, 0);
}

void Engine::fail(const std::string& verdict) {
  failure = verdict;
  write({.kind = LogEntry::Kind::arm_failed, .text = verdict});
}

void Engine::run_until(std::uint64_t time_ns) {
  guarded([&] {
    while (next_event(time_ns)) {
    }
    now_ns = std::max(now_ns, time_ns);
  });
}

/// Comes after all that happens now: what a step has left of this instant would else be before it
/// in one run and after it in its replay.
void Engine::note_steering(const decltype(Steering::what)& what) {
  run_until(now_ns);
  steering.push_back({.time = nanoseconds(static_cast<std::int64_t>(now_ns)), .what = what});
}

bool Engine::step() {
  bool there_was_one = false;
  guarded([&] {
    // A timer that nobody waits for is an event, too.
    const auto timer_ns = timers_.next_of_all_ns(now_ns);
    if (timer_ns && *timer_ns <= queue_.top_time_ns()) {
      now_ns = *timer_ns;
      expire_timer(now_ns);
      there_was_one = true;
    } else {
      there_was_one = next_event(UINT64_MAX);
    }
  });
  return there_was_one && !failure;
}

void Engine::drain() {
  arrivals_are_over_ = true;
  guarded([&] {
    while (!is_quiet() && next_event(UINT64_MAX)) {
    }
  });
}

bool Engine::is_quiet() const {
  return requests_.in_use() == 0 && served_.in_use() == 0 && waiting_.is_empty();
}

/// The next one up to then that somebody waits for, if there is one.
bool Engine::expire_timer(std::uint64_t until_ns) {
  const auto timer = timers_.take(until_ns, generations_);
  if (!timer) return false;
  now_ns = timer->time_ns;
  end_attempt(timer->request, AttemptEnd::timeout);
  start_waiting_requests();
  return true;
}

bool Engine::next_event(std::uint64_t limit_ns) {
  const std::uint64_t event_ns = queue_.top_time_ns();
  const std::uint64_t until_ns = std::min(event_ns, limit_ns);
  // At one time, timers come before events.
  if (timers_.next_ns() <= until_ns && expire_timer(until_ns)) return true;
  if (event_ns > limit_ns) return false;
  const Event event = queue_.top();
  queue_.pop();
  ++handled_;
  now_ns = event_ns;
  handle(event);
  start_waiting_requests();
  return true;
}

void Engine::handle(const Event& event) {
  switch (event.kind) {
    case Event::Kind::arrival:
      return arrive(static_cast<std::uint16_t>(event.slot));
    case Event::Kind::completion:
      return complete(event.slot);
    case Event::Kind::resume:
      return resume(event.slot);
    case Event::Kind::second:
      return end_second();
    case Event::Kind::fault_begin:
      return begin_fault(event.slot);
    case Event::Kind::fault_end:
      return end_fault(event.slot);
    case Event::Kind::next_fault:
      return begin_scheduled_fault();
    case Event::Kind::breaker_check: {
      Guard& guard = services_[event.slot].guard;
      if (guard.check_ns == now_ns) guard.check_ns = 0;
      return look_at(static_cast<std::uint16_t>(event.slot));
    }
  }
}

void Engine::end_second() {
  timers_.forget(now_ns);
  schedule(now_ns + second_ns, Event::Kind::second, 0);
  const nanoseconds now(static_cast<std::int64_t>(now_ns));
  for (std::uint16_t i = 0; i < services_.size(); ++i) {
    ServiceState& service = services_[i];
    service.attempt_meter.end_second();
    service.request_meter.end_second();
    const bool fell_back = service.request_meter.last(1).fallbacks > 0;
    if (service.guard.port) look_at(i);
    service.seconds_without_fallback = fell_back ? 0 : service.seconds_without_fallback + 1;
    if (service.is_falling_back && service.guard.state == breaker::State::closed &&
        service.seconds_without_fallback >= 2)
      end_fallback(i, service.fallback_entry);
  }
  if (gateway_meter_) {
    gateway_meter_->end_second();
    alerts_.judge(std::nullopt, *gateway_meter_, now);
  }
  for (std::size_t i = 0; i < services_.size(); ++i)
    alerts_.judge(i, services_[i].attempt_meter, now);
}

std::uint64_t Engine::write(LogEntry entry) {
  if (log.size() == log_entries_max) log.pop_front();
  entry.id = next_entry_++;
  entry.time = nanoseconds(static_cast<std::int64_t>(now_ns));
  log.push_back(std::move(entry));
  return log.back().id;
}

std::size_t Engine::place(const Alert& alert) const {
  const std::size_t kinds = 2 + scenario.slo.burn_rates.size();
  const std::size_t node = alert.service ? *alert.service + 1 : 0;
  const std::size_t kind = alert.kind == Alert::Kind::error_rate ? 0
                           : alert.kind == Alert::Kind::p99      ? 1
                                                                 : 2 + alert.burn_rule.value_or(0);
  return node * kinds + kind;
}

void Engine::tell_alert(const Alert& alert, bool was_firing) {
  if (alert_entries_.empty())
    alert_entries_.resize((services_.size() + 1) * (2 + scenario.slo.burn_rates.size()));
  std::uint64_t& last = alert_entries_[place(alert)];
  LogEntry entry{.service = alert.service};
  switch (alert.kind) {
    case Alert::Kind::error_rate:
      entry.text = "error rate " + decimal(alert.value, 2) + " %";
      break;
    case Alert::Kind::p99:
      entry.text = "p99 " + decimal(alert.value, 0) + " ms";
      break;
    case Alert::Kind::burn_rate:
      entry.text = "burn rate " + decimal(alert.value, 1) + "x";
      break;
  }
  const std::string limit =
      decimal(alert.threshold, 2) + (alert.kind == Alert::Kind::error_rate ? " %"
                                     : alert.kind == Alert::Kind::p99      ? " ms"
                                                                           : "x");
  switch (alert.phase) {
    case Alert::Phase::pending:
    case Alert::Phase::firing:
      entry.kind = alert.phase == Alert::Phase::pending ? LogEntry::Kind::alert_pending
                                                        : LogEntry::Kind::alert_firing;
      entry.text += " > " + limit;
      entry.cause = alert.phase == Alert::Phase::firing && alert.pending_since != alert.since ? last
                    : alert.service ? fault_cause(static_cast<std::uint16_t>(*alert.service))
                                    : any_fault_cause();
      break;
    case Alert::Phase::resolved:
      entry.kind = LogEntry::Kind::alert_resolved;
      entry.text += was_firing ? ", within " + limit : ", pending no longer";
      entry.cause = last;
      break;
  }
  last = write(std::move(entry));
}

}  // namespace simulation
