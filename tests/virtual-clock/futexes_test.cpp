#include <barrier>
#include <future>
#include <latch>
#include <linux/futex.h>
#include <semaphore>
#include <sys/syscall.h>

#include "virtual-clock/threads.hpp"

using namespace std::chrono_literals;

namespace {

long futex(std::atomic<std::uint32_t>& word, int operation, std::uint32_t value,
           const timespec* timeout = nullptr, std::atomic<std::uint32_t>* second = nullptr,
           std::uint32_t third = 0) {
  return syscall(SYS_futex, &word, operation, value, timeout, second, third);
}

const timespec* as_count(long count) {
  return reinterpret_cast<const timespec*>(count);
}

}  // namespace

TEST_CASE("std::atomic is waited for and notified") {
  std::atomic<int> value{0};
  Worker worker([&] { value.wait(0); });
  CHECK_FALSE(worker.finished());
  CHECK(virtual_clock::active() == 1);
  value = 1;
  value.notify_all();
  rest();
  CHECK(worker.finished());
}

TEST_CASE("std::counting_semaphore, latch and barrier wait in the queue") {
  std::counting_semaphore<5> semaphore{0};
  require_ends_after(1s, [&] { CHECK_FALSE(semaphore.try_acquire_for(1s)); });
  Worker taker([&] { semaphore.acquire(); });
  CHECK_FALSE(taker.finished());
  semaphore.release();
  rest();
  CHECK(taker.finished());

  std::latch latch{1};
  Worker at_latch([&] { latch.wait(); });
  CHECK_FALSE(at_latch.finished());
  latch.count_down();
  rest();
  CHECK(at_latch.finished());

  std::barrier barrier{2};
  Worker at_barrier([&] { barrier.arrive_and_wait(); });
  CHECK_FALSE(at_barrier.finished());
  barrier.arrive_and_wait();
  rest();
  CHECK(at_barrier.finished());
}

TEST_CASE("a future is waited for until its deadline, on either clock") {
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  require_ends_after(2s, [&] { CHECK(future.wait_for(2s) == std::future_status::timeout); });
  require_ends_after(2s, [&] {
    CHECK(future.wait_until(std::chrono::system_clock::now() + 2s) == std::future_status::timeout);
  });
  Worker worker([&] { CHECK(future.get() == 7); });
  promise.set_value(7);
  rest();
  CHECK(worker.finished());
}

TEST_CASE("a futex whose word has changed is not waited for") {
  std::atomic<std::uint32_t> word{1};
  CHECK(futex(word, FUTEX_WAIT_PRIVATE, 0) == -1);
  CHECK(errno == EAGAIN);
  CHECK(virtual_clock::parked() == 0);
  CHECK(virtual_clock::active() == 1);
}

TEST_CASE("futex timeouts are relative for WAIT and absolute for WAIT_BITSET") {
  std::atomic<std::uint32_t> word{0};
  require_ends_after(3s, [&] {
    const timespec duration{.tv_sec = 3, .tv_nsec = 0};
    CHECK(futex(word, FUTEX_WAIT_PRIVATE, 0, &duration) == -1);
    CHECK(errno == ETIMEDOUT);
  });
  const int flag = GENERATE(0, FUTEX_CLOCK_REALTIME);
  require_ends_after(3s, [&] {
    timespec until{};
    clock_gettime(flag == 0 ? CLOCK_MONOTONIC : CLOCK_REALTIME, &until);
    until.tv_sec += 3;
    CHECK(futex(word, FUTEX_WAIT_BITSET_PRIVATE | flag, 0, &until, nullptr,
                FUTEX_BITSET_MATCH_ANY) == -1);
    CHECK(errno == ETIMEDOUT);
  });
  const timespec invalid{.tv_sec = 0, .tv_nsec = -1};
  CHECK(futex(word, FUTEX_WAIT, 0, &invalid) == -1);
  CHECK(errno == EINVAL);
}

TEST_CASE("a futex wake-up says how many it woke, and heeds the bits") {
  std::atomic<std::uint32_t> word{0};
  Worker odd([&] { futex(word, FUTEX_WAIT_BITSET, 0, nullptr, nullptr, 1); });
  Worker even([&] { futex(word, FUTEX_WAIT_BITSET, 0, nullptr, nullptr, 2); });
  CHECK(futex(word, FUTEX_WAKE_BITSET, 9, nullptr, nullptr, 4) == 0);
  CHECK(futex(word, FUTEX_WAKE_BITSET, 9, nullptr, nullptr, 2) == 1);
  rest();
  CHECK(even.finished());
  CHECK_FALSE(odd.finished());
  CHECK(futex(word, FUTEX_WAKE, 9) == 1);
  rest();
  CHECK(odd.finished());
}

TEST_CASE("a requeue wakes some and moves the others") {
  std::atomic<std::uint32_t> from{0};
  std::atomic<std::uint32_t> to{0};
  Worker first([&] { futex(from, FUTEX_WAIT, 0); });
  Worker second([&] { futex(from, FUTEX_WAIT, 0); });
  CHECK(futex(from, FUTEX_CMP_REQUEUE, 1, as_count(1), &to, 5) == -1);
  CHECK(errno == EAGAIN);
  CHECK(futex(from, FUTEX_CMP_REQUEUE, 1, as_count(1), &to, 0) == 2);
  rest();
  CHECK(first.finished());
  CHECK_FALSE(second.finished());
  CHECK(futex(from, FUTEX_WAKE, 9) == 0);
  CHECK(futex(to, FUTEX_WAKE, 9) == 1);
}

TEST_CASE("futex operations that would miss the queue are refused") {
  std::atomic<std::uint32_t> word{0};
  CHECK(futex(word, FUTEX_WAKE_OP, 1, as_count(1), &word, 0) == -1);
  CHECK(errno == ENOSYS);
}

TEST_CASE("other system calls by number reach the kernel") {
  CHECK(syscall(SYS_getpid) == getpid());
  CHECK(syscall(SYS_close, -1) == -1);
  CHECK(errno == EBADF);
}
