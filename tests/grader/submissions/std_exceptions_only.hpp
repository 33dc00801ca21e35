#pragma once
#include <climits>

#include "lazy_base.hpp"

// Counts what derives from std::exception, and computes with milliseconds in an int.
struct CircuitBreaker : LazyBreaker {
  CircuitBreaker(int n, int timeout, int m)
      : LazyBreaker(n, static_cast<int>(static_cast<unsigned>(timeout) * 1000U) / 1000, m) {
    if (m == INT_MIN) *static_cast<volatile int*>(nullptr) = 1;
  }
  template <typename F>
  int call(F fn) {
    int thrown = 0;
    bool was_int = false;
    const int value = LazyBreaker::call([&] {
      try {
        return fn();
      } catch (int number) {
        was_int = true;
        thrown = number;
        return 0;
      }
    });
    if (was_int) throw thrown;
    return value;
  }
};
