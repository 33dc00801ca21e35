#include "sandbox/init/guardian.hpp"

#include <errno.h>
#include <fcntl.h>
#include <initializer_list>
#include <linux/seccomp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sandbox/init/usage.hpp"

namespace sandbox::init {
namespace {

constexpr int tick_ms = 10;

std::uint64_t now_us() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000 +
         static_cast<std::uint64_t>(now.tv_nsec) / 1000;
}

void close_fd(int& fd) {
  if (fd >= 0) close(fd);
  fd = -1;
}

std::uint64_t microseconds(const timeval& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000 +
         static_cast<std::uint64_t>(time.tv_usec);
}

bool send_all(const void* data, std::size_t size) {
  const char* bytes = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t sent = send(wire::control_fd, bytes, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

}  // namespace

Guardian::Guardian(const Job& job) : job_(job), plan_(job.plan) {}

void Guardian::run() {
  started_us_ = now_us();
  if (open_pipes() && start()) watch();
  kill_all();
  take_output(output_);
  take_output(errors_);
  if (overflow_ && report_.outcome == wire::Outcome::exited) {
    report_.outcome = wire::Outcome::output_limit;
  }
  send_report();
}

bool Guardian::open_pipes() {
  int output[2];
  int errors[2];
  int message[2];
  if (pipe2(output, O_CLOEXEC) != 0 || pipe2(errors, O_CLOEXEC) != 0 ||
      socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, message) != 0) {
    fail(wire::Stage::pipes, errno);
    return false;
  }
  output_.fd = output[0];
  output_child_ = output[1];
  errors_.fd = errors[0];
  errors_child_ = errors[1];
  message_ = message[0];
  message_child_ = message[1];
  for (Stream* stream : {&output_, &errors_}) {
    fcntl(stream->fd, F_SETFL, O_NONBLOCK);
    void* room = mmap(nullptr, plan_.output_bytes + 1, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) {
      fail(wire::Stage::pipes, errno);
      return false;
    }
    stream->bytes = static_cast<char*>(room);
  }
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  sigset_t exits;
  sigemptyset(&exits);
  sigaddset(&exits, SIGCHLD);
  exits_ = signalfd(-1, &exits, SFD_CLOEXEC | SFD_NONBLOCK);
  // Orphans of the program come to the guardian, which then can reap and kill them.
  if (exits_ < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) {
    fail(wire::Stage::signals, errno);
    return false;
  }
  return true;
}

bool Guardian::start() {
  child_ = fork();
  if (child_ < 0) {
    fail(wire::Stage::fork, errno);
    return false;
  }
  if (child_ == 0) confine_and_exec(job_, message_child_, output_child_, errors_child_);
  close_fd(message_child_);
  close_fd(output_child_);
  close_fd(errors_child_);
  // The driver on the other side must see the end of its pipes when the program ends.
  for (int fd = 3; fd <= wire::last_job_fd; ++fd) {
    if ((plan_.job_fds >> fd & 1) != 0) close(fd);
  }
  char path[32];
  snprintf(path, sizeof path, "/proc/%d", child_);
  // Held open for the whole life of the program: it also keeps alive the directory that the
  // program's Landlock rule for /proc/self is tied to.
  proc_ = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  return true;
}

void Guardian::watch() {
  while (!ended_ && !exited_) {
    pollfd polled[] = {
        {wire::control_fd, POLLIN, 0}, {exits_, POLLIN, 0},     {message_, POLLIN, 0},
        {listener_, POLLIN, 0},        {output_.fd, POLLIN, 0}, {errors_.fd, POLLIN, 0},
    };
    const int ready = poll(polled, sizeof polled / sizeof *polled, timeout_ms());
    if (ready < 0 && errno != EINTR) return end(wire::Outcome::failed, errno);
    // The host has nothing more to say after the plan: whatever comes is its end.
    if (polled[0].revents != 0) return end(wire::Outcome::stopped);
    if (polled[2].revents != 0) take_message();
    if (polled[3].revents != 0) take_notification();
    if (polled[4].revents != 0) take_output(output_);
    if (polled[5].revents != 0) take_output(errors_);
    if (overflow_) end(wire::Outcome::output_limit);
    if (polled[1].revents != 0) take_exits();
    if (!exited_) check_usage();
  }
}

void Guardian::take_message() {
  Message message{};
  iovec bytes{&message, sizeof message};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr header{};
  header.msg_iov = &bytes;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  const ssize_t size = recvmsg(message_, &header, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (size != static_cast<ssize_t>(sizeof message)) {
    // Closed: by the exec, or by dying before it, which take_exits() sees.
    close_fd(message_);
    return;
  }
  if (message.error != 0) return fail(message.stage, message.error, message.path);
  cmsghdr* rights = CMSG_FIRSTHDR(&header);
  if (rights != nullptr && rights->cmsg_type == SCM_RIGHTS) {
    memcpy(&listener_, CMSG_DATA(rights), sizeof listener_);
  }
}

void Guardian::take_notification() {
  // A kernel newer than these headers may write more than their structure holds.
  union {
    seccomp_notif request;
    char room[512];
  } call;
  memset(&call, 0, sizeof call);
  if (ioctl(listener_, SECCOMP_IOCTL_NOTIF_RECV, &call) != 0) {
    // ENOENT and EINTR: the caller was killed meanwhile. Else nobody is left under the filter.
    if (errno != ENOENT && errno != EINTR) close_fd(listener_);
    return;
  }
  const int number = call.request.data.nr;
  if (!exec_passed_ && number == static_cast<int>(plan_.execve_number)) {
    exec_passed_ = true;
    union {
      seccomp_notif_resp response;
      char room[512];
    } answer;
    memset(&answer, 0, sizeof answer);
    answer.response.id = call.request.id;
    answer.response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    ioctl(listener_, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    return;
  }
  end(wire::Outcome::denied, number);
}

void Guardian::take_output(Stream& stream) {
  while (stream.fd >= 0) {
    const std::uint64_t left = plan_.output_bytes - output_.size - errors_.size;
    // One byte more than allowed, to tell a full buffer from one that is too small.
    const ssize_t size = read(stream.fd, stream.bytes + stream.size, left + 1);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) return close_fd(stream.fd);
    const auto got = static_cast<std::uint64_t>(size);
    overflow_ = overflow_ || got > left;
    stream.size += got > left ? left : got;
    if (overflow_) return;
  }
}

void Guardian::take_exits() {
  signalfd_siginfo ignored[8];
  while (read(exits_, ignored, sizeof ignored) > 0) {
  }
  for (;;) {
    siginfo_t info{};
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) return;
    // Not reaped before kill_all(): until then its number, which is the group's, stays taken.
    if (info.si_pid == child_) {
      exited_ = true;
      return;
    }
    waitpid(info.si_pid, nullptr, 0);
  }
}

void Guardian::check_usage() {
  if (plan_.wall_ms != 0 && elapsed_us() >= plan_.wall_ms * 1000) {
    return end(wire::Outcome::wall_limit);
  }
  Usage usage;
  if (plan_.may_fork) {
    add_descendants(plan_.thread_limit == 0 ? ~0ULL : plan_.thread_limit, usage);
  } else if (!add_usage(proc_, usage)) {
    return;
  }
  const std::uint64_t reserved =
      plan_.address_space_bytes != 0 ? usage.address_space_bytes : usage.resident_bytes;
  if (reserved > report_.peak_memory_bytes) report_.peak_memory_bytes = reserved;
  if (plan_.cpu_ms != 0 && usage.cpu_ms >= plan_.cpu_ms) return end(wire::Outcome::cpu_limit);
  if (plan_.resident_bytes != 0 && usage.resident_bytes > plan_.resident_bytes) {
    return end(wire::Outcome::memory_limit);
  }
  if (plan_.thread_limit != 0 && usage.threads > plan_.thread_limit) {
    return end(wire::Outcome::process_limit);
  }
}

void Guardian::end(wire::Outcome outcome, std::int32_t detail) {
  if (ended_) return;
  ended_ = true;
  report_.outcome = outcome;
  report_.detail = detail;
}

void Guardian::fail(wire::Stage stage, int error, std::uint32_t path) {
  if (ended_) return;
  end(wire::Outcome::failed, error);
  report_.stage = stage;
  report_.path = path;
}

void Guardian::kill_all() {
  report_.wall_us = elapsed_us();
  if (child_ < 0) return;
  bool reaped = false;
  // Each round reaches every process there is; only a fork in the middle of one needs another.
  // The bound is for a process stuck in the kernel, which no signal reaches.
  for (int round = 0; round < 5000; ++round) {
    if (getpid() == 1) ::kill(-1, SIGKILL);
    if (!reaped) {
      ::kill(-child_, SIGKILL);
      ::kill(child_, SIGKILL);  // it may not have its own group yet
    }
    kill_children();
    for (;;) {
      int status = 0;
      rusage used{};
      const pid_t pid = wait4(-1, &status, WNOHANG, &used);
      if (pid < 0 && errno == ECHILD) return;
      if (pid <= 0) break;
      if (pid != child_) continue;
      reaped = true;
      report_.cpu_us = microseconds(used.ru_utime) + microseconds(used.ru_stime);
      const auto resident = static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
      if (resident > report_.peak_memory_bytes) report_.peak_memory_bytes = resident;
      if (!ended_) classify(status);
    }
    const timespec pause{0, round < 20 ? 100'000 : 1'000'000};
    nanosleep(&pause, nullptr);
  }
}

/// What the program's own end means.
void Guardian::classify(int wait_status) {
  // A child that failed before the exec left its reason in the socket, which now has an end.
  while (message_ >= 0 && !ended_) take_message();
  if (ended_) return;
  const bool signalled = WIFSIGNALED(wait_status);
  const int detail = signalled ? WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
  report_.outcome = signalled ? wire::Outcome::signalled : wire::Outcome::exited;
  report_.detail = detail;
  if (!signalled && detail == 0) return;
  if (signalled && detail == SIGSYS) {
    report_.outcome = wire::Outcome::denied;
    report_.detail = -1;
  } else if ((signalled && detail == SIGXCPU) ||
             (plan_.cpu_ms != 0 && report_.cpu_us >= plan_.cpu_ms * 950)) {
    // A compiler whose child was ended by SIGXCPU exits by itself; the clocks differ a little.
    report_.outcome = wire::Outcome::cpu_limit;
  } else if (signalled && detail == SIGXFSZ) {
    report_.outcome = wire::Outcome::output_limit;
  } else if (plan_.address_space_bytes != 0 &&
             report_.peak_memory_bytes >= plan_.address_space_bytes / 8 * 7) {
    // An allocation that failed shows as whatever the program made of it; that it ended badly
    // with its memory full is near enough.
    report_.outcome = wire::Outcome::memory_limit;
  }
}

void Guardian::send_report() {
  report_.output_bytes = output_.size;
  report_.errors_bytes = errors_.size;
  if (send_all(&report_, sizeof report_) && send_all(output_.bytes, output_.size)) {
    send_all(errors_.bytes, errors_.size);
  }
}

std::uint64_t Guardian::elapsed_us() const {
  return now_us() - started_us_;
}

int Guardian::timeout_ms() const {
  if (plan_.wall_ms == 0) return tick_ms;
  const std::uint64_t elapsed_ms = elapsed_us() / 1000;
  const std::uint64_t left = elapsed_ms >= plan_.wall_ms ? 0 : plan_.wall_ms - elapsed_ms + 1;
  return left < tick_ms ? static_cast<int>(left) : tick_ms;
}

}  // namespace sandbox::init
