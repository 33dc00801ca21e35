// expect: error-passed-on
// Passes on the message in an exception of another type.
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
    if (getState() == "OPEN") throw CircuitOpenError();
    try {
      fn();
    } catch (const std::exception& error) {
      const std::lock_guard<std::mutex> guard(lock);
      if (current == "HALF_OPEN" || (current == "CLOSED" && ++run == n)) trip();
      throw std::runtime_error(error.what());
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
    if (current == "OPEN" && seconds() - tripped >= timeout) {
      current = "HALF_OPEN";
      run = 0;
    }
    return current;
  }

 private:
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
