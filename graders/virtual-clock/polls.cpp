#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <new>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <unistd.h>

#include "instants.hpp"
#include "real.hpp"

// A wait on descriptors that may end in time sleeps in the kernel, without a timeout, on one
// descriptor more: firing its deadline writes there. Since the kernel may wake it too, the thread
// stays counted as active, and settling finds it asleep by its proof. Waits without a timeout and
// mere looks go to the kernel as they are.

namespace virtual_clock::detail {
namespace {

constexpr long kernel_sigset_bytes = 8;

/// The descriptor that wakes this thread; closed when the thread ends.
class Alarm {
 public:
  Alarm() : fd_(static_cast<int>(real::call(SYS_eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK))) {}
  ~Alarm() {
    if (fd_ >= 0) real::call(SYS_close, fd_);
  }
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  int fd() const { return fd_; }
  void reset() const {
    std::uint64_t count = 0;
    real::call(SYS_read, fd_, real::pointer(&count), sizeof count);
  }

 private:
  int fd_;
};

long poll_now(pollfd* descriptors, nfds_t count, const timespec* timeout, const sigset_t* mask) {
  // The kernel writes the remaining time back.
  timespec copy = timeout ? *timeout : timespec{};
  return real::call(SYS_ppoll, real::pointer(descriptors), static_cast<long>(count),
                    timeout ? real::pointer(&copy) : 0, real::pointer(mask), kernel_sigset_bytes);
}

/// As the system call: a count, or -errno.
long poll_until(pollfd* descriptors, nfds_t count, Ticks deadline, const sigset_t* mask) {
  if (deadline == never) return poll_now(descriptors, count, nullptr, mask);
  constexpr timespec at_once{};
  const long ready = poll_now(descriptors, count, &at_once, mask);
  if (ready != 0) return ready;
  if (count == 0 && !mask) {  // a way to sleep, and only the clock can end it
    Waiter sleep{.kind = WaitKind::sleep, .deadline = deadline};
    return enqueue(sleep) && park(sleep, true) == Ended::interrupted ? -EINTR : 0;
  }
  static thread_local const Alarm alarm;
  if (alarm.fd() < 0) return alarm.fd();
  const std::unique_ptr<pollfd[]> all(new (std::nothrow) pollfd[count + 1]);
  if (!all) return -ENOMEM;
  std::copy_n(descriptors, count, all.get());
  all[count] = {.fd = alarm.fd(), .events = POLLIN, .revents = 0};

  Waiter waiter{.kind = WaitKind::poll, .deadline = deadline, .event_fd = alarm.fd()};
  if (!enqueue(waiter)) return 0;
  long result = poll_now(all.get(), count + 1, nullptr, mask);
  if (cancel(waiter) == Ended::due) alarm.reset();
  if (result < 0) return result;
  if (all[count].revents != 0) --result;
  std::copy_n(all.get(), count, descriptors);
  return result;
}

int result_of(long result) {
  return result < 0 ? fail(static_cast<int>(-result)) : static_cast<int>(result);
}

Ticks deadline_in(int milliseconds) {
  return milliseconds < 0 ? never : ticks_now() + Ticks{milliseconds} * 1'000'000;
}

/// The sets of select as an array for poll.
class SelectSets {
 public:
  SelectSets(int count, fd_set* in, fd_set* out, fd_set* odd) : sets_{in, out, odd} {
    constexpr std::array<short, 3> asked{POLLIN, POLLOUT, POLLPRI};
    for (int fd = 0; fd < std::min<int>(count, FD_SETSIZE); ++fd) {
      short events = 0;
      for (std::size_t i = 0; i < sets_.size(); ++i) {
        if (sets_[i] && FD_ISSET(fd, sets_[i])) events = static_cast<short>(events | asked[i]);
      }
      if (events != 0) descriptors_[size_++] = {.fd = fd, .events = events, .revents = 0};
    }
  }

  pollfd* data() { return descriptors_.data(); }
  nfds_t size() const { return size_; }

  /// As select returns: how many bits are set in all, or -EBADF.
  long store() {
    // What the kernel counts as ready for reading, writing and out of band.
    constexpr std::array<int, 3> means{POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI};
    for (nfds_t at = 0; at < size_; ++at) {
      if ((descriptors_[at].revents & POLLNVAL) != 0) return -EBADF;
    }
    long bits = 0;
    for (nfds_t at = 0; at < size_; ++at) {
      const int fd = descriptors_[at].fd;
      for (std::size_t i = 0; i < sets_.size(); ++i) {
        if (!sets_[i] || !FD_ISSET(fd, sets_[i])) continue;
        if ((descriptors_[at].revents & means[i]) != 0) {
          ++bits;
        } else {
          FD_CLR(fd, sets_[i]);
        }
      }
    }
    return bits;
  }

 private:
  std::array<fd_set*, 3> sets_;
  std::array<pollfd, FD_SETSIZE> descriptors_;
  nfds_t size_ = 0;
};

long select_until(int count, fd_set* in, fd_set* out, fd_set* odd, Ticks deadline,
                  const sigset_t* mask) {
  if (count < 0) return -EINVAL;
  SelectSets sets(count, in, out, odd);
  const long result = poll_until(sets.data(), sets.size(), deadline, mask);
  return result < 0 ? result : sets.store();
}

/// An epoll descriptor can be polled itself: it is readable when it has events.
long epoll_until(int epoll, epoll_event* events, int capacity, Ticks deadline,
                 const sigset_t* mask) {
  for (;;) {
    const long ready = real::call(SYS_epoll_pwait, epoll, real::pointer(events), capacity, 0,
                                  real::pointer(mask), kernel_sigset_bytes);
    if (ready != 0) return ready;
    pollfd descriptor{.fd = epoll, .events = POLLIN, .revents = 0};
    const long result = poll_until(&descriptor, 1, deadline, mask);
    if (result <= 0) return result;
  }
}

}  // namespace
}  // namespace virtual_clock::detail

using namespace virtual_clock::detail;

extern "C" {

int poll(pollfd* descriptors, nfds_t count, int milliseconds) {
  return result_of(poll_until(descriptors, count, deadline_in(milliseconds), nullptr));
}

int ppoll(pollfd* descriptors, nfds_t count, const timespec* timeout, const sigset_t* mask) {
  if (timeout && !is_valid_duration(*timeout)) return fail(EINVAL);
  return result_of(poll_until(descriptors, count, timeout ? from_now(*timeout) : never, mask));
}

// What _FORTIFY_SOURCE makes of the two above.
int __poll_chk(pollfd* descriptors, nfds_t count, int milliseconds, std::size_t bytes) {
  if (bytes / sizeof(pollfd) < count) std::abort();
  return poll(descriptors, count, milliseconds);
}

int __ppoll_chk(pollfd* descriptors, nfds_t count, const timespec* timeout, const sigset_t* mask,
                std::size_t bytes) {
  if (bytes / sizeof(pollfd) < count) std::abort();
  return ppoll(descriptors, count, timeout, mask);
}

int pselect(int count, fd_set* __restrict in, fd_set* __restrict out, fd_set* __restrict odd,
            const timespec* __restrict timeout, const sigset_t* __restrict mask) {
  if (timeout && !is_valid_duration(*timeout)) return fail(EINVAL);
  return result_of(select_until(count, in, out, odd, timeout ? from_now(*timeout) : never, mask));
}

int select(int count, fd_set* __restrict in, fd_set* __restrict out, fd_set* __restrict odd,
           timeval* __restrict timeout) {
  if (!timeout) return pselect(count, in, out, odd, nullptr, nullptr);
  if (timeout->tv_sec < 0 || timeout->tv_usec < 0) return fail(EINVAL);
  // Unlike a timespec, a timeval may hold more than a second of its small unit.
  const timespec duration{.tv_sec = timeout->tv_sec + timeout->tv_usec / 1'000'000,
                          .tv_nsec = timeout->tv_usec % 1'000'000 * 1000};
  const Ticks deadline = from_now(duration);
  const long result = select_until(count, in, out, odd, deadline, nullptr);
  const Ticks left = std::max<Ticks>(deadline - ticks_now(), 0);
  *timeout = {.tv_sec = left / per_second, .tv_usec = left % per_second / 1000};
  return result_of(result);
}

int epoll_pwait(int epoll, epoll_event* events, int capacity, int milliseconds,
                const sigset_t* mask) {
  return result_of(epoll_until(epoll, events, capacity, deadline_in(milliseconds), mask));
}

int epoll_wait(int epoll, epoll_event* events, int capacity, int milliseconds) {
  return epoll_pwait(epoll, events, capacity, milliseconds, nullptr);
}

int epoll_pwait2(int epoll, epoll_event* events, int capacity, const timespec* timeout,
                 const sigset_t* mask) {
  if (timeout && !is_valid_duration(*timeout)) return fail(EINVAL);
  return result_of(
      epoll_until(epoll, events, capacity, timeout ? from_now(*timeout) : never, mask));
}

}  // extern "C"
