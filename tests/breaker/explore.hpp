#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <vector>

#include "breaker/machine.hpp"

/// A machine as a table, got by exploring alone: for each state and input the next state and the
/// output, absent where the input cannot be given. States are numbered in the order of discovery,
/// so machines that answer alike and have as many states have equal rows.
template <breaker::Explorable M>
struct Table {
  struct Cell {
    std::size_t next;
    typename M::Output output;

    friend bool operator==(const Cell&, const Cell&) = default;
  };
  std::unordered_map<typename M::Key, std::size_t> numbers;
  std::vector<std::vector<std::optional<Cell>>> rows;
};

template <breaker::Explorable M>
Table<M> explore(const M& machine, std::size_t max_states) {
  Table<M> table;
  std::vector<typename M::State> seen{machine.start()};
  table.numbers.emplace(machine.key(seen.front()), 0);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    auto& row = table.rows.emplace_back();
    for (const auto input : machine.inputs()) {
      typename M::State next = seen[i];
      const auto output = machine.step(next, input);
      if (!output) {
        row.emplace_back();
        continue;
      }
      const auto [place, is_new] = table.numbers.emplace(machine.key(next), seen.size());
      if (is_new) seen.push_back(next);
      row.push_back(typename Table<M>::Cell{place->second, *output});
    }
    if (seen.size() > max_states) throw std::length_error("more states than expected");
  }
  return table;
}
