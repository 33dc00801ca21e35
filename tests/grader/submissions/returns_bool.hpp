#pragma once
#include "lazy_base.hpp"

// Returns whether the value was not zero.
struct CircuitBreaker : LazyBreaker {
  using LazyBreaker::LazyBreaker;
  template <typename F>
  bool call(F fn) {
    return LazyBreaker::call(fn) != 0;
  }
};
