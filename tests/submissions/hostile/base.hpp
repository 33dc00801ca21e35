#pragma once
#include <cstring>
#include <ctime>
#include <exception>

// Included after one of the files of attacks: a sound breaker without a heavy header, so that it is
// compiled in no time, which attacks once in each process.

struct CircuitOpenError : std::exception {};

enum class State { CLOSED, OPEN, HALF_OPEN };

class SoundBreaker {
 public:
  SoundBreaker(int failureThreshold, int resetTimeout, int successThreshold)
      : n_(failureThreshold), timeout_(resetTimeout), m_(successThreshold) {}

  template <typename F>
  int call(F fn) {
    if (getState() == State::OPEN) throw CircuitOpenError();
    int value = 0;
    try {
      value = fn();
    } catch (...) {
      if (state_ == State::HALF_OPEN || ++count_ == n_) enter(State::OPEN);
      throw;
    }
    if (state_ == State::CLOSED) {
      count_ = 0;
    } else if (++count_ == m_) {
      enter(State::CLOSED);
    }
    return value;
  }

  State getState() {
    if (state_ == State::OPEN && now() - opened_ >= timeout_) enter(State::HALF_OPEN);
    return state_;
  }

 private:
  static double now() {
    std::timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
  }
  void enter(State state) {
    state_ = state;
    count_ = 0;
    if (state == State::OPEN) opened_ = now();
  }

  const int n_;
  const double timeout_;
  const int m_;
  State state_ = State::CLOSED;
  int count_ = 0;
  double opened_ = 0;
};

/// Thrown in place of anything right when an attack has come to what it wanted.
struct AttackSucceeded {};

inline void attack_once(const hostile::Attack* attacks, const char* name) {
  static bool is_done = false;
  if (is_done) return;
  is_done = true;
  for (const hostile::Attack* attack = attacks; attack->name != nullptr; ++attack) {
    if (std::strcmp(attack->name, name) != 0) continue;
    if (attack->run() != hostile::refused) throw AttackSucceeded();
    return;
  }
  throw AttackSucceeded();  // there is no such attack
}
