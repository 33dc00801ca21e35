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

constexpr int cpu_seconds_max = 2;
/// What is printed goes nowhere, and costs nothing but time: only so much in so little is a fault.
constexpr unsigned long long printed_bytes_max = 1 << 20;

std::uint8_t* volatile current_slot = nullptr;
unsigned long long written_before = 0;

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
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

void arm_alarm() {
  // Each time: a submission may have taken the signal for itself.
  struct sigaction action{};
  action.sa_handler = on_alarm;
  sigaction(SIGPROF, &action, nullptr);
  written_before = bytes_written();
  const itimerval timer{{0, 0}, {cpu_seconds_max, 0}};
  setitimer(ITIMER_PROF, &timer, nullptr);
}

void set_alarm_slot(std::uint8_t* slot) {
  current_slot = slot;
}

}  // namespace nines_driver
