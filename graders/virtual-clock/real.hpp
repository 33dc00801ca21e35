#pragma once

#include <atomic>
#include <cstdint>
#include <dlfcn.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>

/// The operating system itself, behind the functions that this object replaces.
namespace virtual_clock::real {

/// A system call, its result as the kernel gives it: -errno on failure. `::syscall` is replaced
/// here, and the C library's own may not be bound yet when the first constructor asks for the time.
inline long call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0,
                 long f = 0) {
#if defined(__x86_64__)
  long result;
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  register long r9 asm("r9") = f;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  register long x4 asm("x4") = e;
  register long x5 asm("x5") = f;
  asm volatile("svc 0"
               : "+r"(x0)
               : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
               : "memory");
  return x0;
#else
#error "the virtual clock knows x86-64 and aarch64"
#endif
}

template <typename T>
long pointer(T* address) {
  return static_cast<long>(reinterpret_cast<std::uintptr_t>(address));
}

/// Sleeps while `word` is `value`; `timeout` is real and relative, null for none. -EINTR, -EAGAIN
/// and -ETIMEDOUT are possible.
inline long futex_wait(std::atomic<std::uint32_t>& word, std::uint32_t value,
                       const timespec* timeout = nullptr) {
  return call(SYS_futex, pointer(&word), FUTEX_WAIT_PRIVATE, value, pointer(timeout));
}

inline void futex_wake(std::atomic<std::uint32_t>* word) {
  call(SYS_futex, pointer(word), FUTEX_WAKE_PRIVATE, 1);
}

inline std::int64_t monotonic_ns() {
  timespec time{};
  call(SYS_clock_gettime, CLOCK_MONOTONIC, pointer(&time));
  return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

/// The function of that name in the libraries after this object. A sanitizer's interceptor comes
/// before the C library's.
inline void* next(std::atomic<void*>& cache, const char* name) {
  void* function = cache.load(std::memory_order_relaxed);
  if (!function) {
    function = dlsym(RTLD_NEXT, name);
    cache.store(function, std::memory_order_relaxed);
  }
  return function;
}

}  // namespace virtual_clock::real

/// NINES_REAL(pthread_join) is the function that ours replaces.
#define NINES_REAL(name)                                                                   \
  ([] {                                                                                    \
    static std::atomic<void*> cache{nullptr};                                              \
    return reinterpret_cast<decltype(&::name)>(::virtual_clock::real::next(cache, #name)); \
  }())
