#include "call.hpp"
#include "clock.hpp"
#include "virtual_clock.hpp"

namespace nines_driver::clock {
namespace {

/// Threads that may be left over before a fresh process is asked for.
constexpr std::size_t left_threads_max = 4;

// For the idle handler, which has no argument of its own.
StuckHandler on_stuck = nullptr;
int own_waits = 0;
int own_waits_max = 0;

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
  on_stuck(words(idle.last), idle.next_deadline.has_value());
  return virtual_clock::IdleAction::stay;
}

}  // namespace

nanoseconds now() {
  return virtual_clock::now();
}

bool settle() {
  return virtual_clock::settle() == virtual_clock::Settle::settled;
}

bool pass(nanoseconds by) {
  return virtual_clock::advance(by).outcome == virtual_clock::Advance::Outcome::settled;
}

nanoseconds begin(const grader::wire::RequestHeader& header) {
  return std::chrono::seconds(header.values[1]);
}

void* make(const grader::wire::RequestHeader& header) {
  return subject.make(header.values[0], header.values[1], header.values[2]);
}

bool is_at_rest(std::size_t threads) {
  // What the submission left sleeping wakes up now rather than in the middle of another trace.
  for (int i = 0; i < 64; ++i) {
    const auto deadline = virtual_clock::next_deadline();
    if (!deadline) break;
    if (!pass(*deadline - virtual_clock::now())) return false;
  }
  return settle() && virtual_clock::parked() <= threads + left_threads_max;
}

void set_stuck_handler(StuckHandler handler, int own_waits_of_a_step) {
  on_stuck = handler;
  own_waits_max = own_waits_of_a_step;
  virtual_clock::set_idle_handler(on_idle);
}

void begin_step() {
  own_waits = 0;
}

}  // namespace nines_driver::clock
