#include <array>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include "virtual-clock/threads.hpp"

using namespace std::chrono_literals;

namespace {

struct Pipe {
  Pipe() { REQUIRE(pipe(ends.data()) == 0); }
  ~Pipe() {
    close(ends[0]);
    close(ends[1]);
  }
  int in() const { return ends[0]; }
  void fill() const { REQUIRE(write(ends[1], "x", 1) == 1); }
  std::array<int, 2> ends{};
};

struct Epoll {
  explicit Epoll(const Pipe& pipe) : fd(epoll_create1(0)) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = pipe.in();
    REQUIRE(epoll_ctl(fd, EPOLL_CTL_ADD, pipe.in(), &event) == 0);
  }
  ~Epoll() { close(fd); }
  int fd;
};

}  // namespace

TEST_CASE("every wait for descriptors ends at its deadline") {
  const Pipe pipe;
  SECTION("poll") {
    require_ends_after(1500ms, [&] {
      pollfd descriptor{.fd = pipe.in(), .events = POLLIN, .revents = 0};
      CHECK(poll(&descriptor, 1, 1500) == 0);
      CHECK(descriptor.revents == 0);
    });
  }
  SECTION("poll for nothing") {
    require_ends_after(1s, [] { CHECK(poll(nullptr, 0, 1000) == 0); });
  }
  SECTION("ppoll") {
    require_ends_after(5ns, [&] {
      pollfd descriptor{.fd = pipe.in(), .events = POLLIN, .revents = 0};
      const timespec duration{.tv_sec = 0, .tv_nsec = 5};
      sigset_t mask;
      sigemptyset(&mask);
      CHECK(ppoll(&descriptor, 1, &duration, &mask) == 0);
    });
  }
  SECTION("select and pselect") {
    require_ends_after(2s, [&] {
      fd_set set;
      FD_ZERO(&set);
      FD_SET(pipe.in(), &set);
      timeval duration{.tv_sec = 2, .tv_usec = 0};
      CHECK(select(pipe.in() + 1, &set, nullptr, nullptr, &duration) == 0);
      CHECK_FALSE(FD_ISSET(pipe.in(), &set));
      CHECK(duration.tv_sec == 0);
    });
    require_ends_after(2s, [&] {
      const timespec duration{.tv_sec = 2, .tv_nsec = 0};
      CHECK(pselect(0, nullptr, nullptr, nullptr, &duration, nullptr) == 0);
    });
  }
  SECTION("epoll") {
    const Epoll epoll(pipe);
    epoll_event event{};
    require_ends_after(1s, [&] { CHECK(epoll_wait(epoll.fd, &event, 1, 1000) == 0); });
    require_ends_after(1s, [&] { CHECK(epoll_pwait(epoll.fd, &event, 1, 1000, nullptr) == 0); });
    require_ends_after(1s, [&] {
      const timespec duration{.tv_sec = 1, .tv_nsec = 0};
      CHECK(epoll_pwait2(epoll.fd, &event, 1, &duration, nullptr) == 0);
    });
  }
}

TEST_CASE("a descriptor that is ready ends the wait, and no time passes") {
  const Pipe pipe;
  const Epoll epoll(pipe);
  const auto start = virtual_clock::now();
  int result = 0;
  std::function<void()> wait;
  SECTION("poll") {
    wait = [&] {
      pollfd descriptor{.fd = pipe.in(), .events = POLLIN, .revents = 0};
      result = poll(&descriptor, 1, 10'000);
      CHECK(descriptor.revents == POLLIN);
    };
  }
  SECTION("select, which says how much time is left") {
    wait = [&] {
      fd_set set;
      FD_ZERO(&set);
      FD_SET(pipe.in(), &set);
      timeval duration{.tv_sec = 10, .tv_usec = 0};
      result = select(pipe.in() + 1, &set, nullptr, nullptr, &duration);
      CHECK(FD_ISSET(pipe.in(), &set));
      CHECK(duration.tv_sec == 9);
    };
  }
  SECTION("epoll") {
    wait = [&] {
      epoll_event event{};
      result = epoll_wait(epoll.fd, &event, 1, 10'000);
      CHECK(event.data.fd == pipe.in());
    };
  }
  Worker worker(wait);
  pass(1s);
  CHECK_FALSE(worker.finished());
  pipe.fill();
  rest();
  REQUIRE(worker.finished());
  CHECK(result == 1);
  CHECK(virtual_clock::now() == start + 1s);
  wait = nullptr;
}

TEST_CASE("a wait without end is still settled, and a mere look does not wait") {
  const Pipe pipe;
  pollfd descriptor{.fd = pipe.in(), .events = POLLIN, .revents = 0};
  CHECK(poll(&descriptor, 1, 0) == 0);
  Worker worker([&] {
    pollfd own{.fd = pipe.in(), .events = POLLIN, .revents = 0};
    CHECK(poll(&own, 1, -1) == 1);
  });
  pass(1h);
  CHECK_FALSE(worker.finished());
  pipe.fill();
  rest();
  CHECK(worker.finished());
}

TEST_CASE("a thread that polls again after a timeout waits again") {
  const Pipe pipe;
  int rounds = 0;
  Worker worker([&] {
    pollfd descriptor{.fd = pipe.in(), .events = POLLIN, .revents = 0};
    while (poll(&descriptor, 1, 100) == 0) ++rounds;
  });
  CHECK(pass(1s) == 10);
  CHECK(rounds == 10);
  pipe.fill();
}

TEST_CASE("select refuses a closed descriptor and a negative time") {
  fd_set set;
  FD_ZERO(&set);
  FD_SET(1000, &set);
  timeval duration{.tv_sec = 1, .tv_usec = 0};
  CHECK(select(1001, &set, nullptr, nullptr, &duration) == -1);
  CHECK(errno == EBADF);
  duration.tv_sec = -1;
  CHECK(select(0, nullptr, nullptr, nullptr, &duration) == -1);
  CHECK(errno == EINVAL);
}

TEST_CASE("a signal handler ends a poll") {
  const Pipe pipe;
  int error = 0;
  Worker worker([&] {
    pollfd descriptor{.fd = pipe.in(), .events = POLLIN, .revents = 0};
    error = poll(&descriptor, 1, 5000) == -1 ? errno : 0;
  });
  interrupt(worker);
  CHECK(error == EINTR);
  CHECK_FALSE(virtual_clock::next_deadline().has_value());
}
