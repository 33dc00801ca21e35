#include "aside.hpp"

namespace nines_driver {

using grader::Outcome;

void Aside::run_call(void* argument) {
  auto& aside = *static_cast<Aside*>(argument);
  subject.call(aside.object_, *aside.call_);
}

void Aside::run_ask(void* argument) {
  auto& aside = *static_cast<Aside*>(argument);
  try {
    aside.state_ = subject.state(aside.object_);
  } catch (...) {
    aside.state_ = unknown_state;
  }
}

Outcome Aside::call(void* object, Call& call) {
  object_ = object;
  call_ = &call;
  settled_ = worker_.run(run_call, this);
  return is_free() ? call.outcome : Outcome::blocked;
}

bool Aside::ask(void* object, int& state) {
  object_ = object;
  state_ = unknown_state;
  settled_ = worker_.run(run_ask, this);
  state = state_;
  return is_free();
}

}  // namespace nines_driver
