#pragma once
#include <chrono>
#include <stdexcept>

// Sound as long as one thread uses it.
struct CircuitOpenError : std::runtime_error {
  CircuitOpenError() : std::runtime_error("open") {}
};
enum class State { Closed, Open, HalfOpen };

class CircuitBreaker {
 public:
  CircuitBreaker(int n, std::chrono::seconds timeout, int m) : n_(n), timeout_(timeout), m_(m) {}
  template <typename F>
  decltype(auto) call(F&& fn) {
    if (getState() == State::Open) throw CircuitOpenError();
    struct Result {
      CircuitBreaker& breaker;
      bool failed = false;
      ~Result() { failed ? breaker.failed() : breaker.succeeded(); }
    } result{*this};
    try {
      return fn();
    } catch (...) {
      result.failed = true;
      throw;
    }
  }
  State getState() {
    if (state_ == State::Open && now() - since_ >= timeout_) {
      state_ = State::HalfOpen;
      count_ = 0;
    }
    return state_;
  }

 private:
  static std::chrono::steady_clock::time_point now() { return std::chrono::steady_clock::now(); }
  void succeeded() {
    if (state_ == State::Closed) count_ = 0;
    if (state_ == State::HalfOpen && ++count_ >= m_) {
      state_ = State::Closed;
      count_ = 0;
    }
  }
  void failed() {
    if (state_ == State::Open) return;
    if (state_ == State::HalfOpen || ++count_ >= n_) {
      state_ = State::Open;
      since_ = now();
    }
  }
  int n_;
  std::chrono::seconds timeout_;
  int m_;
  State state_ = State::Closed;
  int count_ = 0;
  std::chrono::steady_clock::time_point since_;
};
