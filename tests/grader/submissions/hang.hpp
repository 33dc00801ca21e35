#pragma once
#include "lazy_base.hpp"

// Spins for ever once it is open.
struct CircuitBreaker : LazyBreaker {
  using LazyBreaker::LazyBreaker;
  template <typename F>
  int call(F fn) {
    volatile bool spins = getState() == State::OPEN;
    while (spins) {
    }
    return LazyBreaker::call(fn);
  }
};
