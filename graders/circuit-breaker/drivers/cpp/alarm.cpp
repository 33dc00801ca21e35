#include "alarm.hpp"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#include "channel.hpp"

namespace nines_driver {
namespace {

/// Of processor time. A few hundred steps of an honest submission need a hundredth of all of them.
constexpr int tick_ms = 250;
constexpr int ticks_max = 8;
/// What is printed goes nowhere, and costs nothing but time: only so much in so little is a fault.
constexpr unsigned long long printed_bytes_max = 1 << 20;

std::uint8_t* volatile current_slot = nullptr;
unsigned long long written_before = 0;
volatile std::sig_atomic_t ticks = 0;

/// By all of the process, to whatever descriptor; 0 when that cannot be known.
unsigned long long bytes_written() {
  const int fd = open("/proc/self/io", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  char text[512];
  const ssize_t size = read(fd, text, sizeof text - 1);
  close(fd);
  if (size <= 0) return 0;
  text[size] = '\0';
  const char* found = std::strstr(text, "wchar: ");
  return found != nullptr ? std::strtoull(found + 7, nullptr, 10) : 0;
}

void on_alarm(int signal) {
  if (current_slot != nullptr && bytes_written() > written_before + printed_bytes_max) {
    *current_slot = grader::wire::ended_output_limit;
    leave(0);
  }
  ticks = ticks + 1;
  if (ticks < ticks_max) return;
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

void arm_alarm() {
  // Each time: a submission may have taken the signal for itself.
  struct sigaction action{};
  action.sa_handler = on_alarm;
  action.sa_flags = SA_RESTART;
  sigaction(SIGPROF, &action, nullptr);
  written_before = bytes_written();
  ticks = 0;
  const itimerval timer{{0, tick_ms * 1000}, {0, tick_ms * 1000}};
  setitimer(ITIMER_PROF, &timer, nullptr);
}

void set_alarm_slot(std::uint8_t* slot) {
  current_slot = slot;
}

}  // namespace nines_driver
