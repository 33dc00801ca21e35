#include <algorithm>
#include <cstdarg>
#include <sys/time.h>
#include <unistd.h>

#include "instants.hpp"
#include "real.hpp"

// syscall(): libstdc++ waits for atomics, futures and the guards of static variables with
// syscall(SYS_futex, ...). Those futexes live in our queue, all of them, so that a wake-up never
// has to look in two places. Results are the kernel's: -errno on failure.

namespace virtual_clock::detail {
namespace {

struct FutexCall {
  std::atomic<std::uint32_t>* word;
  int operation;
  std::uint32_t value;
  const timespec* timeout;
  /// Where an operation has a count instead of a timeout.
  int second_count;
  std::uint32_t* second_word;
  std::uint32_t third_value;
};

long futex_wait(const FutexCall& call, Ticks deadline, std::uint32_t bits) {
  if (bits == 0) return -EINVAL;
  Waiter waiter{.kind = WaitKind::futex, .key = call.word, .deadline = deadline, .bits = bits};
  const bool in_time = enqueue(waiter);
  if (call.word->load(std::memory_order_seq_cst) != call.value) {
    if (in_time) cancel(waiter);
    return -EAGAIN;
  }
  if (!in_time) return -ETIMEDOUT;
  switch (park(waiter, true)) {
    case Ended::woken:
      return 0;
    case Ended::due:
      return -ETIMEDOUT;
    case Ended::interrupted:
      return -EINTR;
  }
  return 0;
}

long futex(const FutexCall& call) {
  const int command = call.operation & FUTEX_CMD_MASK;
  const clockid_t clock =
      (call.operation & FUTEX_CLOCK_REALTIME) != 0 ? CLOCK_REALTIME : CLOCK_MONOTONIC;
  const int count = static_cast<int>(std::min<std::uint32_t>(call.value, everyone));
  switch (command) {
    case FUTEX_WAIT:
      if (call.timeout && !is_valid_duration(*call.timeout)) return -EINVAL;
      return futex_wait(call, call.timeout ? from_now(*call.timeout) : never,
                        FUTEX_BITSET_MATCH_ANY);
    case FUTEX_WAIT_BITSET:
      if (call.timeout && !is_valid_duration(*call.timeout)) return -EINVAL;
      return futex_wait(call, call.timeout ? instant(clock, *call.timeout) : never,
                        call.third_value);
    case FUTEX_WAKE:
      return wake(WaitKind::futex, call.word, count);
    case FUTEX_WAKE_BITSET:
      if (call.third_value == 0) return -EINVAL;
      return wake(WaitKind::futex, call.word, count, call.third_value);
    case FUTEX_CMP_REQUEUE:
      if (call.word->load(std::memory_order_seq_cst) != call.third_value) return -EAGAIN;
      [[fallthrough]];
    case FUTEX_REQUEUE:
      return requeue(WaitKind::futex, call.word, count, call.second_count, call.second_word);
    default:
      // The priority-inheriting ones and FUTEX_WAKE_OP, which would miss our waiters.
      return -ENOSYS;
  }
}

template <typename T>
T* as_pointer(long value) {
  return reinterpret_cast<T*>(static_cast<std::uintptr_t>(value));
}

long returned(int result) {
  return result < 0 ? -errno : result;
}

}  // namespace
}  // namespace virtual_clock::detail

using namespace virtual_clock::detail;
namespace real = virtual_clock::real;

// The clocks and sleeps by number are covered as well; waits on descriptors by number are not.
extern "C" long syscall(long number, ...) noexcept {
  va_list list;
  va_start(list, number);
  const long a = va_arg(list, long);
  const long b = va_arg(list, long);
  const long c = va_arg(list, long);
  const long d = va_arg(list, long);
  const long e = va_arg(list, long);
  const long f = va_arg(list, long);
  va_end(list);
  long result = 0;
  switch (number) {
    case SYS_futex:
      result = futex({.word = as_pointer<std::atomic<std::uint32_t>>(a),
                      .operation = static_cast<int>(b),
                      .value = static_cast<std::uint32_t>(c),
                      .timeout = as_pointer<const timespec>(d),
                      .second_count = static_cast<int>(d),
                      .second_word = as_pointer<std::uint32_t>(e),
                      .third_value = static_cast<std::uint32_t>(f)});
      break;
    case SYS_clock_gettime:
      result = returned(clock_gettime(static_cast<clockid_t>(a), as_pointer<timespec>(b)));
      break;
    case SYS_gettimeofday:
      result = returned(gettimeofday(as_pointer<timeval>(a), as_pointer<void>(b)));
      break;
#ifdef SYS_time
    case SYS_time:
      result = time(as_pointer<time_t>(a));
      break;
#endif
    case SYS_nanosleep:
      result = returned(nanosleep(as_pointer<const timespec>(a), as_pointer<timespec>(b)));
      break;
    case SYS_clock_nanosleep:
      result = -clock_nanosleep(static_cast<clockid_t>(a), static_cast<int>(b),
                                as_pointer<const timespec>(c), as_pointer<timespec>(d));
      break;
    default:
      result = real::call(number, a, b, c, d, e, f);
  }
  return result < 0 && result > -4096 ? fail(static_cast<int>(-result)) : result;
}
