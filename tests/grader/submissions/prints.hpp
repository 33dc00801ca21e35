#pragma once
#include <cstdio>
#include <iostream>

#include "lazy_base.hpp"

// Says a lot about what it does.
struct CircuitBreaker : LazyBreaker {
  using LazyBreaker::LazyBreaker;
  template <typename F>
  int call(F fn) {
    for (int i = 0; i < 100; ++i) {
      std::cout << "calling in state " << static_cast<int>(getState()) << std::endl;
      std::fprintf(stderr, "a line that is rather longer than it would have to be %d\n", i);
    }
    return LazyBreaker::call(fn);
  }
};
