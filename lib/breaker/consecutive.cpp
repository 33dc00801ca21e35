#include "breaker/consecutive.hpp"

#include <algorithm>
#include <cassert>
#include <type_traits>

namespace breaker {

using std::chrono::nanoseconds;

static_assert(std::is_trivially_copyable_v<ConsecutiveBreaker>);

ConsecutiveBreaker::ConsecutiveBreaker(Policy policy, OpenChoices choices)
    : policy_{.failure_threshold = std::max(policy.failure_threshold, 1),
              .reset_timeout = std::max(policy.reset_timeout, nanoseconds::zero()),
              .success_threshold = std::max(policy.success_threshold, 1)},
      choices_(choices) {}

Admission ConsecutiveBreaker::begin(nanoseconds now) {
  leave_open_when_due(now);
  switch (state_) {
    case State::closed:
      return {Ticket{period_, false}, Rule::call};
    case State::open:
      return {std::nullopt, Rule::fail_fast};
    case State::half_open:
      break;
  }
  if (!trial_slot_is_free()) return {std::nullopt, Rule::trial_limit};
  ++trials_in_flight_;
  return {Ticket{period_, true}, Rule::trial_call};
}

// Results are judged by the state they arrive in, never by the one their call began in: else a
// failure that lands while OPEN would restart the timer.
Rule ConsecutiveBreaker::succeed(Ticket ticket, nanoseconds now) {
  const bool is_late = take_back(ticket, now);
  switch (state_) {
    case State::closed:
      if (is_late && choices_.success_in_closed == LateResult::discarded)
        return Rule::late_in_closed;
      failures_ = 0;
      return Rule::run_ended;
    case State::open:
      return Rule::late_in_open;
    case State::half_open:
      break;
  }
  if (is_late && choices_.success_in_half_open == LateResult::discarded)
    return Rule::late_in_half_open;
  if (++successes_ < policy_.success_threshold) return Rule::success_counted;
  enter(State::closed);
  return Rule::close;
}

Rule ConsecutiveBreaker::fail(Ticket ticket, nanoseconds now) {
  const bool is_late = take_back(ticket, now);
  switch (state_) {
    case State::closed:
      if (is_late && choices_.failure_in_closed == LateResult::discarded)
        return Rule::late_in_closed;
      if (++failures_ < policy_.failure_threshold) return Rule::failure_counted;
      open(now);
      return Rule::trip;
    case State::open:
      return Rule::late_in_open;
    case State::half_open:
      break;
  }
  if (is_late && choices_.failure_in_half_open == LateResult::discarded)
    return Rule::late_in_half_open;
  open(now);
  return Rule::reopen;
}

State ConsecutiveBreaker::state(nanoseconds now) const {
  return state_ == State::open && timeout_has_passed(now) ? State::half_open : state_;
}

void ConsecutiveBreaker::note_query(nanoseconds now) {
  if (choices_.half_open_from == HalfOpenFrom::call_or_query) leave_open_when_due(now);
}

Snapshot ConsecutiveBreaker::snapshot(nanoseconds now) const {
  ConsecutiveBreaker settled = *this;
  if (choices_.half_open_from == HalfOpenFrom::timeout) settled.leave_open_when_due(now);
  return {.state = settled.state_,
          .timeout_has_passed = settled.state_ == State::open && timeout_has_passed(now),
          .failures = settled.failures_,
          .successes = settled.successes_,
          .trials_in_flight = settled.trials_in_flight_};
}

nanoseconds ConsecutiveBreaker::time_to_half_open(nanoseconds now) const {
  if (state(now) != State::open) return nanoseconds::zero();
  return policy_.reset_timeout - nanoseconds(nanoseconds_open(now));
}

/// Any two instants are less than 2^64 ns apart, though not always less than 2^63.
std::uint64_t ConsecutiveBreaker::nanoseconds_open(nanoseconds now) const {
  if (now <= opened_at_) return 0;
  return static_cast<std::uint64_t>(now.count()) - static_cast<std::uint64_t>(opened_at_.count());
}

bool ConsecutiveBreaker::timeout_has_passed(nanoseconds now) const {
  const auto timeout = static_cast<std::uint64_t>(policy_.reset_timeout.count());
  const std::uint64_t elapsed = nanoseconds_open(now);
  return choices_.at_timeout == AtTimeout::half_open ? elapsed >= timeout : elapsed > timeout;
}

bool ConsecutiveBreaker::trial_slot_is_free() const {
  switch (choices_.trial_limit) {
    case TrialLimit::one:
      return trials_in_flight_ < 1;
    case TrialLimit::successes_needed:
      return trials_in_flight_ < policy_.success_threshold - successes_;
    case TrialLimit::success_threshold:
      return trials_in_flight_ < policy_.success_threshold;
    case TrialLimit::unlimited:
      break;
  }
  return true;
}

void ConsecutiveBreaker::leave_open_when_due(nanoseconds now) {
  if (state_ == State::open && timeout_has_passed(now)) enter(State::half_open);
}

/// Frees the slot of a trial; returns whether the result is late.
bool ConsecutiveBreaker::take_back(Ticket ticket, nanoseconds now) {
  if (choices_.half_open_from == HalfOpenFrom::timeout) leave_open_when_due(now);
  const bool is_late = ticket.period != period_;
  if (ticket.is_trial && (!is_late || choices_.old_trial == OldTrial::keeps_slot)) {
    assert(trials_in_flight_ > 0 && "a ticket is handed back once");
    --trials_in_flight_;
  }
  return is_late;
}

void ConsecutiveBreaker::enter(State state) {
  state_ = state;
  ++period_;
  failures_ = 0;
  successes_ = 0;
  if (choices_.old_trial == OldTrial::gives_up_slot) trials_in_flight_ = 0;
}

void ConsecutiveBreaker::open(nanoseconds now) {
  enter(State::open);
  opened_at_ = now;
}

}  // namespace breaker

std::size_t std::hash<breaker::Snapshot>::operator()(
    const breaker::Snapshot& snapshot) const noexcept {
  std::uint64_t mixed =
      static_cast<std::uint64_t>(snapshot.state) * 2 + (snapshot.timeout_has_passed ? 1U : 0U);
  for (const int count : {snapshot.failures, snapshot.successes, snapshot.trials_in_flight}) {
    mixed = (mixed ^ static_cast<std::uint64_t>(count)) * 0x9e3779b97f4a7c15ULL;
    mixed ^= mixed >> 32;
  }
  return static_cast<std::size_t>(mixed);
}
