#include "breaker/failure_rate.hpp"

#include <algorithm>
#include <cassert>

namespace breaker {
namespace {

using std::chrono::nanoseconds;

FailureRatePolicy clamped_rate_policy(FailureRatePolicy policy) {
  policy.minimum_calls = std::max(policy.minimum_calls, 1);
  if (auto* window = std::get_if<CountWindow>(&policy.window)) {
    window->calls = std::clamp(window->calls, 1, 1'000'000);
    policy.minimum_calls = std::min(policy.minimum_calls, window->calls);
  } else {
    auto& seconds = std::get<TimeWindow>(policy.window).seconds;
    seconds = std::clamp(seconds, 1, 3'600);
  }
  policy.open_duration = std::max(policy.open_duration, nanoseconds::zero());
  policy.permitted_probes = std::max(policy.permitted_probes, 1);
  policy.probe_max_wait = std::max(policy.probe_max_wait, nanoseconds(1));
  return policy;
}

/// Zero when `to` is before `from`. Any two instants are less than 2^64 ns apart.
std::uint64_t elapsed_ns(nanoseconds from, nanoseconds to) {
  if (to <= from) return 0;
  return static_cast<std::uint64_t>(to.count()) - static_cast<std::uint64_t>(from.count());
}

bool has_passed(nanoseconds wait, nanoseconds from, nanoseconds now) {
  return elapsed_ns(from, now) >= static_cast<std::uint64_t>(wait.count());
}

/// Whether at least `percent` of the calls are `part`. Without rounding for whole percentages, so
/// that exactly at the threshold is at the threshold.
bool is_at_least(std::int64_t part, std::int64_t calls, double percent) {
  return part > 0 && static_cast<double>(part) * 100 >= percent * static_cast<double>(calls);
}

}  // namespace

FailureRateBreaker::FailureRateBreaker(const FailureRatePolicy& policy)
    : policy_(clamped_rate_policy(policy)), window_(policy_.window) {}

std::optional<Ticket> FailureRateBreaker::begin(nanoseconds now) {
  settle(now);
  switch (state_) {
    case State::closed:
      return Ticket{.period = period_, .is_trial = false};
    case State::open:
      return std::nullopt;
    case State::half_open:
      break;
  }
  if (probes_used_ >= policy_.permitted_probes) return std::nullopt;
  ++probes_used_;
  last_probe_at_ = now;
  return Ticket{.period = period_, .is_trial = true};
}

void FailureRateBreaker::succeed(Ticket ticket, nanoseconds now, nanoseconds duration) {
  const bool slow = policy_.slow_calls && duration > policy_.slow_calls->longer_than;
  count(ticket, now, {.failed = false, .slow = slow});
}

void FailureRateBreaker::fail(Ticket ticket, nanoseconds now, nanoseconds duration) {
  const bool slow = policy_.slow_calls && duration > policy_.slow_calls->longer_than;
  count(ticket, now, {.failed = true, .slow = slow});
}

void FailureRateBreaker::count(Ticket ticket, nanoseconds now, CallOutcome outcome) {
  settle(now);
  if (ticket.period != period_) return;
  if (state_ == State::closed) {
    window_.add(outcome, now);
    const WindowCounts counts = window_.counts(now);
    if (counts.calls < policy_.minimum_calls) return;
    if (const auto reason = judge(counts))
      open(now, {.reason = *reason, .was_probing = false, .counts = counts});
    return;
  }
  assert(state_ == State::half_open && "no call of this period was admitted while OPEN");
  assert(probes_.calls < probes_used_ && "a ticket is handed back once");
  ++probes_.calls;
  probes_.failed += outcome.failed ? 1 : 0;
  probes_.slow += outcome.slow ? 1 : 0;
  if (probes_.calls < policy_.permitted_probes) return;
  if (const auto reason = judge(probes_))
    open(now, {.reason = *reason, .was_probing = true, .counts = probes_});
  else
    enter(State::closed);
}

std::optional<Trip::Reason> FailureRateBreaker::judge(const WindowCounts& counts) const {
  if (is_at_least(counts.failed, counts.calls, policy_.failure_rate_percent))
    return Trip::Reason::failure_rate;
  if (policy_.slow_calls &&
      is_at_least(counts.slow, counts.calls, policy_.slow_calls->rate_percent))
    return Trip::Reason::slow_rate;
  return std::nullopt;
}

/// What time alone has made of the state.
FailureRateBreaker::Standing FailureRateBreaker::standing(nanoseconds now) const {
  Standing standing{.state = state_, .opened_at = opened_at_, .probe_was_lost = false};
  if (state_ == State::half_open && probes_.calls < probes_used_ &&
      has_passed(policy_.probe_max_wait, last_probe_at_, now)) {
    standing.state = State::open;
    standing.probe_was_lost = true;
    // That instant is not after `now`, so the sum fits.
    standing.opened_at = last_probe_at_ + policy_.probe_max_wait;
  }
  if (standing.state == State::open && has_passed(policy_.open_duration, standing.opened_at, now))
    standing.state = State::half_open;
  return standing;
}

void FailureRateBreaker::settle(nanoseconds now) {
  if (state_ == State::closed) return;  // time alone does not change it
  const Standing after = standing(now);
  if (after.probe_was_lost)
    open(after.opened_at,
         {.reason = Trip::Reason::lost_probe, .was_probing = true, .counts = probes_});
  if (after.state != state_) enter(after.state);
}

void FailureRateBreaker::enter(State state) {
  state_ = state;
  ++period_;
  window_.clear();
  probes_ = {};
  probes_used_ = 0;
}

void FailureRateBreaker::open(nanoseconds at, const Trip& trip) {
  last_trip_ = trip;
  opened_at_ = at;
  enter(State::open);
}

nanoseconds FailureRateBreaker::time_to_half_open(nanoseconds now) const {
  const Standing after = standing(now);
  if (after.state != State::open) return nanoseconds::zero();
  return policy_.open_duration - nanoseconds(elapsed_ns(after.opened_at, now));
}

WindowCounts FailureRateBreaker::counts(nanoseconds now) const {
  const Standing after = standing(now);
  if (after.state != state_ || after.probe_was_lost) return {};
  if (state_ == State::closed) return window_.counts(now);
  return state_ == State::half_open ? probes_ : WindowCounts{};
}

int FailureRateBreaker::probes_used(nanoseconds now) const {
  const Standing after = standing(now);
  return after.state == state_ && !after.probe_was_lost ? probes_used_ : 0;
}

std::optional<nanoseconds> FailureRateBreaker::time_to_lost_probe(nanoseconds now) const {
  const Standing after = standing(now);
  if (after.state != State::half_open || after.state != state_ || after.probe_was_lost ||
      probes_.calls >= probes_used_)
    return std::nullopt;
  return policy_.probe_max_wait - nanoseconds(elapsed_ns(last_probe_at_, now));
}

std::optional<Trip> FailureRateBreaker::last_trip(nanoseconds now) const {
  if (standing(now).probe_was_lost)
    return Trip{.reason = Trip::Reason::lost_probe, .was_probing = true, .counts = probes_};
  return last_trip_;
}

}  // namespace breaker
