#pragma once

#include <cstdint>
#include <span>

namespace breaker {

/// At exactly the reset timeout: HALF_OPEN (elapsed >= timeout) or still OPEN (elapsed > timeout).
enum class AtTimeout : std::uint8_t { half_open, open };

/// How many trial calls may run at once in HALF_OPEN; the others are rejected.
enum class TrialLimit : std::uint8_t {
  one,
  successes_needed,   ///< running trials and counted successes together make up to M
  success_threshold,  ///< up to M running, however many successes are counted
  unlimited,
};

/// The slot of a trial that outlives its HALF_OPEN period: free for the next period at once (as
/// when each period counts its own trials), or taken until that call ends (as with a semaphore).
enum class OldTrial : std::uint8_t { gives_up_slot, keeps_slot };

/// From when a late result finds the circuit HALF_OPEN rather than OPEN: from the timeout on, from
/// the first call after it (a breaker that looks at the time only when called), or from the first
/// call or question for the state (one whose state query moves it). Calls see no difference.
enum class HalfOpenFrom : std::uint8_t { timeout, call, call_or_query };

/// What becomes of the result of a call that began in an earlier period.
enum class LateResult : std::uint8_t { discarded, counted };

/// What the definition of the breaker leaves open: sound breakers differ here, and calls that never
/// overlap, away from the very instant of the timeout, cannot tell them apart. The defaults are
/// those of a breaker that numbers its periods.
struct OpenChoices {
  AtTimeout at_timeout = AtTimeout::half_open;
  TrialLimit trial_limit = TrialLimit::successes_needed;
  OldTrial old_trial = OldTrial::gives_up_slot;
  HalfOpenFrom half_open_from = HalfOpenFrom::timeout;
  LateResult success_in_half_open = LateResult::discarded;
  LateResult failure_in_half_open = LateResult::discarded;
  LateResult success_in_closed = LateResult::discarded;  ///< counted: ends the run of failures
  LateResult failure_in_closed = LateResult::discarded;

  friend bool operator==(const OpenChoices&, const OpenChoices&) = default;
};

/// Every combination that makes sense, the default first, each once. Left out are those that no
/// sequence of calls can tell from another in the list, whatever the thresholds are.
std::span<const OpenChoices> all_open_choices();

}  // namespace breaker
