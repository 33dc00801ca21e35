// expect: half-open-visible
// The string is set where calls are let in, and nowhere else.
#pragma once

#include <ctime>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>

struct CircuitOpenError : std::logic_error {
  CircuitOpenError() : std::logic_error("open") {}
};

class CircuitBreaker {
 public:
  CircuitBreaker(unsigned failureThreshold, double resetTimeout, unsigned successThreshold)
      : n(failureThreshold), timeout(resetTimeout), m(successThreshold) {}

  void call(const std::function<void()>& fn) {
    if (refresh() == "OPEN") throw CircuitOpenError();
    try {
      fn();
    } catch (...) {
      const std::lock_guard<std::mutex> guard(lock);
      if (current == "HALF_OPEN" || (current == "CLOSED" && ++run == n)) trip();
      throw;
    }
    const std::lock_guard<std::mutex> guard(lock);
    if (current == "CLOSED") run = 0;
    if (current == "HALF_OPEN" && ++run == m) {
      current = "CLOSED";
      run = 0;
    }
  }

  std::string getState() const {
    const std::lock_guard<std::mutex> guard(lock);
    return current;
  }

 private:
  std::string refresh() {
    const std::lock_guard<std::mutex> guard(lock);
    if (current == "OPEN" && seconds() - tripped >= timeout) {
      current = "HALF_OPEN";
      run = 0;
    }
    return current;
  }

  static double seconds() {
    std::timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
  }

  void trip() {
    current = "OPEN";
    tripped = seconds();
  }

  const unsigned n;
  const double timeout;
  const unsigned m;
  mutable std::mutex lock;
  mutable std::string current = "CLOSED";
  mutable unsigned run = 0;  // of failures while CLOSED, of successes while HALF_OPEN
  double tripped = 0;
};
