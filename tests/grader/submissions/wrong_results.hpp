#pragma once
#include "lazy_base.hpp"

// Each way of being wrong about one call has its own threshold.
struct CircuitBreaker : LazyBreaker {
  CircuitBreaker(int n, int timeout, int m) : LazyBreaker(100, timeout, m), way_(n) {}
  template <typename F>
  int call(F fn) {
    switch (way_) {
      case 1:
        return fn() + 0 == 0 ? 7 : 7;
      case 2:
        try {
          return fn();
        } catch (const std::exception& error) {
          throw std::runtime_error(error.what());
        }
      case 3:
        try {
          return fn();
        } catch (...) {
          return 0;
        }
      case 4:
        return 0;
      case 5:
        fn();
        return fn();
      case 6:
        fn();
        throw CircuitOpenError();
      case 7:
        throw std::runtime_error("not now");
      case 8:
        fn();
        throw std::runtime_error("never");
      default:
        return LazyBreaker::call(fn);
    }
  }

 private:
  int way_;
};
