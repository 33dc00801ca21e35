#pragma once
#include <thread>

#include "lazy_base.hpp"

// A rejected call comes back only after a while of its own.
struct CircuitBreaker : LazyBreaker {
  using LazyBreaker::LazyBreaker;
  template <typename F>
  int call(F fn) {
    if (getState() == State::OPEN) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    return LazyBreaker::call(fn);
  }
};
