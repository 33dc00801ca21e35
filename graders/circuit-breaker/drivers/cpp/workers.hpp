#pragma once

#include <array>
#include <cstddef>
#include <pthread.h>
#include <semaphore.h>

#include "call.hpp"

namespace nines_driver {

/// A thread that does one thing at a time. Waiting for the next, it is parked in the virtual clock
/// like any other thread of the process.
class Worker {
 public:
  /// Starts the job and waits until all threads have come to rest. False when they did not.
  bool run(void (*job)(void*), void* argument);
  /// The job is done. If not, the thread waits: for whoever holds a lock, or inside fn.
  bool is_free() const { return done_; }
  bool is_started() const { return is_started_; }

 private:
  static void* main(void* self);
  bool is_started_ = false;
  volatile bool done_ = true;
  void (*job_)(void*) = nullptr;
  void* argument_ = nullptr;
  sem_t wanted_{};
  pthread_t thread_{};
};

/// A call that stays inside its function until it is let go.
struct HeldCall {
  Call call;
  void* object = nullptr;
  bool is_inside = false;
  sem_t go{};
};

}  // namespace nines_driver
