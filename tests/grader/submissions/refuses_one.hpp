#pragma once
#include "lazy_base.hpp"

// Does not want a threshold of one.
struct CircuitBreaker : LazyBreaker {
  CircuitBreaker(int n, int timeout, int m) : LazyBreaker(n, timeout, m) {
    if (n == 1) throw std::invalid_argument("one is not enough");
  }
};
