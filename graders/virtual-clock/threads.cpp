#include <cerrno>
#include <climits>
#include <cstdlib>
#include <new>
#include <pthread.h>

#include "queue.hpp"
#include "real.hpp"

// Who runs: a thread counts from before it is created until after the last thing it does that can
// be seen. A join is a wait in our queue until then; the C library does the rest.

namespace virtual_clock::detail {
namespace {

struct Thread {
  void* (*start)(void*);
  void* argument;
  pthread_t handle{};
  int destructor_rounds = 0;
  /// Its creator and itself.
  std::atomic<int> references{2};
  Thread* next = nullptr;
  Thread* previous = nullptr;
};

Thread* living = nullptr;  // guarded by QueueLock

void add(Thread& thread) {
  const QueueLock lock;
  thread.next = living;
  if (living) living->previous = &thread;
  living = &thread;
}

void remove(Thread& thread) {
  const QueueLock lock;
  (thread.previous ? thread.previous->next : living) = thread.next;
  if (thread.next) thread.next->previous = thread.previous;
}

const Thread* find(pthread_t handle) {
  const QueueLock lock;
  for (const Thread* thread = living; thread; thread = thread->next) {
    if (pthread_equal(thread->handle, handle)) return thread;
  }
  return nullptr;
}

void release(Thread* thread) {
  if (thread->references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
    thread->~Thread();
    std::free(thread);
  }
}

void finish(void* data);

pthread_key_t exit_key() {
  static const pthread_key_t key = [] {
    pthread_key_t made{};
    pthread_key_create(&made, finish);
    return made;
  }();
  return key;
}

/// Runs after the thread's function and its thread_local destructors, and puts itself off until
/// the last round of destructors of thread-specific data.
void finish(void* data) {
  auto* const thread = static_cast<Thread*>(data);
  if (++thread->destructor_rounds < PTHREAD_DESTRUCTOR_ITERATIONS) {
    pthread_setspecific(exit_key(), thread);
    return;
  }
  remove(*thread);
  wake(WaitKind::join, thread, everyone);
  release(thread);
  leave_active(nullptr);
}

void* run(void* data) {
  auto* const thread = static_cast<Thread*>(data);
  pthread_setspecific(exit_key(), thread);
  return thread->start(thread->argument);
}

using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);

}  // namespace
}  // namespace virtual_clock::detail

using namespace virtual_clock::detail;
using virtual_clock::WaitKind;

extern "C" {

// A sanitizer that is linked into the program, not loaded, has its interceptor under these names.
__attribute__((weak)) int __interceptor_pthread_create(pthread_t*, const pthread_attr_t*,
                                                       void* (*)(void*), void*);
__attribute__((weak)) int ___interceptor_pthread_create(pthread_t*, const pthread_attr_t*,
                                                        void* (*)(void*), void*);

int pthread_create(pthread_t* __restrict handle, const pthread_attr_t* __restrict attributes,
                   void* (*start)(void*), void* __restrict argument) noexcept {
  Create create = ___interceptor_pthread_create;
  if (!create) create = __interceptor_pthread_create;
  if (!create) create = NINES_REAL(pthread_create);
  exit_key();
  void* const memory = std::malloc(sizeof(Thread));
  if (!memory) return EAGAIN;
  auto* const thread = new (memory) Thread{.start = start, .argument = argument};
  add(*thread);
  enter_active();
  // The C library stores the handle before the thread starts.
  const int result = create(&thread->handle, attributes, run, thread);
  if (result == 0) {
    *handle = thread->handle;
  } else {
    remove(*thread);
    leave_active(nullptr);
    release(thread);
  }
  release(thread);
  return result;
}

int pthread_join(pthread_t handle, void** result) {
  if (!pthread_equal(handle, pthread_self())) {
    if (const Thread* const thread = find(handle)) {
      acquire(WaitKind::join, thread, never,
              [thread, handle] { return find(handle) == thread ? EBUSY : 0; });
    }
  }
  return NINES_REAL(pthread_join)(handle, result);
}

}  // extern "C"
