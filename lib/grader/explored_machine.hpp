#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "grader/trace_interface.hpp"

namespace grader {

/// What an oracle does in one setting as long as no calls overlap, as a table got by exploring. A
/// suite is derived from it, and thousands of traces a millisecond are judged with it.
struct ExploredMachine {
  using State = std::uint32_t;  ///< 0 is the one that objects start in

  struct Cell {
    State next = 0;
    OracleRun::Expected expected;
  };

  Setting setting;
  std::span<const Step> alphabet;  ///< does not hold Step::query, which can be given all the same
  std::vector<std::vector<Cell>> cells;  ///< [state][step]
  /// By state: the alphabet without the second of two calls that are rejected there. What a
  /// function would have done is unknown to who does not run it.
  std::vector<std::vector<Step>> inputs;

  std::size_t states() const { return cells.size(); }
  const Cell& at(State state, Step step) const {
    return cells[state][static_cast<std::size_t>(step)];
  }
};

/// Throws base::Error when there are more than a few thousand states.
ExploredMachine explore(const Oracle& oracle, const Setting& setting);

}  // namespace grader
