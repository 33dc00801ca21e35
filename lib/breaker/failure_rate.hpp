#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>

#include "breaker/call_window.hpp"
#include "breaker/consecutive.hpp"

namespace breaker {

/// Calls that succeed but take too long.
struct SlowCalls {
  std::chrono::nanoseconds longer_than{300'000'000};  ///< exclusive: exactly this long is not slow
  double rate_percent = 50;                           ///< slow calls of all in the window that trip
};

/// Values out of range count as the nearest in it: no argument is invalid. A NaN rate never trips.
struct FailureRatePolicy {
  std::variant<CountWindow, TimeWindow> window = CountWindow{};
  /// Fewer calls in the window are not judged; more than a count window holds count as its size.
  int minimum_calls = 100;
  double failure_rate_percent = 50;  ///< trips at this rate and above it
  std::optional<SlowCalls> slow_calls{};
  std::chrono::nanoseconds open_duration{60'000'000'000};
  int permitted_probes = 10;  ///< in HALF_OPEN, judged together once all have come back
  /// A probe that is still out this long after the last one was admitted counts as failed, so that
  /// a lost probe cannot hold the circuit in HALF_OPEN. At least 1 ns.
  std::chrono::nanoseconds probe_max_wait{30'000'000'000};
};

/// Why the circuit opened last.
struct Trip {
  enum class Reason : std::uint8_t { failure_rate, slow_rate, lost_probe };
  Reason reason = Reason::failure_rate;
  bool was_probing = false;  ///< from HALF_OPEN; the numbers are then those of the probes
  WindowCounts counts{};
};

/// The circuit breaker that opens at a share of failed or slow calls, as a pure state machine:
///
///      state      on                                   effect
///  W1  CLOSED     a result of this period              counted in the window, the oldest leaves
///  W2  CLOSED     ... and minimum_calls are there,     OPEN, the timer starts
///                 and a rate is at its threshold
///  W3  OPEN       a call before the open duration      rejected
///  W4  OPEN       the open duration has passed         HALF_OPEN, without a call
///  W5  HALF_OPEN  a call, fewer than the permitted     runs as a probe
///                 probes were admitted
///  W6  HALF_OPEN  a call, all were admitted            rejected
///  W7  HALF_OPEN  the last permitted probe's result    CLOSED with an empty window, or OPEN when a
///                                                      rate of the probes is at its threshold
///  W8  HALF_OPEN  a probe is out for probe_max_wait    OPEN from that instant on
///  W9  any        a result of an earlier period        ignored
///
/// `now` counts from an arbitrary start and must not decrease from call to call; an instant before
/// the one already seen counts as that one. The design is that of resilience4j.
class FailureRateBreaker {
 public:
  explicit FailureRateBreaker(const FailureRatePolicy& policy);

  /// Absent: the call is rejected.
  std::optional<Ticket> begin(std::chrono::nanoseconds now);
  void succeed(Ticket ticket, std::chrono::nanoseconds now, std::chrono::nanoseconds duration);
  /// A failed call is also slow when it took that long.
  void fail(Ticket ticket, std::chrono::nanoseconds now, std::chrono::nanoseconds duration);

  State state(std::chrono::nanoseconds now) const {
    return state_ == State::closed ? State::closed : standing(now).state;
  }
  /// Until calls are tried again: zero unless OPEN.
  std::chrono::nanoseconds time_to_half_open(std::chrono::nanoseconds now) const;
  /// Until a probe that is out counts as lost; absent when none is out.
  std::optional<std::chrono::nanoseconds> time_to_lost_probe(std::chrono::nanoseconds now) const;
  /// What the window holds while CLOSED, what the probes returned while HALF_OPEN, else nothing.
  WindowCounts counts(std::chrono::nanoseconds now) const;
  /// Admitted in this stay in HALF_OPEN.
  int probes_used(std::chrono::nanoseconds now) const;
  /// Absent before the circuit has opened for the first time.
  std::optional<Trip> last_trip(std::chrono::nanoseconds now) const;
  /// As given, after clamping.
  const FailureRatePolicy& policy() const { return policy_; }

 private:
  struct Standing {
    State state;
    std::chrono::nanoseconds opened_at;
    bool probe_was_lost;
  };

  Standing standing(std::chrono::nanoseconds now) const;
  void settle(std::chrono::nanoseconds now);
  void count(Ticket ticket, std::chrono::nanoseconds now, CallOutcome outcome);
  std::optional<Trip::Reason> judge(const WindowCounts& counts) const;
  void enter(State state);
  void open(std::chrono::nanoseconds at, const Trip& trip);

  FailureRatePolicy policy_;
  CallWindow window_;
  std::optional<Trip> last_trip_;
  std::chrono::nanoseconds opened_at_{};
  std::chrono::nanoseconds last_probe_at_{};
  std::uint64_t period_ = 0;
  WindowCounts probes_;  ///< those that came back
  int probes_used_ = 0;
  State state_ = State::closed;
};

}  // namespace breaker
