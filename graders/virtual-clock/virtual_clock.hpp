#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <sys/types.h>

/// Time that stands still until the driver moves it, for every thread of the process this object is
/// linked into. README.md beside this file says how it works and what it does not cover.
namespace virtual_clock {

using std::chrono::nanoseconds;

/// CLOCK_MONOTONIC as every thread sees it. It starts at a fixed value, the same in every run.
nanoseconds now();

enum class Settle { settled, did_not_settle };

/// Waits until no thread but the caller can run. `did_not_settle`: past the bound of `Limits`, some
/// thread was still running (a busy wait), or /proc/self/task could not be read.
Settle settle();

struct Advance {
  enum class Outcome { settled, did_not_settle, too_many_steps };
  /// Waits that ended because their deadline came.
  std::size_t fired = 0;
  Outcome outcome = Outcome::settled;
};

/// Moves the clock `by` forward, stopping at every deadline on the way until all threads are quiet
/// again; at the deadline itself too. On any other outcome than `settled` the clock stands where it
/// was when that happened. Negative counts as zero. One caller at a time.
Advance advance(nanoseconds by);

struct Limits {
  /// How much real time a settling may take.
  nanoseconds settle_real_time = std::chrono::seconds(1);
  /// How many deadlines one advance may stop at.
  std::size_t steps = 100'000;
};
void set_limits(const Limits& limits);

/// Threads that are not parked, the caller included.
std::size_t active();
/// Threads that are parked in the queue: asleep until another thread or the clock wakes them.
std::size_t parked();

enum class WaitKind {
  sleep,
  condition,
  condition_destroy,
  mutex,
  rwlock,
  semaphore,
  futex,
  join,
  poll
};

struct Wait {
  pid_t thread = 0;
  WaitKind kind = WaitKind::sleep;
  /// What it waits for: the address of the mutex, condition and so on; null for a sleep or a poll.
  const void* object = nullptr;
  /// On the scale of now(); nothing for a wait without end.
  std::optional<nanoseconds> deadline;
  /// Who holds the mutex, or the rwlock for writing; 0 when nobody does or it is not known.
  pid_t owner = 0;
};

/// What this thread (as gettid() names it) waits for; nothing when it does not.
std::optional<Wait> wait_of(pid_t thread);

/// The earliest deadline anyone waits for.
std::optional<nanoseconds> next_deadline();

/// Somebody waits, no thread but the caller runs, and no deadline is pending: nothing but the
/// caller can wake anyone. Call it after settle().
bool deadlock_suspected();

/// The whole process has come to rest: the last running thread has just parked.
struct Idle {
  Wait last;
  /// Nothing: a deadlock, for no thread is left to wake another.
  std::optional<nanoseconds> next_deadline;
};
enum class IdleAction { stay, advance_to_next_deadline };
using IdleHandler = IdleAction (*)(const Idle&);

/// Called by the thread that parks last, so only when the thread that advances is parked itself:
/// when the submission, called by the driver, waits. It must not wait for anything; it may write to
/// a descriptor and leave by _exit. Without a handler, everybody stays parked.
void set_idle_handler(IdleHandler handler);

}  // namespace virtual_clock
