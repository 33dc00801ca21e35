#pragma once

#include <string>
#include <string_view>

#include "breaker/machine.hpp"

/// What a trace does, a letter for each of its steps: the state afterwards, C, O or H for CLOSED,
/// OPEN and HALF_OPEN, in small letters when the step was a call that was rejected.
inline std::string play(const breaker::CallMachine::Setting& setting, std::string_view trace) {
  const breaker::CallMachine machine(setting);
  auto state = machine.start();
  std::string shown;
  for (const breaker::Step step : breaker::parse_trace(trace)) {
    const auto output = machine.step(state, step);
    if (!output) return shown + "!";
    const bool rejected = output->answer == breaker::CallMachine::Answer::rejected;
    shown += (rejected ? "coh" : "COH")[static_cast<int>(output->visible)];
  }
  return shown;
}
