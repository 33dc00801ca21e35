#pragma once

#include <sys/time.h>
#include <time.h>

#include "queue.hpp"

/// Between the times of the C library and ticks.
namespace virtual_clock::detail {

/// What a function of the C library returns that reports by errno.
inline int fail(int error) {
  errno = error;
  return -1;
}

inline constexpr Ticks per_second = 1'000'000'000;

/// CLOCK_REALTIME is this much ahead of CLOCK_MONOTONIC, in every run: the clock starts in 2026.
inline constexpr Ticks real_time_offset = 1'767'225'600 * per_second;

/// The clocks of processor time are left alone.
inline bool is_virtual(clockid_t clock) {
  switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
    case CLOCK_REALTIME_ALARM:
    case CLOCK_TAI:
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_BOOTTIME:
    case CLOCK_BOOTTIME_ALARM:
      return true;
    default:
      return false;
  }
}

inline Ticks offset_of(clockid_t clock) {
  const bool real = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ||
                    clock == CLOCK_REALTIME_ALARM || clock == CLOCK_TAI;
  return real ? real_time_offset : 0;
}

/// An instant may lie before the epoch: it has passed. A duration must not be negative.
inline bool is_valid_instant(const timespec& time) {
  return time.tv_nsec >= 0 && time.tv_nsec < per_second;
}
inline bool is_valid_duration(const timespec& time) {
  return time.tv_sec >= 0 && is_valid_instant(time);
}

/// Zero for anything negative, `never` for what does not fit.
inline Ticks as_ticks(const timespec& time) {
  if (time.tv_sec < 0) return 0;
  Ticks ticks = 0;
  if (__builtin_mul_overflow(Ticks{time.tv_sec}, per_second, &ticks) ||
      __builtin_add_overflow(ticks, Ticks{time.tv_nsec}, &ticks)) {
    return never;
  }
  return ticks;
}

inline timespec as_timespec(Ticks ticks) {
  return {.tv_sec = ticks / per_second, .tv_nsec = ticks % per_second};
}

inline timespec reading(clockid_t clock) {
  return as_timespec(ticks_now() + offset_of(clock));
}

/// The deadline at which `clock` shows `time`.
inline Ticks instant(clockid_t clock, const timespec& time) {
  const Ticks ticks = as_ticks(time);
  return ticks == never ? never : ticks - offset_of(clock);
}

/// The deadline that much later than now.
inline Ticks from_now(const timespec& duration) {
  Ticks deadline = 0;
  if (__builtin_add_overflow(ticks_now(), as_ticks(duration), &deadline)) return never;
  return deadline;
}

}  // namespace virtual_clock::detail
