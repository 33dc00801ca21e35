#include <pthread.h>

#include "instants.hpp"
#include "real.hpp"

// Mutexes and rwlocks stay the C library's own: taken by its trylock, released by its unlock, so
// that their kinds, counts and return codes are its own too. Only the waiting happens in our queue.

namespace virtual_clock::detail {
namespace {

/// Robust, priority-inheriting or -protecting, or shared between processes: the kernel or another
/// process has a say in who is next. Such mutexes are left to the C library.
bool is_special(const pthread_mutex_t& mutex) {
  constexpr int type_and_elision = 3 | 256 | 512;
  return (mutex.__data.__kind & ~type_and_elision) != 0;
}

int lock(pthread_mutex_t* mutex, Ticks deadline) {
  const int result = pthread_mutex_trylock(mutex);
  if (result != EBUSY) return result;
  if ((mutex->__data.__kind & 3) == PTHREAD_MUTEX_ERRORCHECK &&
      mutex->__data.__owner == own_thread()) {
    return EDEADLK;
  }
  return acquire(WaitKind::mutex, mutex, deadline,
                 [mutex] { return pthread_mutex_trylock(mutex); });
}

template <typename Try>
int lock(pthread_rwlock_t* rwlock, Ticks deadline, Try try_lock) {
  const int result = try_lock(rwlock);
  if (result != EBUSY) return result;
  if (rwlock->__data.__cur_writer == own_thread()) return EDEADLK;
  return acquire(WaitKind::rwlock, rwlock, deadline, [=] { return try_lock(rwlock); });
}

}  // namespace
}  // namespace virtual_clock::detail

using namespace virtual_clock::detail;
using virtual_clock::WaitKind;

extern "C" {

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  return is_special(*mutex) ? NINES_REAL(pthread_mutex_lock)(mutex) : lock(mutex, never);
}

int pthread_mutex_timedlock(pthread_mutex_t* __restrict mutex,
                            const timespec* __restrict until) noexcept {
  return pthread_mutex_clocklock(mutex, CLOCK_REALTIME, until);
}

int pthread_mutex_clocklock(pthread_mutex_t* __restrict mutex, clockid_t clock,
                            const timespec* __restrict until) noexcept {
  if (is_special(*mutex)) return NINES_REAL(pthread_mutex_clocklock)(mutex, clock, until);
  const int result = pthread_mutex_trylock(mutex);
  if (result != EBUSY) return result;
  if (!is_valid_instant(*until)) return EINVAL;
  return lock(mutex, instant(clock, *until));
}

int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  const int result = NINES_REAL(pthread_mutex_unlock)(mutex);
  // The mutex may be gone by now; its address is a name only.
  if (result == 0) wake(WaitKind::mutex, mutex, 1);
  return result;
}

int pthread_rwlock_rdlock(pthread_rwlock_t* rwlock) noexcept {
  return lock(rwlock, never, pthread_rwlock_tryrdlock);
}

int pthread_rwlock_wrlock(pthread_rwlock_t* rwlock) noexcept {
  return lock(rwlock, never, pthread_rwlock_trywrlock);
}

int pthread_rwlock_clockrdlock(pthread_rwlock_t* __restrict rwlock, clockid_t clock,
                               const timespec* __restrict until) noexcept {
  if (!is_valid_instant(*until)) return EINVAL;
  return lock(rwlock, instant(clock, *until), pthread_rwlock_tryrdlock);
}

int pthread_rwlock_clockwrlock(pthread_rwlock_t* __restrict rwlock, clockid_t clock,
                               const timespec* __restrict until) noexcept {
  if (!is_valid_instant(*until)) return EINVAL;
  return lock(rwlock, instant(clock, *until), pthread_rwlock_trywrlock);
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t* __restrict rwlock,
                               const timespec* __restrict until) noexcept {
  return pthread_rwlock_clockrdlock(rwlock, CLOCK_REALTIME, until);
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t* __restrict rwlock,
                               const timespec* __restrict until) noexcept {
  return pthread_rwlock_clockwrlock(rwlock, CLOCK_REALTIME, until);
}

int pthread_rwlock_unlock(pthread_rwlock_t* rwlock) noexcept {
  const int result = NINES_REAL(pthread_rwlock_unlock)(rwlock);
  // Readers come in together; the others see for themselves that they must wait on.
  if (result == 0) wake(WaitKind::rwlock, rwlock, everyone);
  return result;
}

}  // extern "C"
