#include "grader/derive.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>

namespace grader {
namespace {

using State = ExploredMachine::State;

/// Whether no answer is right in both.
bool tell_apart(const OracleRun::Expected& a, const OracleRun::Expected& b) {
  if (a.observation.outcome != b.observation.outcome) return true;
  const auto allows = [](const OracleRun::Expected& expected, VisibleState state) {
    return state != state_not_asked &&
           (state == expected.observation.state || state == expected.lagging);
  };
  return !allows(b, a.observation.state) && !allows(b, a.lagging);
}

/// For each pair of states the first input of a shortest sequence that tells them apart.
class Pairs {
 public:
  explicit Pairs(const ExploredMachine& machine)
      : machine_(machine), first_(machine.states() * machine.states()) {
    for (bool grows = true; grows;) grows = lengthen();
  }

  /// Empty when nothing tells them apart.
  Trace separating(State a, State b) const {
    Trace trace;
    while (const auto input = first_[index(a, b)]) {
      trace.push_back(*input);
      const auto& of_a = machine_.at(a, *input);
      const auto& of_b = machine_.at(b, *input);
      if (tell_apart(of_a.expected, of_b.expected)) break;
      a = of_a.next;
      b = of_b.next;
    }
    return trace;
  }

 private:
  std::size_t index(State a, State b) const { return a * machine_.states() + b; }

  /// Adds the pairs that sequences of one input more tell apart than those so far.
  bool lengthen() {
    const auto before = first_;
    bool grows = false;
    for (State a = 0; a < machine_.states(); ++a)
      for (State b = 0; b < a; ++b) {
        if (before[index(a, b)]) continue;
        for (const Step input : machine_.alphabet) {
          const auto& of_a = machine_.at(a, input);
          const auto& of_b = machine_.at(b, input);
          if (!tell_apart(of_a.expected, of_b.expected) && !before[index(of_a.next, of_b.next)])
            continue;
          first_[index(a, b)] = first_[index(b, a)] = input;
          grows = true;
          break;
        }
      }
    return grows;
  }

  const ExploredMachine& machine_;
  std::vector<std::optional<Step>> first_;
};

bool is_prefix(const Trace& a, const Trace& b) {
  return a.size() <= b.size() && std::equal(a.begin(), a.end(), b.begin());
}

void drop_prefixes(std::vector<Trace>& traces) {
  std::sort(traces.begin(), traces.end());
  std::vector<Trace> kept;
  for (std::size_t i = 0; i < traces.size(); ++i)
    if (i + 1 == traces.size() || !is_prefix(traces[i], traces[i + 1]))
      kept.push_back(std::move(traces[i]));
  traces = std::move(kept);
}

}  // namespace

std::vector<Trace> state_cover(const ExploredMachine& machine) {
  std::vector<Trace> cover(machine.states());
  std::vector<bool> is_reached(machine.states());
  std::vector<State> queue{0};
  is_reached[0] = true;
  for (std::size_t i = 0; i < queue.size(); ++i)
    for (const Step input : machine.inputs[queue[i]]) {
      const State next = machine.at(queue[i], input).next;
      if (is_reached[next]) continue;
      is_reached[next] = true;
      cover[next] = cover[queue[i]];
      cover[next].push_back(input);
      queue.push_back(next);
    }
  return cover;
}

std::vector<std::vector<Trace>> state_identifiers(const ExploredMachine& machine) {
  const Pairs pairs(machine);
  std::vector<std::vector<Trace>> identifiers(machine.states());
  for (State a = 0; a < machine.states(); ++a) {
    for (State b = 0; b < machine.states(); ++b)
      if (Trace trace = pairs.separating(a, b); !trace.empty())
        identifiers[a].push_back(std::move(trace));
    drop_prefixes(identifiers[a]);
  }
  return identifiers;
}

std::vector<Trace> derive_suite(const ExploredMachine& machine, int extra_states) {
  const auto cover = state_cover(machine);
  const auto identifiers = state_identifiers(machine);
  struct Part {
    Trace trace;
    State state;
  };
  std::vector<Part> parts;
  for (State state = 0; state < machine.states(); ++state) parts.push_back({cover[state], state});
  for (int i = 0; i <= extra_states; ++i) {
    std::vector<Part> longer;
    for (const Part& part : parts)
      for (const Step input : machine.inputs[part.state]) {
        longer.push_back({part.trace, machine.at(part.state, input).next});
        longer.back().trace.push_back(input);
      }
    parts = std::move(longer);
  }
  std::vector<Trace> suite;
  for (const Part& part : parts) {
    suite.push_back(part.trace);
    for (const Trace& identifier : identifiers[part.state]) {
      suite.push_back(part.trace);
      suite.back().insert(suite.back().end(), identifier.begin(), identifier.end());
    }
  }
  for (Trace& trace : suite) trace = canonical(machine, std::move(trace));
  drop_prefixes(suite);
  std::sort(suite.begin(), suite.end(), [](const Trace& a, const Trace& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  return suite;
}

Trace canonical(const ExploredMachine& machine, Trace trace) {
  State state = 0;
  for (Step& step : trace) {
    const auto& inputs = machine.inputs[state];
    const auto& observation = machine.at(state, step).expected.observation;
    if (observation.outcome == Outcome::rejected)
      step = *std::find_if(inputs.begin(), inputs.end(), [&](Step input) {
        return machine.at(state, input).expected.observation == observation;
      });
    state = machine.at(state, step).next;
  }
  return trace;
}

}  // namespace grader
