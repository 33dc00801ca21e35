#include <fstream>
#include <mutex>
#include <string>

#include "virtual-clock/program.hpp"
#include "virtual-clock/threads.hpp"

namespace {

/// What the virtual clock does not reach.
double real_seconds() {
  double seconds = 0;
  std::ifstream("/proc/uptime") >> seconds;
  return seconds;
}

}  // namespace

TEST_CASE("a deadlock is recognised as soon as the last thread has parked") {
  const auto [name, report] = GENERATE(table<std::string, std::string>({
      {"lock_twice", "deadlock: mutex, own\n"},
      {"opposite_order", "deadlock: mutex\n"},
      {"never_signalled", "deadlock: condition\n"},
      {"last_one_out", "deadlock: condition\n"},
      {"upgrade", "deadlock: rwlock\n"},
  }));
  INFO(name);
  const double start = real_seconds();
  const Ran ran = run({DEADLOCKS, name});
  CHECK(ran.output == report);
  CHECK(ran.status == 3);
  // A start of the program included, on a busy machine.
  CHECK(real_seconds() - start < 5);
}

TEST_CASE("a deadlock in a join or in a destructor is recognised, whoever parks last") {
  const std::string name = GENERATE("join_a_waiter", "destroy_in_use");
  INFO(name);
  const Ran ran = run({DEADLOCKS, name});
  CHECK(ran.output.starts_with("deadlock: "));
  CHECK(ran.status == 3);
}

TEST_CASE("a driver that waits itself can let the clock go on") {
  CHECK(run({DEADLOCKS, "sleeping_future"}).output == "returned after 5 s\n");
  CHECK(run({DEADLOCKS, "sleeping_call"}).output == "returned\n");
}

TEST_CASE("an operation that needs the lock of a call held inside fn is seen to be blocked") {
  std::mutex lock_of_the_submission;
  std::mutex gate;
  gate.lock();
  Worker held([&] {
    const std::lock_guard lock(lock_of_the_submission);
    const std::lock_guard inside_fn(gate);
  });
  Worker second([&] { const std::lock_guard lock(lock_of_the_submission); });
  REQUIRE_FALSE(second.finished());
  const auto wait = virtual_clock::wait_of(second.id());
  REQUIRE(wait.has_value());
  CHECK(wait->object == lock_of_the_submission.native_handle());
  CHECK(wait->owner == held.id());
  gate.unlock();
  rest();
  CHECK(second.finished());
}
