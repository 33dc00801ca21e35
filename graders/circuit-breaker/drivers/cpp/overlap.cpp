#include "overlap.hpp"

#include "virtual_clock.hpp"

namespace nines_driver {
namespace {

using grader::Outcome;

void stay_inside(Call& call) {
  auto& held = *static_cast<HeldCall*>(call.owner);
  held.is_inside = true;
  while (sem_wait(&held.go) != 0) {
  }
  held.is_inside = false;
}

void run_held(void* argument) {
  auto& held = *static_cast<HeldCall*>(argument);
  subject.call(held.object, held.call);
}

struct Operation {
  void* object;
  Call* call;
  int state = unknown_state;
};

void run_call(void* argument) {
  auto& operation = *static_cast<Operation*>(argument);
  subject.call(operation.object, *operation.call);
}

void run_ask(void* argument) {
  auto& operation = *static_cast<Operation*>(argument);
  try {
    operation.state = subject.state(operation.object);
  } catch (...) {
    operation.state = unknown_state;
  }
}

/// Outlives the step: a thread that is stuck may still come to it.
Operation operation;

}  // namespace

Outcome Overlap::begin(void* object, std::uint32_t number) {
  std::size_t free = 0;
  while (free < most && !is_free(held_[free])) ++free;
  if (free == most) return Outcome::none;
  Held& held = held_[free];
  if (!held.is_ready) sem_init(&held.call.go, 0, 0);
  held.is_ready = true;
  held.call.call = Call{.number = number, .inside = stay_inside, .owner = &held.call};
  held.call.object = object;
  held.call.is_inside = false;
  settled_ = held.worker.run(run_held, &held.call);
  if (held.worker.is_free()) return held.call.call.outcome;
  if (!held.call.is_inside) return Outcome::blocked;
  order_[held_count_++] = free;
  return Outcome::running;
}

Outcome Overlap::finish(bool succeeds) {
  if (held_count_ == 0) return Outcome::none;
  Held& held = held_[order_[0]];
  for (std::size_t i = 1; i < held_count_; ++i) order_[i - 1] = order_[i];
  --held_count_;
  held.call.call.succeeds = succeeds;
  sem_post(&held.call.go);
  settled_ = virtual_clock::settle() == virtual_clock::Settle::settled;
  return held.worker.is_free() ? held.call.call.outcome : Outcome::blocked;
}

Outcome Overlap::call(void* object, Call& call) {
  operation = {object, &call};
  settled_ = second_.run(run_call, &operation);
  return second_.is_free() ? call.outcome : Outcome::blocked;
}

bool Overlap::ask(void* object, int& state) {
  operation = {object, nullptr};
  settled_ = second_.run(run_ask, &operation);
  state = operation.state;
  return second_.is_free();
}

bool Overlap::release_all() {
  while (held_count_ > 0) finish(true);
  // A call that was stuck behind a lock may have come to its function only now.
  for (int round = 0; round < 2; ++round) {
    for (Held& held : held_) {
      if (!held.worker.is_free() && held.call.is_inside) sem_post(&held.call.go);
    }
    settled_ = virtual_clock::settle() == virtual_clock::Settle::settled;
  }
  bool are_free = second_.is_free();
  for (const Held& held : held_) are_free = are_free && held.worker.is_free();
  return are_free;
}

std::size_t Overlap::threads() const {
  std::size_t count = second_.is_started() ? 1 : 0;
  for (const Held& held : held_) count += held.worker.is_started() ? 1 : 0;
  return count;
}

}  // namespace nines_driver
