#pragma once
#include "lazy_base.hpp"

// One lock around everything, fn too: right as long as calls do not overlap.
struct CircuitBreaker : LazyBreaker {
  using LazyBreaker::LazyBreaker;
  template <typename F>
  int call(F fn) {
    std::lock_guard lock(outer_);
    return LazyBreaker::call(fn);
  }
  State getState() {
    std::lock_guard lock(outer_);
    return LazyBreaker::getState();
  }

 private:
  std::mutex outer_;
};
