#include "overlap.hpp"

#include "clock.hpp"

namespace nines_driver {

using grader::Outcome;

Outcome Overlap::begin(void* object, std::uint32_t number) {
  std::size_t free = 0;
  while (free < most && !held_[free].is_free()) ++free;
  if (free == most) return Outcome::none;
  const Outcome outcome = held_[free].begin(object, number);
  settled_ = held_[free].settled();
  if (outcome == Outcome::running) order_[held_count_++] = free;
  return outcome;
}

Outcome Overlap::finish(bool succeeds) {
  if (held_count_ == 0) return Outcome::none;
  HeldSlot& held = held_[order_[0]];
  for (std::size_t i = 1; i < held_count_; ++i) order_[i - 1] = order_[i];
  --held_count_;
  const Outcome outcome = held.finish(succeeds);
  settled_ = held.settled();
  return outcome;
}

Outcome Overlap::call(void* object, Call& call) {
  const Outcome outcome = aside_.call(object, call);
  settled_ = aside_.settled();
  return outcome;
}

bool Overlap::ask(void* object, int& state) {
  const bool answered = aside_.ask(object, state);
  settled_ = aside_.settled();
  return answered;
}

bool Overlap::release_all() {
  while (held_count_ > 0) finish(true);
  // A call that was stuck behind a lock may have come to its function only now.
  for (int round = 0; round < 2; ++round) {
    for (HeldSlot& held : held_) held.release();
    settled_ = clock::settle();
  }
  bool are_free = aside_.is_free();
  for (const HeldSlot& held : held_) are_free = are_free && held.is_free();
  return are_free;
}

std::size_t Overlap::threads() const {
  std::size_t count = aside_.is_started() ? 1 : 0;
  for (const HeldSlot& held : held_) count += held.is_started() ? 1 : 0;
  return count;
}

}  // namespace nines_driver
