#include <ctime>
#include <sys/syscall.h>
#include <sys/time.h>

#include "virtual-clock/threads.hpp"

using namespace std::chrono_literals;

namespace {

std::chrono::nanoseconds read(clockid_t clock) {
  timespec time{};
  REQUIRE(clock_gettime(clock, &time) == 0);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

timespec at(std::chrono::nanoseconds time) {
  return {.tv_sec = time / 1s, .tv_nsec = (time % 1s) / 1ns};
}

}  // namespace

TEST_CASE("time stands still until it is moved, and then by exactly that much") {
  const auto steady = std::chrono::steady_clock::now();
  const auto system = std::chrono::system_clock::now();
  for (int i = 0; i < 1'000'000; ++i) REQUIRE(std::chrono::steady_clock::now() == steady);
  pass(1ns);
  CHECK(std::chrono::steady_clock::now() == steady + 1ns);
  pass(24h);
  CHECK(std::chrono::steady_clock::now() == steady + 24h + 1ns);
  CHECK(std::chrono::system_clock::now() == system + 24h + 1ns);
}

TEST_CASE("a negative advance does not move the clock back") {
  const auto before = virtual_clock::now();
  pass(-5s);
  CHECK(virtual_clock::now() == before);
}

TEST_CASE("every clock of wall and steady time moves together") {
  const clockid_t clock =
      GENERATE(CLOCK_REALTIME, CLOCK_REALTIME_COARSE, CLOCK_MONOTONIC, CLOCK_MONOTONIC_RAW,
               CLOCK_MONOTONIC_COARSE, CLOCK_BOOTTIME, CLOCK_TAI);
  const auto before = read(clock);
  const auto ahead = before - virtual_clock::now();
  pass(1500ms);
  CHECK(read(clock) == before + 1500ms);
  CHECK(read(clock) == virtual_clock::now() + ahead);
}

TEST_CASE("the older functions tell the same time") {
  pass(123456789ns);
  const auto real = read(CLOCK_REALTIME);
  timeval old{};
  REQUIRE(gettimeofday(&old, nullptr) == 0);
  CHECK(std::chrono::seconds(old.tv_sec) + std::chrono::microseconds(old.tv_usec) ==
        std::chrono::floor<std::chrono::microseconds>(real));
  time_t seconds = 0;
  CHECK(time(&seconds) == real / 1s);
  CHECK(seconds == real / 1s);
  timespec modern{};
  CHECK(timespec_get(&modern, TIME_UTC) == TIME_UTC);
  CHECK(modern.tv_nsec == (real % 1s) / 1ns);
  timespec direct{};
  CHECK(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &direct) == 0);
  CHECK(std::chrono::seconds(direct.tv_sec) + std::chrono::nanoseconds(direct.tv_nsec) ==
        virtual_clock::now());
}

TEST_CASE("processor time is still real") {
  const auto before = read(CLOCK_THREAD_CPUTIME_ID);
  while (read(CLOCK_THREAD_CPUTIME_ID) == before) {
  }
  CHECK(read(CLOCK_PROCESS_CPUTIME_ID) > 0ns);
}

TEST_CASE("an unknown clock is refused as the kernel refuses it") {
  timespec time{};
  CHECK(clock_gettime(99, &time) == -1);
  CHECK(errno == EINVAL);
}

TEST_CASE("every kind of sleep ends at its deadline") {
  SECTION("sleep_for") {
    require_ends_after(1s, [] { std::this_thread::sleep_for(1s); });
  }
  SECTION("sleep_until, system clock") {
    require_ends_after(
        90min, [] { std::this_thread::sleep_until(std::chrono::system_clock::now() + 90min); });
  }
  SECTION("nanosleep") {
    require_ends_after(7ns, [] {
      const timespec request = at(7ns);
      CHECK(nanosleep(&request, nullptr) == 0);
    });
  }
  SECTION("clock_nanosleep, absolute") {
    require_ends_after(2s, [] {
      const timespec until = at(read(CLOCK_REALTIME) + 2s);
      CHECK(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &until, nullptr) == 0);
    });
  }
  SECTION("usleep and sleep") {
    require_ends_after(2500ms, [] { CHECK(usleep(2'500'000) == 0); });
    require_ends_after(3s, [] { CHECK(sleep(3) == 0); });
  }
  SECTION("by number") {
    require_ends_after(1s, [] {
      const timespec request = at(1s);
      CHECK(syscall(SYS_nanosleep, &request, nullptr) == 0);
    });
  }
}

TEST_CASE("a sleep that is over before it starts returns at once") {
  const auto before = virtual_clock::now();
  std::this_thread::sleep_for(0s);
  const timespec past{.tv_sec = 1, .tv_nsec = 0};
  CHECK(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &past, nullptr) == 0);
  CHECK(virtual_clock::now() == before);
}

TEST_CASE("an invalid sleep is refused") {
  const timespec negative{.tv_sec = -1, .tv_nsec = 0};
  const timespec too_many{.tv_sec = 0, .tv_nsec = 1'000'000'000};
  CHECK(nanosleep(&negative, nullptr) == -1);
  CHECK(errno == EINVAL);
  CHECK(clock_nanosleep(CLOCK_MONOTONIC, 0, &too_many, nullptr) == EINVAL);
}

TEST_CASE("a signal ends a sleep, which says how much was left") {
  timespec left{};
  int result = 0;
  Worker worker([&] {
    const timespec request = at(10s);
    result = nanosleep(&request, &left);
  });
  pass(4s);
  interrupt(worker);
  CHECK(result == -1);
  CHECK(left.tv_sec == 6);
  CHECK(left.tv_nsec == 0);
}

TEST_CASE("a sleep of many ages does not overflow") {
  Worker worker([] {
    const timespec request{.tv_sec = time_t{1} << 62U, .tv_nsec = 0};
    CHECK(nanosleep(&request, nullptr) == -1);
  });
  pass(std::chrono::hours(24 * 365 * 100));
  CHECK_FALSE(worker.finished());
  CHECK_FALSE(virtual_clock::next_deadline().has_value());
  interrupt(worker);
}
