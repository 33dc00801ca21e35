#include "simulation/breaker_port.hpp"

#include "simulation/words.hpp"

namespace simulation {
namespace {

double share_percent(std::int64_t part, std::int64_t calls) {
  return calls == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(calls);
}

/// The nearest that fits, for times far off.
nanoseconds sum_at_most_max(nanoseconds now, nanoseconds wait) {
  return wait > nanoseconds::max() - now ? nanoseconds::max() : now + wait;
}

Admission as_admission(const std::optional<breaker::Ticket>& ticket, breaker::State state) {
  Admission admission{.state = state};
  if (ticket) admission.ticket = {.number = ticket->period, .is_probe = ticket->is_trial};
  return admission;
}

class ConsecutivePort final : public BreakerPort {
 public:
  explicit ConsecutivePort(const breaker::Policy& policy) : breaker_(policy) {}

  Admission admit(nanoseconds now) override {
    return as_admission(breaker_.begin(now).ticket, breaker_.state(now));
  }
  breaker::State succeed(CallTicket ticket, nanoseconds now, nanoseconds) override {
    breaker_.succeed({.period = ticket.number, .is_trial = ticket.is_probe}, now);
    return breaker_.state(now);
  }
  breaker::State fail(CallTicket ticket, nanoseconds now, nanoseconds) override {
    const auto rule = breaker_.fail({.period = ticket.number, .is_trial = ticket.is_probe}, now);
    if (rule == breaker::Rule::trip)
      reason_ = std::to_string(breaker_.policy().failure_threshold) + " failures in a row";
    if (rule == breaker::Rule::reopen) reason_ = "a probe failed";
    return breaker_.state(now);
  }
  breaker::State state(nanoseconds now) override { return breaker_.state(now); }
  std::optional<nanoseconds> next_change(nanoseconds now) override {
    if (breaker_.state(now) != breaker::State::open) return std::nullopt;
    return sum_at_most_max(now, breaker_.time_to_half_open(now));
  }
  BreakerView view(nanoseconds now) override {
    const auto snapshot = breaker_.snapshot(now);
    BreakerView view{.state = breaker_.state(now)};
    if (view.state == breaker::State::closed)
      view.in_a_row = {.failures = snapshot.failures,
                       .threshold = breaker_.policy().failure_threshold};
    if (view.state == breaker::State::half_open)
      view.probes = {.used = snapshot.successes + snapshot.trials_in_flight,
                     .permitted = breaker_.policy().success_threshold};
    if (view.state == breaker::State::open) view.until_half_open = breaker_.time_to_half_open(now);
    return view;
  }
  std::string reason() const override { return reason_; }

 private:
  breaker::ConsecutiveBreaker breaker_;
  std::string reason_;
};

class FailureRatePort final : public BreakerPort {
 public:
  explicit FailureRatePort(const breaker::FailureRatePolicy& policy) : breaker_(policy) {}

  Admission admit(nanoseconds now) override {
    now_ = now;
    const auto ticket = breaker_.begin(now);
    return as_admission(ticket, breaker_.state(now));
  }
  breaker::State succeed(CallTicket ticket, nanoseconds now, nanoseconds duration) override {
    now_ = now;
    breaker_.succeed({.period = ticket.number, .is_trial = ticket.is_probe}, now, duration);
    return breaker_.state(now);
  }
  breaker::State fail(CallTicket ticket, nanoseconds now, nanoseconds duration) override {
    now_ = now;
    breaker_.fail({.period = ticket.number, .is_trial = ticket.is_probe}, now, duration);
    return breaker_.state(now);
  }
  breaker::State state(nanoseconds now) override {
    now_ = now;
    return breaker_.state(now);
  }
  std::optional<nanoseconds> next_change(nanoseconds now) override {
    switch (breaker_.state(now)) {
      case breaker::State::closed:
        break;
      case breaker::State::open:
        return sum_at_most_max(now, breaker_.time_to_half_open(now));
      case breaker::State::half_open:
        if (const auto wait = breaker_.time_to_lost_probe(now)) return sum_at_most_max(now, *wait);
        break;
    }
    return std::nullopt;
  }
  BreakerView view(nanoseconds now) override;
  std::string reason() const override;

 private:
  breaker::FailureRateBreaker breaker_;
  nanoseconds now_{};
};

BreakerView FailureRatePort::view(nanoseconds now) {
  const auto& policy = breaker_.policy();
  const auto counts = breaker_.counts(now);
  BreakerView view{.state = breaker_.state(now)};
  switch (view.state) {
    case breaker::State::closed: {
      BreakerView::Window window{.calls = counts.calls,
                                 .failed = counts.failed,
                                 .failure_percent = share_percent(counts.failed, counts.calls),
                                 .failure_percent_threshold = policy.failure_rate_percent,
                                 .minimum_calls = policy.minimum_calls};
      if (const auto* size = std::get_if<breaker::CountWindow>(&policy.window))
        window.size = size->calls;
      if (policy.slow_calls) {
        window.slow_percent = share_percent(counts.slow, counts.calls);
        window.slow_percent_threshold = policy.slow_calls->rate_percent;
      }
      view.window = window;
      break;
    }
    case breaker::State::open:
      view.until_half_open = breaker_.time_to_half_open(now);
      break;
    case breaker::State::half_open:
      view.probes = {.used = breaker_.probes_used(now), .permitted = policy.permitted_probes};
      break;
  }
  return view;
}

std::string FailureRatePort::reason() const {
  const auto trip = breaker_.last_trip(now_);
  if (!trip) return {};
  const auto& policy = breaker_.policy();
  const std::string calls =
      std::to_string(trip->counts.calls) + (trip->was_probing ? " probes" : " calls");
  switch (trip->reason) {
    case breaker::Trip::Reason::failure_rate:
      return std::to_string(trip->counts.failed) + " of " + calls +
             " failed, >= " + decimal(policy.failure_rate_percent, 1) + " %";
    case breaker::Trip::Reason::slow_rate:
      return std::to_string(trip->counts.slow) + " of " + calls + " took longer than " +
             milliseconds_text(policy.slow_calls->longer_than) +
             ", >= " + decimal(policy.slow_calls->rate_percent, 1) + " %";
    case breaker::Trip::Reason::lost_probe:
      return "a probe did not come back in " + milliseconds_text(policy.probe_max_wait);
  }
  return {};
}

}  // namespace

std::optional<nanoseconds> BreakerPort::next_change(nanoseconds) {
  return std::nullopt;
}

BreakerView BreakerPort::view(nanoseconds now) {
  return {.state = state(now)};
}

std::string BreakerPort::reason() const {
  return {};
}

std::unique_ptr<BreakerPort> make_port(const BreakerPolicy& policy) {
  if (const auto* consecutive = std::get_if<breaker::Policy>(&policy))
    return std::make_unique<ConsecutivePort>(*consecutive);
  if (const auto* rate = std::get_if<breaker::FailureRatePolicy>(&policy))
    return std::make_unique<FailureRatePort>(*rate);
  return nullptr;
}

}  // namespace simulation
