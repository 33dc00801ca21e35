#include <algorithm>
#include <cerrno>
#include <time.h>

#include "call.hpp"
#include "clock.hpp"

namespace nines_driver::clock {
namespace {

using std::chrono::milliseconds;

/// What a thread of the submission has to do after an operation needs no more of the timeout than
/// this; all naps of a request together take no more than a tenth of it.
constexpr int naps_in_timeout = 200;
constexpr int naps_share = 10;
/// Below that, a nap is longer than it should be by as much.
constexpr nanoseconds shortest_nap = std::chrono::microseconds(100);

nanoseconds nap{};

/// The timeout in milliseconds as the submission can be made with it: not less than was asked for.
int timeout_of(const grader::wire::RequestHeader& header) {
  const int asked = static_cast<int>(header.timeout_ms);
  return real_time_subject.takes_fractions ? asked : (asked + 999) / 1000 * 1000;
}

void sleep_for(nanoseconds time) {
  const nanoseconds until = now() + time;
  const timespec at{static_cast<time_t>(until.count() / 1'000'000'000),
                    static_cast<long>(until.count() % 1'000'000'000)};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr) == EINTR) {
  }
}

}  // namespace

nanoseconds now() {
  timespec at{};
  clock_gettime(CLOCK_MONOTONIC, &at);
  return std::chrono::seconds(at.tv_sec) + nanoseconds(at.tv_nsec);
}

bool settle() {
  if (nap >= shortest_nap) sleep_for(nap);
  return true;
}

bool pass(nanoseconds by) {
  sleep_for(by);
  return true;
}

nanoseconds begin(const grader::wire::RequestHeader& header) {
  const nanoseconds timeout = milliseconds(timeout_of(header));
  const auto steps = static_cast<int>(header.trace_steps + header.second_steps);
  nap = timeout / std::max(naps_in_timeout, naps_share * steps);
  return timeout;
}

void* make(const grader::wire::RequestHeader& header) {
  return real_time_subject.make(header.values[0], timeout_of(header), header.values[2]);
}

bool is_at_rest(std::size_t) {
  // What was left asleep cannot be woken before its time, and no process is without it but a new
  // one.
  return false;
}

void set_stuck_handler(StuckHandler, int) {}

void begin_step() {}

}  // namespace nines_driver::clock
