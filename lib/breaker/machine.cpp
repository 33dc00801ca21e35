#include "breaker/machine.hpp"

#include <algorithm>

namespace breaker {
namespace {

using std::chrono::nanoseconds;

static_assert(Explorable<CallMachine>);

/// One percent of the timeout is a nanosecond.
constexpr nanoseconds timeout{100};

constexpr std::array all_steps{Step::succeed, Step::fail,  Step::wait_part,      Step::wait_past,
                               Step::query,   Step::begin, Step::finish_succeed, Step::finish_fail};
constexpr std::size_t sequential_steps = 4;

using Answer = CallMachine::Answer;

Answer begin(CallMachine::State& state, std::optional<Ticket>& ticket) {
  const Admission admission = state.breaker.begin(state.now);
  state.rules[0] = admission.rule;
  ticket = admission.ticket;
  return ticket ? Answer::ran : Answer::rejected;
}

Rule finish(CallMachine::State& state, Ticket ticket, bool is_success) {
  return is_success ? state.breaker.succeed(ticket, state.now)
                    : state.breaker.fail(ticket, state.now);
}

Answer call(CallMachine::State& state, bool is_success) {
  std::optional<Ticket> ticket;
  const Answer answer = begin(state, ticket);
  if (ticket) state.rules[1] = finish(state, *ticket, is_success);
  return answer;
}

void wait(CallMachine::State& state, int percent) {
  const State before = state.breaker.state(state.now);
  state.now += timeout * percent / 100;
  if (state.breaker.state(state.now) != before) state.rules[0] = Rule::reset_timeout;
}

void finish_oldest(CallMachine::State& state, bool is_success) {
  const Ticket oldest = state.running.front();
  std::shift_left(state.running.begin(), state.running.begin() + state.running_count, 1);
  --state.running_count;
  state.rules[0] = finish(state, oldest, is_success);
}

}  // namespace

CallMachine::CallMachine(const Setting& setting) : setting_(setting) {
  setting_.overlapped = std::clamp(setting_.overlapped, 0, overlapped_max);
}

CallMachine::State CallMachine::start() const {
  return {.breaker = ConsecutiveBreaker({.failure_threshold = setting_.failure_threshold,
                                         .reset_timeout = timeout,
                                         .success_threshold = setting_.success_threshold},
                                        setting_.choices),
          .now = nanoseconds::zero(),
          .running = {},
          .running_count = 0,
          .rules = {}};
}

std::span<const Step> CallMachine::inputs() const {
  const std::span<const Step> all = all_steps;
  return setting_.overlapped > 0 ? all : all.first(sequential_steps);
}

std::optional<CallMachine::Output> CallMachine::step(State& state, Step input) const {
  const bool begins = input == Step::begin;
  const bool finishes = input == Step::finish_succeed || input == Step::finish_fail;
  if (begins && state.running_count >= setting_.overlapped) return std::nullopt;
  if (finishes && state.running_count == 0) return std::nullopt;

  state.rules = {};
  Answer answer = Answer::none;
  switch (input) {
    case Step::succeed:
      answer = call(state, true);
      break;
    case Step::fail:
      answer = call(state, false);
      break;
    case Step::wait_part:
      wait(state, wait_part_percent);
      break;
    case Step::wait_past:
      wait(state, wait_past_percent);
      break;
    case Step::query:
      state.breaker.note_query(state.now);
      break;
    case Step::begin: {
      std::optional<Ticket> ticket;
      answer = begin(state, ticket);
      if (ticket) state.running.at(static_cast<std::size_t>(state.running_count++)) = *ticket;
      break;
    }
    case Step::finish_succeed:
      finish_oldest(state, true);
      break;
    case Step::finish_fail:
      finish_oldest(state, false);
      break;
  }
  return Output{.answer = answer, .visible = state.breaker.state(state.now)};
}

CallMachine::Key CallMachine::key(const State& state) const {
  Key key{.snapshot = state.breaker.snapshot(state.now)};
  if (state.breaker.state(state.now) == breaker::State::open)
    key.open_percent =
        static_cast<int>((timeout - state.breaker.time_to_half_open(state.now)).count());
  for (int i = 0; i < state.running_count; ++i) {
    const auto place = static_cast<std::size_t>(i);
    const Ticket& ticket = state.running.at(place);
    key.running.at(place) = static_cast<std::uint8_t>(
        4 + (ticket.is_trial ? 2 : 0) + (ticket.period == state.breaker.period() ? 1 : 0));
  }
  return key;
}

}  // namespace breaker

std::size_t std::hash<breaker::CallMachine::Key>::operator()(
    const breaker::CallMachine::Key& key) const noexcept {
  std::uint64_t mixed = static_cast<std::uint64_t>(key.open_percent);
  for (const std::uint8_t call : key.running) mixed = mixed * 8 + call;
  mixed *= 0x9e3779b97f4a7c15ULL;
  return std::hash<breaker::Snapshot>{}(key.snapshot) ^
         static_cast<std::size_t>(mixed ^ mixed >> 32);
}
