#include "runner.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "alarm.hpp"
#include "clock.hpp"
#include "live.hpp"

namespace nines_driver {
namespace {

using grader::Observation;
using grader::Outcome;
using grader::Step;
namespace wire = grader::wire;

constexpr int wait_part_percent = 40;
constexpr int wait_past_percent = 150;
/// Waits of the submission's own that a step may contain, before it is taken for endless.
constexpr int own_waits_max = 1000;
constexpr std::uint32_t steps_between_alarms = 256;

// For the handlers, which run in whatever thread and have no argument of their own.
std::uint8_t* volatile current_slot = nullptr;
wire::Memory* handler_memory = nullptr;

void on_stuck(const char* words, bool waits_for_time) {
  std::snprintf(handler_memory->detail, wire::detail_bytes, "%s", words);
  *current_slot = waits_for_time ? wire::ended_did_not_settle : wire::ended_deadlock;
  leave(0);
}

void on_terminate() {
  try {
    if (std::current_exception()) throw;
    std::snprintf(handler_memory->detail, wire::detail_bytes, "std::terminate was called");
  } catch (const std::exception& error) {
    std::snprintf(handler_memory->detail, wire::detail_bytes, "an exception was not caught: %s",
                  error.what());
  } catch (...) {
    std::snprintf(handler_memory->detail, wire::detail_bytes, "an exception was not caught");
  }
  std::abort();
}

}  // namespace

Runner::Runner(Channel& channel) : channel_(channel), memory_(channel.memory()) {
  handler_memory = &memory_;
  clock::set_stuck_handler(on_stuck, own_waits_max);
  std::set_terminate(on_terminate);
}

void* Runner::make(const wire::RequestHeader& header, std::uint8_t* slot) {
  try {
    void* object = clock::make(header);
    is_quiet_ = clock::settle();
    return object;
  } catch (const std::exception& error) {
    std::snprintf(memory_.detail, wire::detail_bytes, "%s", error.what());
  } catch (...) {
    std::snprintf(memory_.detail, wire::detail_bytes, "something that is not a std::exception");
  }
  *slot = wire::ended_constructor_threw;
  return nullptr;
}

bool Runner::wait(int percent) {
  return clock::pass(timeout_ / 100 * percent);
}

Outcome Runner::act(Step step, void* object) {
  // Kept for a while: a submission might run fn when its call has long returned.
  static std::array<Call, 64> calls;
  switch (step) {
    case Step::succeed:
    case Step::fail: {
      Call& call = calls[number_ % calls.size()];
      call = Call{.number = number_++, .succeeds = step == Step::succeed};
      if (overlap_.any()) return overlap_.call(object, call);
      subject.call(object, call);
      return call.outcome;
    }
    case Step::wait_past:
      is_quiet_ = wait(wait_past_percent);
      return Outcome::none;
    case Step::wait_part:
      is_quiet_ = wait(wait_part_percent);
      return Outcome::none;
    case Step::query:
      return Outcome::none;
    case Step::begin:
      return overlap_.begin(object, number_++);
    case Step::finish_succeed:
      return overlap_.finish(true);
    case Step::finish_fail:
      return overlap_.finish(false);
  }
  return Outcome::none;
}

bool Runner::look(void* object, grader::VisibleState& state) {
  int found = unknown_state;
  if (overlap_.any()) {
    if (!overlap_.ask(object, found)) return false;
  } else {
    try {
      found = subject.state(object);
    } catch (...) {
      found = unknown_state;
    }
  }
  state = static_cast<grader::VisibleState>(found);
  return true;
}

void Runner::begin_step(std::uint8_t* slot) {
  if (steps_++ % steps_between_alarms == 0) arm_alarm();
  current_slot = slot;
  set_alarm_slot(slot);
  clock::begin_step();
}

void Runner::note_time(const std::uint8_t* slot, std::int64_t grader::StepTime::* what) {
  const auto index = static_cast<std::size_t>(slot - memory_.observations);
  if (!is_timed_ || index >= wire::timed_steps_max) return;
  memory_.times[index].*what = (clock::now() - made_at_).count();
}

bool Runner::step(Step step, void* object, std::uint8_t* slot, bool asks) {
  begin_step(slot);
  note_time(slot, &grader::StepTime::begin_ns);
  Observation observation;
  observation.outcome = act(step, object);
  // What a wait shows is what is seen after it.
  const bool waits = step == Step::wait_past || step == Step::wait_part;
  if (waits) note_time(slot, &grader::StepTime::begin_ns);
  is_blocked_ = observation.outcome == Outcome::blocked;
  if (!is_blocked_ && (asks || step == Step::query) && !look(object, observation.state)) {
    observation.outcome = Outcome::blocked;
    is_blocked_ = true;
  }
  note_time(slot, &grader::StepTime::end_ns);
  is_quiet_ = is_quiet_ && overlap_.settled() && clock::settle();
  *slot = is_quiet_ ? wire::encode(observation) : wire::ended_did_not_settle;
  return is_quiet_ && !is_blocked_;
}

bool Runner::remove(void* object) {
  if (object == nullptr) return true;
  subject.destroy(object);
  return clock::settle();
}

bool Runner::run_live(void* object, std::uint8_t* slot) {
  // Its threads stay with it, parked, for as long as the process lives.
  static Live* live = nullptr;
  if (live != nullptr) leave(left_broken);
  live = new Live(channel_, object, slot);
  for (;;) {
    begin_step(slot);
    const Live::Next next = live->next();
    if (next == Live::Next::command) continue;
    if (next == Live::Next::end && live->release_all()) remove(object);
    return false;
  }
}

bool Runner::run(const RequestView& request, std::uint8_t* slots) {
  const wire::RequestHeader& header = request.header;
  const std::size_t trace_steps = header.trace_steps;
  const std::size_t all_steps = trace_steps + header.second_steps;
  if (all_steps == 0) return true;
  const bool asks_always = header.look == static_cast<std::uint32_t>(grader::Look::after_each_step);
  number_ = 0;
  is_quiet_ = true;
  is_blocked_ = false;
  timeout_ = clock::begin(header);
  is_timed_ = header.timeout_ms > 0;
  if (is_timed_)
    memory_.timeout_ms = static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(timeout_).count());
  current_slot = slots;
  set_alarm_slot(slots);
  if (steps_++ % steps_between_alarms == 0) arm_alarm();
  void* object = make(header, slots);
  if (object == nullptr) return true;
  if (header.look == wire::look_live) return run_live(object, slots);
  void* other = nullptr;
  if (header.second_steps > 0) {
    other = make(header, slots);
    if (other == nullptr) return remove(object);
  }
  if (is_timed_) made_at_ = clock::now();

  const auto run_step = [&](std::size_t index, std::size_t count, const std::uint8_t* steps,
                            void* target, std::uint8_t* slot) {
    if (index >= count) return true;
    return step(static_cast<Step>(steps[index]), target, slot, asks_always || index + 1 == count);
  };
  for (std::size_t i = 0; i < trace_steps || i < header.second_steps; ++i) {
    if (!run_step(i, trace_steps, request.trace, object, slots + i)) break;
    if (!run_step(i, header.second_steps, request.second, other, slots + trace_steps + i)) break;
  }
  const bool are_free = overlap_.release_all();
  if (is_blocked_) {
    for (std::size_t i = 0; i < all_steps; ++i) {
      if (slots[i] == 0) slots[i] = wire::encode({Outcome::blocked, grader::state_not_asked});
    }
  }
  if (!is_quiet_ || !are_free) return false;
  return remove(object) && remove(other) && clock::is_at_rest(overlap_.threads());
}

}  // namespace nines_driver
