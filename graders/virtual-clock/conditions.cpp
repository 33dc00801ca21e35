#include <cstring>
#include <pthread.h>
#include <semaphore.h>

#include "instants.hpp"
#include "real.hpp"

// Condition variables are ours altogether: of the C library's object only one word is used, for the
// clock that its attributes name. Zero, as PTHREAD_COND_INITIALIZER leaves it, is CLOCK_REALTIME.
// Semaphores keep the C library's count; only the waiting happens in our queue.

namespace virtual_clock::detail {
namespace {

static_assert(CLOCK_REALTIME == 0 && sizeof(pthread_cond_t) >= sizeof(clockid_t));

int wait(pthread_cond_t* condition, pthread_mutex_t* mutex, Ticks deadline) {
  Waiter waiter{.kind = WaitKind::condition, .key = condition, .deadline = deadline};
  const bool in_time = enqueue(waiter);
  // Whoever gets the mutex from here on finds this thread in the queue.
  if (const int error = pthread_mutex_unlock(mutex)) {
    if (in_time) cancel(waiter);
    return error;
  }
  const Ended ended = in_time ? park(waiter) : Ended::due;
  // Somebody may be waiting to destroy the condition.
  wake(WaitKind::condition_destroy, condition, everyone);
  if (const int error = pthread_mutex_lock(mutex)) return error;
  return ended == Ended::due ? ETIMEDOUT : 0;
}

int wait(sem_t* semaphore, Ticks deadline) {
  const int error = acquire(
      WaitKind::semaphore, semaphore, deadline,
      [semaphore] {
        if (sem_trywait(semaphore) == 0) return 0;
        return errno == EAGAIN ? EBUSY : errno;
      },
      true);
  return error == 0 ? 0 : fail(error);
}

}  // namespace
}  // namespace virtual_clock::detail

using namespace virtual_clock::detail;
using virtual_clock::WaitKind;

extern "C" {

int pthread_cond_init(pthread_cond_t* __restrict condition,
                      const pthread_condattr_t* __restrict attributes) noexcept {
  std::memset(condition, 0, sizeof *condition);
  clockid_t clock = CLOCK_REALTIME;
  if (attributes) pthread_condattr_getclock(attributes, &clock);
  std::memcpy(condition, &clock, sizeof clock);
  return 0;
}

// As in the C library, this waits until nobody uses the condition any more.
int pthread_cond_destroy(pthread_cond_t* condition) noexcept {
  return acquire(WaitKind::condition_destroy, condition, never,
                 [condition] { return has_waiters(WaitKind::condition, condition) ? EBUSY : 0; });
}

int pthread_cond_wait(pthread_cond_t* __restrict condition, pthread_mutex_t* __restrict mutex) {
  return wait(condition, mutex, never);
}

int pthread_cond_clockwait(pthread_cond_t* __restrict condition, pthread_mutex_t* __restrict mutex,
                           clockid_t clock, const timespec* __restrict until) {
  if (!is_valid_instant(*until)) return EINVAL;
  return wait(condition, mutex, instant(clock, *until));
}

int pthread_cond_timedwait(pthread_cond_t* __restrict condition, pthread_mutex_t* __restrict mutex,
                           const timespec* __restrict until) {
  clockid_t clock = CLOCK_REALTIME;
  std::memcpy(&clock, condition, sizeof clock);
  return pthread_cond_clockwait(condition, mutex, clock, until);
}

int pthread_cond_signal(pthread_cond_t* condition) noexcept {
  wake(WaitKind::condition, condition, 1);
  return 0;
}

int pthread_cond_broadcast(pthread_cond_t* condition) noexcept {
  wake(WaitKind::condition, condition, everyone);
  return 0;
}

int sem_wait(sem_t* semaphore) {
  return wait(semaphore, never);
}

int sem_clockwait(sem_t* __restrict semaphore, clockid_t clock, const timespec* __restrict until) {
  if (sem_trywait(semaphore) == 0) return 0;
  if (!is_valid_instant(*until)) return fail(EINVAL);
  return wait(semaphore, instant(clock, *until));
}

int sem_timedwait(sem_t* __restrict semaphore, const timespec* __restrict until) {
  return sem_clockwait(semaphore, CLOCK_REALTIME, until);
}

int sem_post(sem_t* semaphore) noexcept {
  const int result = NINES_REAL(sem_post)(semaphore);
  if (result == 0) wake(WaitKind::semaphore, semaphore, 1);
  return result;
}

}  // extern "C"
