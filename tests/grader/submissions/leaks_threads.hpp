#pragma once
#include <thread>

#include "lazy_base.hpp"

// Every object leaves a thread behind that never ends.
struct CircuitBreaker : LazyBreaker {
  CircuitBreaker(int n, int timeout, int m) : LazyBreaker(n, timeout, m) {
    std::thread([] {
      for (;;) std::this_thread::sleep_for(std::chrono::seconds(1));
    }).detach();
  }
};
