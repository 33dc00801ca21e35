#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "instants.hpp"
#include "real.hpp"

// The clocks and the sleeps.

namespace virtual_clock::detail {
namespace {

/// A sleep until `deadline`; 0, or EINTR.
int sleep_until(Ticks deadline) {
  Waiter waiter{.kind = WaitKind::sleep, .deadline = deadline};
  if (!enqueue(waiter)) return 0;
  return park(waiter, true) == Ended::interrupted ? EINTR : 0;
}

/// As clock_nanosleep returns: an error number.
int sleep_on(clockid_t clock, int flags, const timespec* request, timespec* remaining) {
  if (!is_virtual(clock)) {
    return static_cast<int>(-real::call(SYS_clock_nanosleep, clock, flags, real::pointer(request),
                                        real::pointer(remaining)));
  }
  if (!is_valid_duration(*request)) return EINVAL;
  const bool absolute = (flags & TIMER_ABSTIME) != 0;
  const Ticks deadline = absolute ? instant(clock, *request) : from_now(*request);
  const int error = sleep_until(deadline);
  if (error == EINTR && !absolute && remaining) *remaining = as_timespec(deadline - ticks_now());
  return error;
}

}  // namespace
}  // namespace virtual_clock::detail

using namespace virtual_clock::detail;
namespace real = virtual_clock::real;

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  if (!is_virtual(clock)) {
    const long result = real::call(SYS_clock_gettime, clock, real::pointer(time));
    return result < 0 ? fail(static_cast<int>(-result)) : 0;
  }
  *time = reading(clock);
  return 0;
}

int gettimeofday(timeval* __restrict time, void* __restrict zone) noexcept {
  const timespec now = reading(CLOCK_REALTIME);
  *time = {.tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000};
  if (zone) *static_cast<struct timezone*>(zone) = {};
  return 0;
}

time_t time(time_t* result) noexcept {
  const time_t seconds = reading(CLOCK_REALTIME).tv_sec;
  if (result) *result = seconds;
  return seconds;
}

int timespec_get(timespec* time, int base) noexcept {
  if (base != TIME_UTC) return 0;
  *time = reading(CLOCK_REALTIME);
  return base;
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* request, timespec* remaining) {
  return sleep_on(clock, flags, request, remaining);
}

int nanosleep(const timespec* request, timespec* remaining) {
  const int error = sleep_on(CLOCK_MONOTONIC, 0, request, remaining);
  return error == 0 ? 0 : fail(error);
}

int usleep(useconds_t microseconds) {
  const timespec request{.tv_sec = microseconds / 1'000'000,
                         .tv_nsec = static_cast<long>(microseconds % 1'000'000) * 1000};
  return nanosleep(&request, nullptr);
}

unsigned sleep(unsigned seconds) {
  const timespec request{.tv_sec = static_cast<time_t>(seconds), .tv_nsec = 0};
  timespec remaining{};
  if (nanosleep(&request, &remaining) == 0) return 0;
  return static_cast<unsigned>(remaining.tv_sec + (remaining.tv_nsec >= 500'000'000 ? 1 : 0));
}

}  // extern "C"
