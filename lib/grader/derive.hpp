#pragma once

#include <vector>

#include "grader/explored_machine.hpp"

namespace grader {

/// A shortest trace to every state, by state.
std::vector<Trace> state_cover(const ExploredMachine& machine);

/// Sequences that tell each state from every other one, by state: for any two there is a prefix
/// common to both lists that tells them apart (harmonised state identifiers). An answer that a
/// lagging state explains tells nothing apart.
std::vector<std::vector<Trace>> state_identifiers(const ExploredMachine& machine);

/// The HSI method (Petrenko & Yevtushenko 1993, after Chow 1978 and Fujiwara 1991): every state,
/// then every sequence of extra_states + 1 inputs, then the identifiers of the state reached.
/// Whatever answers these traces as the machine does, and has at most `extra_states` more states,
/// answers all traces so. None is a prefix of another; shortest first.
std::vector<Trace> derive_suite(const ExploredMachine& machine, int extra_states);

/// The trace with the same meaning among those that ExploredMachine::inputs makes.
Trace canonical(const ExploredMachine& machine, Trace trace);

}  // namespace grader
