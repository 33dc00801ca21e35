#pragma once
#include "lazy_base.hpp"

// Dereferences nothing when a probe fails.
struct CircuitBreaker : LazyBreaker {
  using LazyBreaker::LazyBreaker;
  template <typename F>
  int call(F fn) {
    const bool is_probe = getState() == State::HALF_OPEN;
    try {
      return LazyBreaker::call(fn);
    } catch (const CircuitOpenError&) {
      throw;
    } catch (...) {
      int* volatile nothing = nullptr;
      if (is_probe) *nothing = 1;
      throw;
    }
  }
};
