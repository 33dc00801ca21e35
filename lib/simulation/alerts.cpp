#include "simulation/alerts.hpp"

#include <algorithm>

namespace simulation {
namespace {

constexpr nanoseconds resolved_are_listed_for = 10s;

std::uint64_t samples_needed(const Slo& slo) {
  return static_cast<std::uint64_t>(std::max(slo.minimum_samples, 1));
}

double milliseconds_of(nanoseconds time) {
  return static_cast<double>(time.count()) / 1e6;
}

}  // namespace

bool Alerts::error_rate_is_breached(const Meter& meter) const {
  const Measured& window = meter.window();
  return window.samples >= samples_needed(slo_) && window.error_percent > slo_.error_percent;
}

bool Alerts::p99_is_breached(const Meter& meter) const {
  const Measured& window = meter.window();
  return window.samples >= samples_needed(slo_) && window.p99 && *window.p99 > slo_.p99;
}

void Alerts::judge(std::optional<std::size_t> service, const Meter& meter, nanoseconds now) {
  const Measured& window = meter.window();
  const bool is_known = window.samples >= samples_needed(slo_);
  update({.kind = Alert::Kind::error_rate, .service = service},
         {.is_known = is_known,
          .is_breached = error_rate_is_breached(meter),
          .value = window.error_percent,
          .threshold = slo_.error_percent,
          .pending_for = slo_.pending_for},
         now);
  update({.kind = Alert::Kind::p99, .service = service},
         {.is_known = is_known && window.p99,
          .is_breached = p99_is_breached(meter),
          .value = milliseconds_of(window.p99.value_or(0ns)),
          .threshold = milliseconds_of(slo_.p99),
          .pending_for = slo_.pending_for},
         now);
  for (std::size_t i = 0; i < slo_.burn_rates.size(); ++i) {
    const BurnRateRule& rule = slo_.burn_rates[i];
    const BurnRate burn = meter.burn_rate(rule);
    // Its windows are its patience.
    update({.kind = Alert::Kind::burn_rate, .service = service, .burn_rule = i},
           {.is_known = meter.samples_in(rule.short_window) > 0 &&
                        meter.samples_in(rule.long_window) >= samples_needed(slo_),
            .is_breached = burn.is_over,
            .value = std::min(burn.long_rate, burn.short_rate),
            .threshold = rule.threshold,
            .pending_for = 0ns},
           now);
  }
}

Alerts::Condition& Alerts::condition(const Alert& identity) {
  for (Condition& condition : conditions_)
    if (condition.alert.kind == identity.kind && condition.alert.service == identity.service &&
        condition.alert.burn_rule == identity.burn_rule)
      return condition;
  return conditions_.emplace_back(Condition{.alert = identity});
}

void Alerts::update(const Alert& identity, const Reading& reading, nanoseconds now) {
  Condition& state = condition(identity);
  const bool is_breached = reading.is_known && reading.is_breached;
  if (!state.is_active && !is_breached) return;
  if (reading.is_known) {
    state.alert.value = reading.value;
    state.alert.threshold = reading.threshold;
  }
  if (!state.is_active) {
    state.is_active = true;
    state.alert.pending_since = now;
    if (reading.pending_for > 0ns) return enter(state, Alert::Phase::pending, now);
    return enter(state, Alert::Phase::firing, now);
  }
  if (state.alert.phase == Alert::Phase::pending) {
    if (!is_breached) return enter(state, Alert::Phase::resolved, now);
    if (now - state.alert.since >= reading.pending_for) enter(state, Alert::Phase::firing, now);
    return;
  }
  // What cannot be judged has not been mended: without traffic a firing alert goes on.
  if (is_breached || !reading.is_known) {
    state.is_clear = false;
    return;
  }
  if (!state.is_clear) state.clear_since = now;
  state.is_clear = true;
  if (now - state.clear_since >= slo_.resolve_after) enter(state, Alert::Phase::resolved, now);
}

void Alerts::enter(Condition& state, Alert::Phase phase, nanoseconds now) {
  const bool was_firing = state.was_ever && state.alert.phase == Alert::Phase::firing;
  state.alert.phase = phase;
  state.alert.since = now;
  state.is_active = phase != Alert::Phase::resolved;
  state.was_ever = true;
  state.is_clear = false;
  listener_(state.alert, was_firing);
}

std::vector<Alert> Alerts::list(nanoseconds now) const {
  std::vector<Alert> alerts;
  for (const Condition& state : conditions_)
    if (state.is_active || (state.was_ever && now - state.alert.since <= resolved_are_listed_for))
      alerts.push_back(state.alert);
  std::stable_sort(alerts.begin(), alerts.end(), [](const Alert& one, const Alert& other) {
    return one.pending_since < other.pending_since;
  });
  return alerts;
}

}  // namespace simulation
