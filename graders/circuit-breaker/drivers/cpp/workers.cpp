#include "workers.hpp"

#include "channel.hpp"
#include "clock.hpp"

namespace nines_driver {

void* Worker::main(void* self) {
  auto& worker = *static_cast<Worker*>(self);
  for (;;) {
    while (sem_wait(&worker.wanted_) != 0) {
    }
    worker.job_(worker.argument_);
    worker.done_ = true;
  }
  return nullptr;
}

bool Worker::run(void (*job)(void*), void* argument) {
  job_ = job;
  argument_ = argument;
  done_ = false;
  if (!is_started_) {
    is_started_ = true;
    sem_init(&wanted_, 0, 0);
    if (pthread_create(&thread_, nullptr, main, this) != 0) leave(left_broken);
  }
  sem_post(&wanted_);
  return clock::settle();
}

}  // namespace nines_driver
