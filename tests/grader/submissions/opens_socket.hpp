#pragma once
#include <sys/socket.h>

#include "lazy_base.hpp"

// Phones home when it opens.
struct CircuitBreaker : LazyBreaker {
  using LazyBreaker::LazyBreaker;
  State getState() {
    if (LazyBreaker::getState() == State::OPEN) (void)!socket(AF_INET, SOCK_STREAM, 0);
    return LazyBreaker::getState();
  }
};
