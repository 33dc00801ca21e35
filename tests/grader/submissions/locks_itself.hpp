#pragma once
#include "lazy_base.hpp"

// Asks for its state while it holds the lock that the question needs.
struct CircuitBreaker : LazyBreaker {
  using LazyBreaker::LazyBreaker;
  template <typename F>
  int call(F fn) {
    std::lock_guard lock(outer_);
    try {
      return LazyBreaker::call(fn);
    } catch (...) {
      state();
      throw;
    }
  }
  State state() {
    std::lock_guard lock(outer_);
    return LazyBreaker::getState();
  }
  State getState() { return LazyBreaker::getState(); }

 private:
  std::mutex outer_;
};
