#include "grader/elapsed.hpp"

#include <cstdint>
#include <vector>

#include "breaker/machine.hpp"
#include "grader/judge.hpp"

namespace grader {
namespace {

/// Nearer than this to the timeout, a clock other than ours may say otherwise.
constexpr std::int64_t margin_percent = 2;
/// No trace takes an hour.
constexpr std::int64_t latest_ns = 3'600'000'000'000;

int percent_of(Step step) {
  if (step == Step::wait_part) return breaker::wait_part_percent;
  return step == Step::wait_past ? breaker::wait_past_percent : 0;
}

struct Seen {
  StepTime time;
  int percent = 0;  ///< of the timeout that the trace has waited up to and with this step
};

bool is_possible(const StepTime& time) {
  return 0 <= time.begin_ns && time.begin_ns <= time.end_ns && time.end_ns <= latest_ns;
}

bool is_determined(const Seen& earlier, const Seen& later, std::int64_t timeout_ns) {
  const std::int64_t margin_ns = timeout_ns / 100 * margin_percent;
  if (later.percent - earlier.percent < 100)
    return later.time.end_ns - earlier.time.begin_ns < timeout_ns - margin_ns;
  return later.time.begin_ns - earlier.time.end_ns > timeout_ns + margin_ns;
}

}  // namespace

std::size_t determined_steps(const Request& request, const Reply& reply) {
  const std::int64_t timeout_ns = std::chrono::nanoseconds(reply.timeout).count();
  std::vector<Seen> seen;
  int percent = 0;
  for (const TimedStep& timed : in_order(request)) {
    if (timed.place >= reply.observed.size() || timed.place >= reply.times.size()) break;
    percent += percent_of(timed.step);
    const Seen now{reply.times[timed.place], percent};
    if (!is_possible(now.time)) break;
    for (const Seen& earlier : seen)
      if (!is_determined(earlier, now, timeout_ns)) return seen.size();
    seen.push_back(now);
  }
  return seen.size();
}

}  // namespace grader
