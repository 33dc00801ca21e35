#pragma once

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <sys/types.h>

#include "virtual_clock.hpp"

/// The one queue of waiters, and who counts as running.
namespace virtual_clock::detail {

using Ticks = std::int64_t;  // nanoseconds on the scale of now()
inline constexpr Ticks never = INT64_MAX;

enum class State : std::uint32_t { waiting, woken, due };
enum class Ended { woken, due, interrupted };

/// One wait, on the stack of the thread that waits.
struct Waiter {
  WaitKind kind;
  const void* key = nullptr;
  Ticks deadline = never;
  /// Which wake-ups it hears: FUTEX_WAIT_BITSET.
  std::uint32_t bits = ~std::uint32_t{0};
  /// A poll sleeps in the kernel, on its descriptors and on this one, and stays counted as active.
  int event_fd = -1;

  pid_t thread = 0;
  std::uint64_t ticket = 0;
  bool queued = false;
  std::atomic<bool> parked{false};
  /// A `State`; the word it sleeps on.
  std::atomic<std::uint32_t> state{0};
  Waiter* next = nullptr;
  Waiter* previous = nullptr;
};

/// The waiting side, in this order: enqueue, look once more whether there is anything to wait for,
/// then park or cancel.
/// False, and not in the queue, when the deadline has come already. A ticket that was given before
/// keeps its place in the order.
bool enqueue(Waiter& waiter);
/// Sleeps until woken or due. `interruptible`: a signal handler ends the wait too.
Ended park(Waiter& waiter, bool interruptible = false);
/// Leaves the queue without having slept; what ended the wait meanwhile, `interrupted` for nothing.
Ended cancel(Waiter& waiter);

/// Wakes up to `count` waiters of that kind and key, first come first; how many it were.
int wake(WaitKind kind, const void* key, int count, std::uint32_t bits = ~std::uint32_t{0});
inline constexpr int everyone = INT32_MAX;
/// Wakes up to `wakes`, and lets up to `moves` more wait for `target` instead; how many in all.
int requeue(WaitKind kind, const void* key, int wakes, int moves, const void* target);
/// Whether anybody waits for that key.
bool has_waiters(WaitKind kind, const void* key);

/// Sets the clock to the earliest deadline if it is not past `target` and ends every wait that is
/// due; otherwise sets it to `target`. How many waits ended.
std::size_t step(Ticks target);

/// Sets the clock if no other thread exists, which needs no lock and no look around.
bool set_clock_alone(Ticks target);

/// A thread joins or leaves those that count as running.
void enter_active();
void leave_active(const Waiter* reason);

Ticks ticks_now();
pid_t own_thread();
std::uint32_t active_count();
/// Returns when `active` is 1, or after about that much real time.
void wait_for_rest(Ticks real_time);
/// Changes whenever a waiter comes or goes.
std::uint64_t generation();
bool is_parked(pid_t thread);

/// Guards the list of living threads too, which must change together with the queue.
class QueueLock {
 public:
  QueueLock();
  ~QueueLock();
  QueueLock(const QueueLock&) = delete;
  QueueLock& operator=(const QueueLock&) = delete;
};

/// Waits until `try_once` returns something else than EBUSY; that, or ETIMEDOUT, or EINTR if
/// `interruptible`.
template <typename Try>
int acquire(WaitKind kind, const void* key, Ticks deadline, Try try_once,
            bool interruptible = false) {
  int result = try_once();
  std::uint64_t ticket = 0;
  while (result == EBUSY) {
    Waiter waiter{.kind = kind, .key = key, .deadline = deadline, .ticket = ticket};
    if (!enqueue(waiter)) return ETIMEDOUT;
    result = try_once();
    if (result != EBUSY) {
      cancel(waiter);
      break;
    }
    const Ended ended = park(waiter, interruptible);
    if (ended == Ended::due) return ETIMEDOUT;
    if (ended == Ended::interrupted) return EINTR;
    ticket = waiter.ticket;
    result = try_once();
  }
  return result;
}

}  // namespace virtual_clock::detail
