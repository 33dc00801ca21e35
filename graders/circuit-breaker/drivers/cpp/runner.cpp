#include "runner.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "alarm.hpp"
#include "live.hpp"
#include "virtual_clock.hpp"

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
/// Threads that may be left over before a fresh process is asked for.
constexpr std::size_t left_threads_max = 4;

// For the handlers, which run in whatever thread and have no argument of their own.
std::uint8_t* volatile current_slot = nullptr;
wire::Memory* handler_memory = nullptr;
int own_waits = 0;

const char* words(const virtual_clock::Wait& wait) {
  using virtual_clock::WaitKind;
  switch (wait.kind) {
    case WaitKind::mutex:
      return wait.owner == wait.thread ? "it waits for a mutex that its own thread holds"
                                       : "it waits for a mutex that is never released";
    case WaitKind::rwlock:
      return "it waits for a shared mutex that is never released";
    case WaitKind::condition:
    case WaitKind::condition_destroy:
      return "it waits for a condition that nobody signals";
    case WaitKind::semaphore:
      return "it waits for a semaphore that nobody releases";
    case WaitKind::join:
      return "it waits for a thread that never ends";
    default:
      return "it waits for something that never comes";
  }
}

virtual_clock::IdleAction on_idle(const virtual_clock::Idle& idle) {
  if (idle.next_deadline && ++own_waits <= own_waits_max) {
    return virtual_clock::IdleAction::advance_to_next_deadline;
  }
  std::snprintf(handler_memory->detail, wire::detail_bytes, "%s", words(idle.last));
  *current_slot = idle.next_deadline ? wire::ended_did_not_settle : wire::ended_deadlock;
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
  virtual_clock::set_idle_handler(on_idle);
  std::set_terminate(on_terminate);
}

void* Runner::make(const wire::RequestHeader& header, std::uint8_t* slot) {
  try {
    void* object = subject.make(header.values[0], header.values[1], header.values[2]);
    is_quiet_ = virtual_clock::settle() == virtual_clock::Settle::settled;
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
  const auto by = std::chrono::nanoseconds(std::chrono::seconds(timeout_seconds_)) / 100 * percent;
  return virtual_clock::advance(by).outcome == virtual_clock::Advance::Outcome::settled;
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
  own_waits = 0;
}

bool Runner::step(Step step, void* object, std::uint8_t* slot, bool asks) {
  begin_step(slot);
  Observation observation;
  observation.outcome = act(step, object);
  is_blocked_ = observation.outcome == Outcome::blocked;
  if (!is_blocked_ && (asks || step == Step::query) && !look(object, observation.state)) {
    observation.outcome = Outcome::blocked;
    is_blocked_ = true;
  }
  is_quiet_ =
      is_quiet_ && overlap_.settled() && virtual_clock::settle() == virtual_clock::Settle::settled;
  *slot = is_quiet_ ? wire::encode(observation) : wire::ended_did_not_settle;
  return is_quiet_ && !is_blocked_;
}

bool Runner::is_at_rest(std::size_t threads) {
  // What the submission left sleeping wakes up now rather than in the middle of another trace.
  for (int i = 0; i < 64; ++i) {
    const auto deadline = virtual_clock::next_deadline();
    if (!deadline) break;
    if (virtual_clock::advance(*deadline - virtual_clock::now()).outcome !=
        virtual_clock::Advance::Outcome::settled) {
      return false;
    }
  }
  return virtual_clock::settle() == virtual_clock::Settle::settled &&
         virtual_clock::parked() <= threads + left_threads_max;
}

bool Runner::remove(void* object) {
  if (object == nullptr) return true;
  subject.destroy(object);
  return virtual_clock::settle() == virtual_clock::Settle::settled;
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
  timeout_seconds_ = header.values[1];
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
  return remove(object) && remove(other) && is_at_rest(overlap_.threads());
}

}  // namespace nines_driver
