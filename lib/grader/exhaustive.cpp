#include "grader/exhaustive.hpp"

#include <vector>

namespace grader {
namespace {

using State = ExploredMachine::State;

struct Enumeration {
  const ExploredMachine& machine;
  const std::function<bool(const Trace&)>& visit;
  Trace trace;

  bool extend(State state, int steps) {
    if (steps == 0) return visit(trace);
    for (const Step input : machine.inputs[state]) {
      trace.push_back(input);
      const bool goes_on = extend(machine.at(state, input).next, steps - 1);
      trace.pop_back();
      if (!goes_on) return false;
    }
    return true;
  }
};

}  // namespace

void for_each_trace(const ExploredMachine& machine, int length,
                    const std::function<bool(const Trace&)>& visit) {
  Enumeration{machine, visit, {}}.extend(0, length);
}

std::uint64_t count_traces(const ExploredMachine& machine, int length) {
  std::vector<std::uint64_t> counts(machine.states(), 1);
  for (int i = 0; i < length; ++i) {
    std::vector<std::uint64_t> longer(machine.states(), 0);
    for (State state = 0; state < machine.states(); ++state)
      for (const Step input : machine.inputs[state])
        longer[state] += counts[machine.at(state, input).next];
    counts = std::move(longer);
  }
  return counts[0];
}

}  // namespace grader
