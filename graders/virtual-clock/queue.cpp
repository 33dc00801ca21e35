#include "queue.hpp"

#include <algorithm>
#include <pthread.h>
#include <unistd.h>

#include "real.hpp"

namespace virtual_clock {
namespace detail {
namespace {

constexpr Ticks start = 1'000'000'000'000'000;  // eleven and a half days after "boot"

constexpr auto waiting = static_cast<std::uint32_t>(State::waiting);

std::atomic<Ticks> clock_ticks{start};
std::atomic<std::uint32_t> active_threads{1};
std::atomic<bool> somebody_settles{false};
std::atomic<std::uint32_t> queue_length{0};
std::atomic<std::uint64_t> changes{0};
std::atomic<IdleHandler> idle_handler{nullptr};

// Guarded by the lock.
std::atomic_flag queue_lock = ATOMIC_FLAG_INIT;
Waiter* first = nullptr;
Waiter* last = nullptr;
std::uint64_t last_ticket = 0;

void insert(Waiter& waiter) {
  if (waiter.ticket == 0) waiter.ticket = ++last_ticket;
  Waiter* before = last;
  while (before && before->ticket > waiter.ticket) before = before->previous;
  waiter.previous = before;
  waiter.next = before ? before->next : first;
  (waiter.previous ? waiter.previous->next : first) = &waiter;
  (waiter.next ? waiter.next->previous : last) = &waiter;
  waiter.queued = true;
  queue_length.fetch_add(1, std::memory_order_seq_cst);
  changes.fetch_add(1, std::memory_order_relaxed);
}

void remove(Waiter& waiter) {
  (waiter.previous ? waiter.previous->next : first) = waiter.next;
  (waiter.next ? waiter.next->previous : last) = waiter.previous;
  waiter.queued = false;
  queue_length.fetch_sub(1, std::memory_order_relaxed);
  changes.fetch_add(1, std::memory_order_relaxed);
}

/// Waiters that have left the queue and are to be told so once the lock is free. They count as
/// active from the moment they are added, and live until they are told.
class Departing {
 public:
  void add(Waiter& waiter) {
    remove(waiter);
    waiter.next = nullptr;
    (tail_ ? tail_->next : head_) = &waiter;
    tail_ = &waiter;
    ++count_;
    if (waiter.event_fd < 0) enter_active();
  }

  void tell(State state) const {
    for (Waiter* waiter = head_; waiter;) {
      Waiter* const after = waiter->next;
      if (waiter->event_fd >= 0) {
        // The descriptor may be closed as soon as the state is set.
        const std::uint64_t one = 1;
        real::call(SYS_write, waiter->event_fd, real::pointer(&one), sizeof one);
        waiter->state.store(static_cast<std::uint32_t>(state), std::memory_order_release);
      } else {
        std::atomic<std::uint32_t>* const word = &waiter->state;
        word->store(static_cast<std::uint32_t>(state), std::memory_order_release);
        // The waiter may be gone by now; waking whoever uses that address instead does no harm.
        real::futex_wake(word);
      }
      waiter = after;
    }
  }

  int count() const { return count_; }

 private:
  Waiter* head_ = nullptr;
  Waiter* tail_ = nullptr;
  int count_ = 0;
};

Ticks earliest_deadline() {
  Ticks earliest = never;
  for (const Waiter* waiter = first; waiter; waiter = waiter->next) {
    earliest = std::min(earliest, waiter->deadline);
  }
  return earliest;
}

std::optional<nanoseconds> as_deadline(Ticks deadline) {
  if (deadline == never) return std::nullopt;
  return nanoseconds(deadline);
}

pid_t owner_of(const Waiter& waiter) {
  if (waiter.kind == WaitKind::mutex) {
    return static_cast<const pthread_mutex_t*>(waiter.key)->__data.__owner;
  }
  if (waiter.kind == WaitKind::rwlock) {
    return static_cast<const pthread_rwlock_t*>(waiter.key)->__data.__cur_writer;
  }
  return 0;
}

Wait describe(const Waiter& waiter) {
  return {.thread = waiter.thread,
          .kind = waiter.kind,
          .object = waiter.key,
          .deadline = as_deadline(waiter.deadline),
          .owner = owner_of(waiter)};
}

void come_to_rest(const Waiter* reason) {
  const IdleHandler handler = idle_handler.load(std::memory_order_acquire);
  if (!handler) return;
  Idle idle;
  {
    const QueueLock lock;
    if (active_count() != 0) return;
    if (reason) {
      idle.last = describe(*reason);
    } else if (first) {
      idle.last = describe(*first);  // the last running thread has ended: name who waits longest
    }
    idle.next_deadline = as_deadline(earliest_deadline());
  }
  if (handler(idle) == IdleAction::advance_to_next_deadline && idle.next_deadline) {
    step(idle.next_deadline->count());
  }
}

Ended ended_as(std::uint32_t state) {
  return state == static_cast<std::uint32_t>(State::due) ? Ended::due : Ended::woken;
}

}  // namespace

// It spins: a thread that waits for it must look running to the one that settles.
QueueLock::QueueLock() {
  for (int spins = 0; queue_lock.test_and_set(std::memory_order_acquire); ++spins) {
    if (spins % 64 == 63) real::call(SYS_sched_yield);
  }
}

QueueLock::~QueueLock() {
  queue_lock.clear(std::memory_order_release);
}

Ticks ticks_now() {
  return clock_ticks.load(std::memory_order_acquire);
}

pid_t own_thread() {
  static thread_local pid_t thread = 0;
  if (thread == 0) thread = static_cast<pid_t>(real::call(SYS_gettid));
  return thread;
}

std::uint32_t active_count() {
  return active_threads.load(std::memory_order_acquire);
}

std::uint64_t generation() {
  return changes.load(std::memory_order_acquire);
}

void enter_active() {
  active_threads.fetch_add(1, std::memory_order_seq_cst);
}

void leave_active(const Waiter* reason) {
  const std::uint32_t left = active_threads.fetch_sub(1, std::memory_order_seq_cst) - 1;
  if (left == 0) {
    come_to_rest(reason);
  } else if (left == 1 && somebody_settles.load(std::memory_order_seq_cst)) {
    real::futex_wake(&active_threads);
  }
}

void wait_for_rest(Ticks real_time) {
  somebody_settles.store(true, std::memory_order_seq_cst);
  const std::uint32_t count = active_threads.load(std::memory_order_seq_cst);
  if (count != 1) {
    const timespec timeout{.tv_sec = 0, .tv_nsec = static_cast<long>(real_time)};
    real::futex_wait(active_threads, count, &timeout);
  }
  somebody_settles.store(false, std::memory_order_relaxed);
}

bool enqueue(Waiter& waiter) {
  waiter.thread = own_thread();
  {
    const QueueLock lock;
    if (waiter.deadline <= ticks_now()) return false;
    insert(waiter);
  }
  // Pairs with the fence in wake(): either this thread sees the change, or the waker this waiter.
  std::atomic_thread_fence(std::memory_order_seq_cst);
  return true;
}

Ended park(Waiter& waiter, bool interruptible) {
  waiter.parked.store(true, std::memory_order_release);
  leave_active(&waiter);
  std::uint32_t state;
  bool left_by_itself = false;
  while ((state = waiter.state.load(std::memory_order_acquire)) == waiting) {
    if (real::futex_wait(waiter.state, waiting) != -EINTR || !interruptible) continue;
    const QueueLock lock;
    if (!waiter.queued) continue;  // about to be told
    remove(waiter);
    left_by_itself = true;
    break;
  }
  if (left_by_itself) {
    enter_active();
    return Ended::interrupted;
  }
  return ended_as(state);
}

Ended cancel(Waiter& waiter) {
  {
    const QueueLock lock;
    if (waiter.queued) {
      remove(waiter);
      return Ended::interrupted;
    }
  }
  std::uint32_t state;
  while ((state = waiter.state.load(std::memory_order_acquire)) == waiting) {
    real::call(SYS_sched_yield);
  }
  // Whoever took it out has counted it once more, though it never slept.
  if (waiter.event_fd < 0) leave_active(&waiter);
  return ended_as(state);
}

int wake(WaitKind kind, const void* key, int count, std::uint32_t bits) {
  // The caller has just changed what the waiters look at, and they look again after coming in.
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (queue_length.load(std::memory_order_relaxed) == 0) return 0;
  Departing departing;
  {
    const QueueLock lock;
    for (Waiter* waiter = first; waiter && departing.count() < count;) {
      Waiter* const after = waiter->next;
      if (waiter->kind == kind && waiter->key == key && (waiter->bits & bits) != 0) {
        departing.add(*waiter);
      }
      waiter = after;
    }
  }
  departing.tell(State::woken);
  return departing.count();
}

int requeue(WaitKind kind, const void* key, int wakes, int moves, const void* target) {
  Departing departing;
  int moved = 0;
  {
    const QueueLock lock;
    for (Waiter* waiter = first; waiter;) {
      Waiter* const after = waiter->next;
      if (waiter->kind == kind && waiter->key == key) {
        if (departing.count() < wakes) {
          departing.add(*waiter);
        } else if (moved < moves) {
          waiter->key = target;
          ++moved;
        }
      }
      waiter = after;
    }
  }
  departing.tell(State::woken);
  return departing.count() + moved;
}

bool has_waiters(WaitKind kind, const void* key) {
  const QueueLock lock;
  for (const Waiter* waiter = first; waiter; waiter = waiter->next) {
    if (waiter->kind == kind && waiter->key == key) return true;
  }
  return false;
}

bool set_clock_alone(Ticks target) {
  // Whoever is not active is parked, and whoever is parked is in the queue.
  if (active_count() != 1 || queue_length.load(std::memory_order_relaxed) != 0) return false;
  clock_ticks.store(target, std::memory_order_release);
  return true;
}

std::size_t step(Ticks target) {
  Departing departing;
  {
    const QueueLock lock;
    const Ticks deadline = earliest_deadline();
    const Ticks then = std::max(ticks_now(), std::min(deadline, target));
    clock_ticks.store(then, std::memory_order_release);
    for (Waiter* waiter = deadline <= then ? first : nullptr; waiter;) {
      Waiter* const after = waiter->next;
      if (waiter->deadline <= then) departing.add(*waiter);
      waiter = after;
    }
  }
  departing.tell(State::due);
  return static_cast<std::size_t>(departing.count());
}

bool is_parked(pid_t thread) {
  const QueueLock lock;
  for (const Waiter* waiter = first; waiter; waiter = waiter->next) {
    if (waiter->thread == thread) return waiter->parked.load(std::memory_order_acquire);
  }
  return false;
}

}  // namespace detail

nanoseconds now() {
  return nanoseconds(detail::ticks_now());
}

std::size_t active() {
  return detail::active_count();
}

std::size_t parked() {
  const detail::QueueLock lock;
  std::size_t count = 0;
  for (const detail::Waiter* waiter = detail::first; waiter; waiter = waiter->next) {
    count += waiter->parked.load(std::memory_order_acquire) ? 1 : 0;
  }
  return count;
}

std::optional<Wait> wait_of(pid_t thread) {
  const detail::QueueLock lock;
  for (const detail::Waiter* waiter = detail::first; waiter; waiter = waiter->next) {
    if (waiter->thread == thread) return detail::describe(*waiter);
  }
  return std::nullopt;
}

std::optional<nanoseconds> next_deadline() {
  const detail::QueueLock lock;
  return detail::as_deadline(detail::earliest_deadline());
}

bool deadlock_suspected() {
  const detail::QueueLock lock;
  return detail::first && detail::active_count() <= 1 &&
         detail::earliest_deadline() == detail::never;
}

void set_idle_handler(IdleHandler handler) {
  detail::idle_handler.store(handler, std::memory_order_release);
}

}  // namespace virtual_clock
