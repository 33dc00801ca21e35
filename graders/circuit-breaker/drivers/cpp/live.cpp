#include "live.hpp"

#include "clock.hpp"

namespace nines_driver {
namespace {

using grader::Observation;
using grader::Outcome;
using grader::wire::Act;
namespace wire = grader::wire;

}  // namespace

Live::Live(Channel& channel, void* object, std::uint8_t* slot)
    : channel_(channel), object_(object), slot_(slot) {}

Outcome Live::act(const wire::Command& command) {
  if (command.act == Act::look) return Outcome::none;
  if (command.call >= held_.size()) leave(left_broken);
  auto& place = held_[command.call];
  if (!place) place = std::make_unique<HeldSlot>();
  HeldSlot& held = *place;
  Outcome outcome = Outcome::none;
  if (command.act == Act::call_begins) {
    if (!held.is_free()) leave(left_broken);
    outcome = held.begin(object_, number_++);
    if (outcome == Outcome::running) ++held_count_;
  } else {
    if (held.is_free()) leave(left_broken);
    outcome = held.finish(command.act == Act::call_returns);
    if (outcome != Outcome::blocked) --held_count_;
  }
  is_quiet_ = is_quiet_ && held.settled();
  return outcome;
}

bool Live::look(grader::VisibleState& state) {
  int found = unknown_state;
  if (held_count_ > 0) {
    if (!aside_.ask(object_, found)) return false;
    is_quiet_ = is_quiet_ && aside_.settled();
  } else {
    try {
      found = subject.state(object_);
    } catch (...) {
      found = unknown_state;
    }
  }
  state = static_cast<grader::VisibleState>(found);
  return true;
}

Live::Next Live::next() {
  wire::Command command;
  if (!channel_.receive(command)) leave(0);
  if (command.act == Act::end) return Next::end;
  if (command.advance_ns > 0) {
    is_quiet_ = clock::pass(clock::nanoseconds(command.advance_ns));
  }
  Observation observation;
  observation.outcome = act(command);
  if (observation.outcome != Outcome::blocked && !look(observation.state))
    observation.outcome = Outcome::blocked;
  is_quiet_ = is_quiet_ && clock::settle();
  if (!is_quiet_) {
    *slot_ = wire::ended_did_not_settle;
    return Next::broken;
  }
  channel_.answer(wire::Answer{.nonce = command.nonce, .observation = wire::encode(observation)});
  return observation.outcome == Outcome::blocked ? Next::broken : Next::command;
}

bool Live::release_all() {
  for (const auto& held : held_)
    if (held && !held->is_free() && held->is_inside()) held->finish(true);
  for (const auto& held : held_)
    if (held) held->release();
  bool are_free = clock::settle() && aside_.is_free();
  for (const auto& held : held_) are_free = are_free && (!held || held->is_free());
  return are_free;
}

std::size_t Live::threads() const {
  std::size_t count = aside_.is_started() ? 1 : 0;
  for (const auto& held : held_) count += held && held->is_started() ? 1 : 0;
  return count;
}

}  // namespace nines_driver
