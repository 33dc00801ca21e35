#pragma once

#include <cstdint>
#include <vector>

#include "base/random.hpp"
#include "grader/explored_machine.hpp"

namespace grader {

/// Random traces that know the way: they steer for what has been walked least, repeat themselves,
/// and in between do anything. A uniform walk would never come to a twentieth failure in a row.
class Walker {
 public:
  /// The machine must outlive the walker.
  explicit Walker(const ExploredMachine& machine);

  Trace walk(base::RandomStream& random, std::size_t length);
  /// Goes round through a few transitions, one of them far off, for the whole length: for what
  /// accumulates.
  Trace rounds(base::RandomStream& random, std::size_t length);

 private:
  struct Transition {
    ExploredMachine::State state = 0;
    Step input{};
  };

  Transition any(base::RandomStream& random) const;
  Transition seldom_walked(base::RandomStream& random) const;
  void take(Step input);
  void go_through(const Transition& transition);

  const ExploredMachine& machine_;
  std::vector<std::vector<std::uint32_t>> walked_;  ///< [state][step]
  ExploredMachine::State farthest_ = 0;
  ExploredMachine::State state_ = 0;
  Trace trace_;
};

}  // namespace grader
