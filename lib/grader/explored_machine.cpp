#include "grader/explored_machine.hpp"

#include <algorithm>
#include <memory>
#include <unordered_map>

#include "base/error.hpp"

namespace grader {
namespace {

constexpr std::size_t explored_states_max = 4'096;

std::vector<Step> inputs_of(const ExploredMachine& machine, ExploredMachine::State state) {
  std::vector<Step> inputs;
  bool has_rejected = false;
  for (const Step step : machine.alphabet) {
    const bool is_rejected =
        machine.at(state, step).expected.observation.outcome == Outcome::rejected;
    if (is_rejected && has_rejected) continue;
    has_rejected = has_rejected || is_rejected;
    inputs.push_back(step);
  }
  return inputs;
}

}  // namespace

ExploredMachine explore(const Oracle& oracle, const Setting& setting) {
  ExploredMachine machine{
      .setting = setting, .alphabet = oracle.alphabet(false), .cells = {}, .inputs = {}};
  std::vector<Step> steps(machine.alphabet.begin(), machine.alphabet.end());
  steps.push_back(Step::query);
  const auto width = static_cast<std::size_t>(*std::max_element(steps.begin(), steps.end())) + 1;

  std::vector<std::unique_ptr<OracleRun>> seen;
  seen.push_back(oracle.start(setting));
  std::unordered_map<std::uint64_t, ExploredMachine::State> numbers{{seen.front()->key(), 0}};
  for (std::size_t i = 0; i < seen.size(); ++i) {
    auto& row = machine.cells.emplace_back(width);
    for (const Step step : steps) {
      auto& cell = row[static_cast<std::size_t>(step)];
      auto next = seen[i]->clone();
      if (!next->step(step, cell.expected))
        throw base::Error("oracle: a step of the sequential alphabet must always be possible");
      const auto [place, is_new] =
          numbers.emplace(next->key(), static_cast<ExploredMachine::State>(seen.size()));
      cell.next = place->second;
      if (is_new) seen.push_back(std::move(next));
    }
    machine.inputs.push_back(inputs_of(machine, static_cast<ExploredMachine::State>(i)));
    if (seen.size() > explored_states_max)
      throw base::Error("oracle: a setting has too many states");
  }
  return machine;
}

}  // namespace grader
