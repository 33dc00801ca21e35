#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "breakers.hpp"
#include "virtual_clock.hpp"

// styles STYLE RUNS: drives one of the breakers RUNS times through open, the last nanosecond before
// half-open, half-open and closed; says how many runs were right and succeeds when all were.

namespace {

using namespace breakers;
using namespace std::chrono_literals;

bool is_settled() {
  return virtual_clock::settle() == virtual_clock::Settle::settled;
}

bool advances(nanoseconds by) {
  return virtual_clock::advance(by).outcome == virtual_clock::Advance::Outcome::settled;
}

template <typename Breaker>
bool fail_and_settle(Breaker& breaker) {
  bool thrown = false;
  try {
    breaker.call([] { throw 1; });
  } catch (int) {
    thrown = true;
  }
  return is_settled() && thrown;
}

template <typename Breaker>
bool cycle_is_right(Breaker& breaker, nanoseconds timeout) {
  if (!fail_and_settle(breaker) || breaker.state() != State::closed) return false;
  if (!fail_and_settle(breaker) || breaker.state() != State::open) return false;
  if (!advances(timeout - 1ns) || breaker.state() != State::open) return false;
  if (!advances(1ns) || breaker.state() != State::half_open) return false;
  breaker.call([] {});
  return is_settled() && breaker.state() == State::closed;
}

template <typename Breaker>
int run(int runs) {
  int right = 0;
  for (int i = 0; i < runs; ++i) {
    const nanoseconds timeout = i % 2 == 0 ? 1s : 3600s;
    Breaker breaker({.failures = 2, .timeout = timeout});
    if (cycle_is_right(breaker, timeout) && cycle_is_right(breaker, timeout)) ++right;
  }
  std::printf("%d of %d\n", right, runs);
  return right == runs ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  virtual_clock::set_limits({.settle_real_time = 1min});
  const char* const style = arguments[1];
  const int runs = std::atoi(arguments[2]);
  if (std::strcmp(style, "lazy") == 0) return run<Lazy>(runs);
  if (std::strcmp(style, "condition") == 0) return run<WithTimer<ConditionTimer>>(runs);
  if (std::strcmp(style, "detached") == 0) return run<WithTimer<DetachedTimer>>(runs);
  if (std::strcmp(style, "async") == 0) return run<WithTimer<AsyncTimer>>(runs);
  return 2;
}
