#pragma once
#include <cstring>
#include <unistd.h>

#include "lazy_base.hpp"

// Writes to every descriptor it can find when it opens.
struct CircuitBreaker : LazyBreaker {
  using LazyBreaker::LazyBreaker;
  template <typename F>
  int call(F fn) {
    try {
      return LazyBreaker::call(fn);
    } catch (...) {
      char zeros[16];
      std::memset(zeros, 0, sizeof zeros);
      for (int fd = 3; getState() == State::OPEN && fd < 64; ++fd)
        (void)!write(fd, zeros, sizeof zeros);
      throw;
    }
  }
};
