#include "support/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdexcept>
#include <sys/wait.h>
#include <system_error>
#include <time.h>
#include <unistd.h>
#include <utility>

#include "support/spawn.hpp"

namespace support {

namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  base::UniqueFd read;
  base::UniqueFd write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  checked(::pipe2(ends.data(), O_CLOEXEC), "pipe2");
  return {base::UniqueFd(ends[0]), base::UniqueFd(ends[1])};
}

/// Adds what there is to `text`; closes at the end of the stream.
void read_some(base::UniqueFd& pipe, std::string& text) {
  std::array<char, 4096> buffer{};
  const ssize_t count = ::read(pipe.get(), buffer.data(), buffer.size());
  if (count > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
    pipe.reset();
  }
}

}  // namespace

Process::Process(const Command& command) {
  // A program that ends without reading its input must not end the test.
  ::signal(SIGPIPE, SIG_IGN);
  Pipe input = make_pipe();
  Pipe output = make_pipe();
  Pipe error = make_pipe();
  Pipe failure = make_pipe();
  const PreparedCommand prepared(command);
  const int parent = ::getpid();
  pid_ = checked(::fork(), "fork");
  if (pid_ == 0) {
    ::setsid();
    ::dup2(input.read.get(), 0);
    ::dup2(output.write.get(), 1);
    ::dup2(error.write.get(), 2);
    const int reason = prepared.execute(parent);
    ::_exit(::write(failure.write.get(), &reason, sizeof reason) < 0 ? 126 : 127);
  }
  failure.write.reset();
  int reason = 0;
  if (::read(failure.read.get(), &reason, sizeof reason) == sizeof reason) {
    ::waitpid(pid_, nullptr, 0);
    throw std::system_error(reason, std::generic_category(),
                            "starting " + command.program.string());
  }
  input_ = std::move(input.write);
  output_pipe_ = std::move(output.read);
  error_pipe_ = std::move(error.read);
  for (const auto* pipe : {&input_, &output_pipe_, &error_pipe_})
    checked(::fcntl(pipe->get(), F_SETFL, O_NONBLOCK), "fcntl");
}

Process::~Process() {
  ::kill(-pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Process::send(std::string_view text) {
  unsent_ += text;
  pump(Clock::now());
}

void Process::close_input() {
  closing_ = true;
  pump(Clock::now());
}

std::string Process::expect(std::string_view text, std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  for (;;) {
    const std::size_t at = output_.find(text, consumed_);
    if (at != std::string::npos) {
      const std::size_t from = std::exchange(consumed_, at + text.size());
      return output_.substr(from, consumed_ - from);
    }
    if (!output_pipe_ || !pump(deadline))
      throw std::runtime_error("waited for \"" + std::string(text) + "\"\n" + report());
  }
}

void Process::pump_for(std::chrono::microseconds duration) {
  const auto deadline = Clock::now() + duration;
  while (output_pipe_ && Clock::now() < deadline) pump(deadline);
}

void Process::signal(int number) {
  if (!has_ended()) ::kill(pid_, number);
}

Exit Process::wait(std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  while (!has_ended()) {
    if (Clock::now() > deadline) throw std::runtime_error("the program did not end\n" + report());
    pump(std::min(deadline, Clock::now() + std::chrono::milliseconds(5)));
  }
  // A child of the program may hold the pipes open: take what is there, and no more.
  while ((output_pipe_ || error_pipe_) && pump(Clock::now())) continue;
  return *exit_;
}

/// Moves data until something has moved; returns false when nothing did before the deadline.
bool Process::pump(Clock::time_point deadline) {
  if (closing_ && unsent_.empty()) input_.reset();
  std::array<pollfd, 3> watched{
      pollfd{unsent_.empty() ? -1 : input_.get(), POLLOUT, 0},
      pollfd{output_pipe_.get(), POLLIN, 0},
      pollfd{error_pipe_.get(), POLLIN, 0},
  };
  const auto left =
      std::max<std::chrono::nanoseconds>(deadline - Clock::now(), std::chrono::nanoseconds(0));
  const timespec wait{static_cast<time_t>(left.count() / 1'000'000'000),
                      static_cast<long>(left.count() % 1'000'000'000)};
  const int ready = ::ppoll(watched.data(), watched.size(), &wait, nullptr);
  if (ready < 0 && errno == EINTR) return true;
  if (ready <= 0) return false;
  if (watched[0].revents != 0) {
    const ssize_t written = ::write(input_.get(), unsent_.data(), unsent_.size());
    if (written >= 0) {
      unsent_.erase(0, static_cast<std::size_t>(written));
    } else if (errno != EAGAIN && errno != EINTR) {
      unsent_.clear();
    }
    if (closing_ && unsent_.empty()) input_.reset();
  }
  if (watched[1].revents != 0) read_some(output_pipe_, output_);
  if (watched[2].revents != 0) read_some(error_pipe_, error_);
  return true;
}

bool Process::has_ended() {
  if (exit_) return true;
  // Reaped by the destructor: until then the number of its group is not another's.
  siginfo_t change{};
  ::waitid(P_PID, static_cast<id_t>(pid_), &change, WEXITED | WNOHANG | WNOWAIT);
  if (change.si_pid == 0) return false;
  exit_ = change.si_code == CLD_EXITED ? Exit{change.si_status, {}} : Exit{{}, change.si_status};
  return true;
}

std::string Process::report() const {
  return "standard output:\n" + output_ + "\nstandard error:\n" + error_;
}

Result run(const Command& command, std::string_view input, std::chrono::milliseconds timeout) {
  Process process(command);
  process.send(input);
  process.close_input();
  Result result;
  result.exit = process.wait(timeout);
  result.output = process.output();
  result.error = process.error();
  return result;
}

}  // namespace support
