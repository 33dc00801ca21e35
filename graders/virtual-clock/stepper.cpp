#include <algorithm>
#include <atomic>

#include "instants.hpp"
#include "quiet.hpp"
#include "real.hpp"

namespace virtual_clock {
namespace {

using detail::Ticks;

// The last thread to park ends these waits. Yielding instead would be no faster, and beside a busy
// process it costs a time slice each.
constexpr Ticks shortest_wait_ns = 50'000;
constexpr Ticks longest_wait_ns = 200'000;

// Both clocks still fit there: 236 years.
constexpr Ticks end_of_time = detail::never - detail::real_time_offset - 1;

constinit Limits limits;

}  // namespace

void set_limits(const Limits& wanted) {
  limits = wanted;
}

Settle settle() {
  if (detail::active_count() == 1) return Settle::settled;
  const Ticks bound = real::monotonic_ns() + limits.settle_real_time.count();
  for (Ticks wait = shortest_wait_ns;; wait = std::min(wait * 2, longest_wait_ns)) {
    detail::wait_for_rest(wait);
    if (detail::active_count() == 1 || detail::is_quiet()) return Settle::settled;
    if (real::monotonic_ns() > bound) return Settle::did_not_settle;
  }
}

Advance advance(nanoseconds by) {
  using Outcome = Advance::Outcome;
  const Ticks from = detail::ticks_now();
  const Ticks step = std::max<Ticks>(by.count(), 0);
  const Ticks target = step < end_of_time - from ? from + step : end_of_time;
  Advance result;
  if (detail::set_clock_alone(target)) return result;
  for (std::size_t steps = 0;; ++steps) {
    if (settle() == Settle::did_not_settle) {
      result.outcome = Outcome::did_not_settle;
      return result;
    }
    const auto next = next_deadline();
    if (steps >= limits.steps && next && next->count() <= target) {
      result.outcome = Outcome::too_many_steps;
      return result;
    }
    const std::size_t fired = detail::step(target);
    if (fired == 0) return result;
    result.fired += fired;
  }
}

}  // namespace virtual_clock
