#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <ratio>

#include "breaker/open_choices.hpp"

namespace breaker {

enum class State : std::uint8_t { closed, open, half_open };

/// The rules of the consecutive-failure breaker with N = failure threshold, M = success threshold.
/// A period is the stay in one state, from one transition to the next; a result is late when its
/// call began in an earlier period. What a rule does not name stays as it was.
///
///      term                    in         on                          effect
///  R1  call                    CLOSED     a call                      runs
///  R2  fail fast               OPEN       a call before the timeout   rejected, nothing changes
///  R3  reset timeout           OPEN       the timeout has passed      HALF_OPEN, without a call
///  R4  trial call              HALF_OPEN  a call, a slot is free      runs, takes a slot
///  R5  trial limit             HALF_OPEN  a call, no slot is free     rejected, nothing changes
///  R6  run ended               CLOSED     a success                   no failures counted
///  R7  failure counted         CLOSED     a failure, not the Nth      one failure more
///  R8  trip                    CLOSED     the Nth failure in a row    OPEN, the timer starts
///  R9  success counted         HALF_OPEN  a success, not the Mth      one success more
///  R10 close                   HALF_OPEN  the Mth success in a row    CLOSED
///  R11 reopen                  HALF_OPEN  a failure                   OPEN, the timer starts anew
///  R12 late result, open       OPEN       any result                  nothing, nor to the timer
///  R13 late result, half-open  HALF_OPEN  a late result               as R9 to R11, or discarded
///  R14 late result, closed     CLOSED     a late result               as R6 to R8, or discarded
///  R15 slot released           any        any result of a trial       its slot is free
///
/// Every transition starts a period in which nothing has been counted. OpenChoices decides R13 and
/// R14, the slots of R4 and R5, and on which side of R3 the very instant of the timeout is.
enum class Rule : std::uint8_t {
  none,
  call,
  fail_fast,
  reset_timeout,
  trial_call,
  trial_limit,
  run_ended,
  failure_counted,
  trip,
  success_counted,
  close,
  reopen,
  late_in_open,
  late_in_half_open,  ///< discarded; a late result that counts is told by the rule it acts by
  late_in_closed,     ///< likewise
};

/// Thresholds below 1 count as 1, a negative timeout as 0: no argument is invalid.
struct Policy {
  int failure_threshold = 5;                               ///< N: failures in a row that trip
  std::chrono::nanoseconds reset_timeout{30'000'000'000};  ///< from OPEN to HALF_OPEN
  int success_threshold = 1;                               ///< M: successes in a row that close
};

/// Any whole number of any unit as nanoseconds, the nearest there is when it does not fit: for
/// timeouts such as 2^40 hours.
template <std::signed_integral Rep, typename Period>
constexpr std::chrono::nanoseconds saturated(std::chrono::duration<Rep, Period> time) {
  using std::chrono::duration_cast;
  using std::chrono::nanoseconds;
  if constexpr (std::ratio_greater_v<Period, std::nano>) {
    using Wide = std::chrono::duration<std::int64_t, Period>;
    if (Wide(time) > duration_cast<Wide>(nanoseconds::max())) return nanoseconds::max();
    if (Wide(time) < duration_cast<Wide>(nanoseconds::min())) return nanoseconds::min();
  }
  return duration_cast<nanoseconds>(time);
}

/// A call that runs. To be handed back exactly once, to succeed() or to fail().
struct Ticket {
  std::uint64_t period = 0;
  bool is_trial = false;
};

struct Admission {
  std::optional<Ticket> ticket;  ///< absent: the call is rejected
  Rule rule = Rule::none;        ///< R1, R2, R4 or R5
};

/// The state without what only numbers it, such as times and periods: two breakers of one policy
/// with equal snapshots differ at most in how long each has been OPEN.
struct Snapshot {
  State state = State::closed;
  /// Only while `state` is open, and only when a choice other than HalfOpenFrom::timeout still
  /// holds it there.
  bool timeout_has_passed = false;
  int failures = 0;
  int successes = 0;
  int trials_in_flight = 0;

  friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

/// The circuit breaker that opens after N failures in a row, as a pure state machine: no clock, no
/// lock, no allocation, nothing thrown. `now` counts from an arbitrary start, may be any value, and
/// must not decrease from call to call; an instant before the opening counts as the opening.
class ConsecutiveBreaker {
 public:
  explicit ConsecutiveBreaker(Policy policy, OpenChoices choices = {});

  Admission begin(std::chrono::nanoseconds now);
  /// Returns the rule that applied.
  Rule succeed(Ticket ticket, std::chrono::nanoseconds now);
  Rule fail(Ticket ticket, std::chrono::nanoseconds now);

  /// HALF_OPEN once the timeout has passed, with or without a call.
  State state(std::chrono::nanoseconds now) const;
  /// Tells the breaker that its state was asked for, which matters to HalfOpenFrom::call_or_query.
  void note_query(std::chrono::nanoseconds now);

  Snapshot snapshot(std::chrono::nanoseconds now) const;
  /// Until calls are tried again: zero unless OPEN.
  std::chrono::nanoseconds time_to_half_open(std::chrono::nanoseconds now) const;
  /// Grows by one with every transition that has taken effect.
  std::uint64_t period() const { return period_; }
  /// As given, after clamping.
  const Policy& policy() const { return policy_; }

 private:
  bool timeout_has_passed(std::chrono::nanoseconds now) const;
  std::uint64_t nanoseconds_open(std::chrono::nanoseconds now) const;
  bool trial_slot_is_free() const;
  void leave_open_when_due(std::chrono::nanoseconds now);
  bool take_back(Ticket ticket, std::chrono::nanoseconds now);
  void enter(State state);
  void open(std::chrono::nanoseconds now);

  Policy policy_;
  std::chrono::nanoseconds opened_at_{};
  std::uint64_t period_ = 0;
  int failures_ = 0;
  int successes_ = 0;
  int trials_in_flight_ = 0;
  OpenChoices choices_;
  State state_ = State::closed;
};

}  // namespace breaker

template <>
struct std::hash<breaker::Snapshot> {
  std::size_t operator()(const breaker::Snapshot& snapshot) const noexcept;
};
