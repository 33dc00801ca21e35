// Compiled after adapter.hpp, and linked with no driver: several real threads in real time, under
// ThreadSanitizer, which must see the C library's own locks.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <thread>
#include <vector>

namespace nines_driver {

struct Call {
  bool succeeds;
  bool was_rejected;
};

int run_function(Call& call) {
  if (!call.succeeds) throw std::runtime_error("fails");
  return 7;
}
int value_of(const Call&) {
  return 7;
}
void call_returned(Call&, bool) {}
void call_threw(Call& call, bool is_open_error) {
  call.was_rejected = is_open_error;
}
int state_named(const char* text, unsigned long length) {
  if (length == 0) return unknown_state;
  return text[0] == 'C' || text[0] == 'c' ? 0 : text[0] == 'O' || text[0] == 'o' ? 1 : 2;
}

}  // namespace nines_driver

namespace nines_threads {

using nines_driver::Call;
using nines_driver::subject;

constexpr int threads = 4;
constexpr int calls_of_each = 50;
constexpr int closed = 0;
constexpr int open = 1;

int fail(const char* what) {
  std::printf("%s\n", what);
  return 1;
}

/// All threads begin at once.
template <class Body>
void at_once(Body body) {
  std::atomic<int> waiting{threads};
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&waiting, &body, i] {
      --waiting;
      while (waiting > 0) std::this_thread::yield();
      body(i);
    });
  }
  for (std::thread& thread : running) thread.join();
}

void call(void* object, bool succeeds) {
  Call made{succeeds, false};
  subject.call(object, made);
}

int no_failure_is_lost() {
  constexpr int all = threads * calls_of_each;
  for (int round = 0; round < 3; ++round) {
    // One more than all of them: one call counted twice opens it, one lost keeps it closed later.
    void* object = subject.make(all + 1, 60, 1);
    at_once([object](int) {
      for (int i = 0; i < calls_of_each; ++i) call(object, false);
    });
    const bool was_closed = subject.state(object) == closed;
    call(object, false);
    const bool is_open = subject.state(object) == open;
    subject.destroy(object);
    if (!was_closed) return fail("failures of several threads were counted more than once");
    if (!is_open) return fail("failures of several threads at once were lost");
  }
  return 0;
}

int everything_at_once() {
  void* object = subject.make(3, 1, 2);
  const auto mix = [object](int number) {
    for (int i = 0; i < calls_of_each; ++i) {
      call(object, (i * 7 + number) % 3 != 0);
      subject.state(object);
    }
  };
  at_once(mix);
  for (int i = 0; i < 3; ++i) call(object, false);
  if (subject.state(object) != open) return fail("three failures in a row did not open it");
  // In real time: until trial calls are let in.
  std::this_thread::sleep_for(std::chrono::milliseconds(1200));
  at_once([object](int) {
    call(object, true);
    subject.state(object);
  });
  for (int i = 0; i < 4; ++i) call(object, true);
  const bool is_closed = subject.state(object) == closed;
  at_once(mix);
  subject.destroy(object);
  return is_closed ? 0 : fail("after the timeout, successes of several threads did not close it");
}

}  // namespace nines_threads

int main() {
  const int lost = nines_threads::no_failure_is_lost();
  return lost != 0 ? lost : nines_threads::everything_at_once();
}
