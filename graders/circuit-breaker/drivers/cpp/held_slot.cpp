#include "held_slot.hpp"

#include "clock.hpp"

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

}  // namespace

Outcome HeldSlot::begin(void* object, std::uint32_t number) {
  if (!is_ready_) sem_init(&call_.go, 0, 0);
  is_ready_ = true;
  call_.call = Call{.number = number, .inside = stay_inside, .owner = &call_};
  call_.object = object;
  call_.is_inside = false;
  settled_ = worker_.run(run_held, &call_);
  if (is_free()) return call_.call.outcome;
  return is_inside() ? Outcome::running : Outcome::blocked;
}

Outcome HeldSlot::finish(bool succeeds) {
  call_.call.succeeds = succeeds;
  sem_post(&call_.go);
  settled_ = clock::settle();
  return is_free() ? call_.call.outcome : Outcome::blocked;
}

void HeldSlot::release() {
  if (!is_free() && is_inside()) sem_post(&call_.go);
}

}  // namespace nines_driver
