#pragma once
#include <cstdio>

#include "lazy_base.hpp"

// Never comes back from saying that it is open.
struct CircuitBreaker : LazyBreaker {
  using LazyBreaker::LazyBreaker;
  template <typename F>
  int call(F fn) {
    while (getState() == State::OPEN) std::puts("the circuit is open");
    return LazyBreaker::call(fn);
  }
};
