#include "grader/walks.hpp"

#include <algorithm>
#include <cstddef>

#include "grader/derive.hpp"

namespace grader {

using State = ExploredMachine::State;

Walker::Walker(const ExploredMachine& machine) : machine_(machine) {
  for (State state = 0; state < machine.states(); ++state) {
    walked_.emplace_back(machine.cells[state].size());
  }
  const auto cover = state_cover(machine);
  const auto farthest =
      std::max_element(cover.begin(), cover.end(),
                       [](const Trace& a, const Trace& b) { return a.size() < b.size(); });
  farthest_ = static_cast<State>(farthest - cover.begin());
}

Trace Walker::walk(base::RandomStream& random, std::size_t length) {
  state_ = 0;
  trace_.clear();
  while (trace_.size() < length) {
    switch (random.below(8)) {
      case 0:
      case 1:
      case 2:
      case 3:
        go_through(seldom_walked(random));
        break;
      case 4: {
        const Step input = any(random).input;
        for (std::uint64_t i = random.below(machine_.states()); i > 0; --i) take(input);
        break;
      }
      case 5: {
        const std::size_t size = std::min<std::size_t>(trace_.size(), 2 + random.below(11));
        const Trace again(trace_.end() - static_cast<std::ptrdiff_t>(size), trace_.end());
        for (std::uint64_t i = 1 + random.below(3); i > 0; --i)
          for (const Step input : again) take(input);
        break;
      }
      default:
        for (std::uint64_t i = 1 + random.below(6); i > 0; --i) take(any(random).input);
    }
  }
  trace_.resize(length);
  return trace_;
}

Trace Walker::rounds(base::RandomStream& random, std::size_t length) {
  state_ = 0;
  trace_.clear();
  std::vector<Transition> through;
  for (std::uint64_t i = 1 + random.below(2); i > 0; --i) through.push_back(any(random));
  through.push_back(
      {farthest_, machine_.inputs[farthest_][random.below(machine_.inputs[farthest_].size())]});
  while (trace_.size() < length)
    for (const Transition& transition : through) go_through(transition);
  trace_.resize(length);
  return trace_;
}

Walker::Transition Walker::any(base::RandomStream& random) const {
  const auto state = static_cast<State>(random.below(machine_.states()));
  return {state, machine_.inputs[state][random.below(machine_.inputs[state].size())]};
}

Walker::Transition Walker::seldom_walked(base::RandomStream& random) const {
  const auto times = [&](const Transition& transition) {
    return walked_[transition.state][static_cast<std::size_t>(transition.input)];
  };
  Transition best = any(random);
  for (int i = 0; i < 8; ++i)
    if (const Transition other = any(random); times(other) < times(best)) best = other;
  return best;
}

void Walker::take(Step input) {
  ++walked_[state_][static_cast<std::size_t>(input)];
  trace_.push_back(input);
  state_ = machine_.at(state_, input).next;
}

/// The shortest way to its state, then its input.
void Walker::go_through(const Transition& transition) {
  constexpr State unreached = ~State{0};
  std::vector<State> came_from(machine_.states(), unreached);
  std::vector<Step> came_by(machine_.states());
  std::vector<State> queue{state_};
  came_from[state_] = state_;
  for (std::size_t i = 0; i < queue.size() && came_from[transition.state] == unreached; ++i)
    for (const Step input : machine_.inputs[queue[i]]) {
      const State next = machine_.at(queue[i], input).next;
      if (came_from[next] != unreached) continue;
      came_from[next] = queue[i];
      came_by[next] = input;
      queue.push_back(next);
    }
  if (came_from[transition.state] == unreached) return take(transition.input);
  Trace way;
  for (State at = transition.state; at != state_; at = came_from[at]) way.push_back(came_by[at]);
  std::reverse(way.begin(), way.end());
  for (const Step input : way) take(input);
  take(transition.input);
}

}  // namespace grader
