#include "support/pty.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <regex.h>
#include <signal.h>
#include <stdexcept>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "support/spawn.hpp"

namespace support {

namespace {

using Clock = std::chrono::steady_clock;

/// Not std::regex: GCC 12 warns inside it when sanitizers are on.
class Pattern {
 public:
  explicit Pattern(const std::string& pattern) {
    if (::regcomp(&compiled_, pattern.c_str(), REG_EXTENDED) != 0)
      throw std::invalid_argument("not a regular expression: " + pattern);
  }
  ~Pattern() { ::regfree(&compiled_); }
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;

  /// Where the first match begins and ends.
  std::optional<std::pair<std::size_t, std::size_t>> find(const std::string& text) const {
    regmatch_t match{};
    if (::regexec(&compiled_, text.c_str(), 1, &match, 0) != 0) return std::nullopt;
    return std::pair(static_cast<std::size_t>(match.rm_so), static_cast<std::size_t>(match.rm_eo));
  }

 private:
  regex_t compiled_{};
};

winsize window(Size size) {
  winsize window{};
  window.ws_col = static_cast<unsigned short>(size.columns);
  window.ws_row = static_cast<unsigned short>(size.rows);
  return window;
}

// In the session leader: a hang-up reaches it alone, and it passes it on as a shell does.
volatile sig_atomic_t led_program = 0;
extern "C" void pass_on_hang_up(int) {
  ::kill(-led_program, SIGHUP);
  ::kill(-led_program, SIGCONT);
}

}  // namespace

Pty::Pty(const Command& command, Size size)
    : master_(checked(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), "posix_openpt")),
      // A terminal that tells no size is drawn like most are.
      screen_(size.columns > 0 ? size.columns : 80, size.rows > 0 ? size.rows : 24) {
  checked(::grantpt(master_.get()), "grantpt");
  checked(::unlockpt(master_.get()), "unlockpt");
  std::array<char, 128> name{};
  if (::ptsname_r(master_.get(), name.data(), name.size()) != 0)
    throw std::runtime_error("ptsname_r failed");
  slave_.reset(checked(::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC), name.data()));
  const winsize wanted = window(size);
  checked(::ioctl(master_.get(), TIOCSWINSZ, &wanted), "TIOCSWINSZ");
  checked(::fcntl(master_.get(), F_SETFL, O_NONBLOCK), "fcntl");

  std::array<int, 2> pipe{};
  checked(::pipe2(pipe.data(), O_CLOEXEC), "pipe2");
  messages_.reset(pipe[0]);
  base::UniqueFd report(pipe[1]);
  const PreparedCommand prepared(command);
  const int parent = ::getpid();
  leader_ = checked(::fork(), "fork");
  if (leader_ == 0) lead(prepared, parent, report.get());
  report.reset();
  checked(::fcntl(messages_.get(), F_SETFL, O_NONBLOCK), "fcntl");
  try {
    wait_until([&] { return program_ > 0; }, "the program to start", patience);
  } catch (...) {
    stop();
    throw;
  }
}

void Pty::lead(const PreparedCommand& command, int parent, int report) noexcept {
  const auto tell = [&](Message::Kind kind, int value) {
    const Message message{kind, value};
    if (::write(report, &message, sizeof message) != sizeof message) ::_exit(127);
  };
  die_with(parent);
  for (int fd = 0; fd < 3; ++fd) ::dup2(slave_.get(), fd);
  ::dup2(report, 3);
  report = 3;
  // An open master of another test would keep that terminal from hanging up.
  ::close_range(4, ~0U, 0);
  ::setsid();
  ::ioctl(0, TIOCSCTTY, 0);
  ::signal(SIGTTOU, SIG_IGN);  // set the foreground group from the background
  const int self = ::getpid();
  const int program = ::fork();
  if (program == 0) {
    ::setpgid(0, 0);
    ::tcsetpgrp(0, ::getpid());
    tell(Message::Kind::failed, command.execute(self));
    ::_exit(127);
  }
  if (program < 0) ::_exit(127);
  ::setpgid(program, program);
  led_program = program;
  ::signal(SIGHUP, pass_on_hang_up);
  tell(Message::Kind::started, program);
  for (;;) {
    // Only looked at: as long as the program is not reaped, its number is not another's.
    siginfo_t change{};
    if (::waitid(P_PID, static_cast<id_t>(program), &change, WEXITED | WSTOPPED | WNOWAIT) < 0) {
      if (errno == EINTR) continue;
      ::_exit(127);
    }
    const bool is_over = change.si_code != CLD_STOPPED;
    if (is_over) {
      ::signal(SIGHUP, SIG_IGN);
      ::kill(-program, SIGKILL);  // whatever the program left in its group
    }
    int status = 0;
    ::waitpid(program, &status, WUNTRACED);
    tell(Message::Kind::changed, status);
    if (is_over) ::_exit(0);
  }
}

Pty::~Pty() {
  stop();
}

void Pty::stop() {
  if (program_ > 0 && !exit_) ::kill(-program_, SIGKILL);
  ::kill(leader_, SIGKILL);
  ::waitpid(leader_, nullptr, 0);
}

void Pty::send(std::string_view text) {
  const auto deadline = Clock::now() + patience;
  while (!text.empty()) {
    const ssize_t written = ::write(master_.get(), text.data(), text.size());
    if (written > 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EAGAIN && errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "typing into the terminal");
    } else if (!pump(deadline)) {
      throw std::runtime_error("the program does not read what is typed\n" + screen_.text());
    }
  }
}

std::string Pty::expect(std::string_view text, std::chrono::milliseconds timeout) {
  std::size_t at = std::string::npos;
  wait_until([&] { return (at = screen_.stream().find(text, consumed_)) != std::string::npos; },
             "\"" + std::string(text) + "\"", timeout);
  const std::size_t from = std::exchange(consumed_, at + text.size());
  return screen_.stream().substr(from, consumed_ - from);
}

std::string Pty::expect_match(const std::string& pattern, std::chrono::milliseconds timeout) {
  const Pattern compiled(pattern);
  std::size_t from = 0;
  wait_until(
      [&] {
        const auto match = compiled.find(screen_.stream().substr(consumed_));
        if (match) from = consumed_ + match->first;
        if (match) consumed_ += match->second;
        return match.has_value();
      },
      "a match of " + pattern, timeout);
  return screen_.stream().substr(from, consumed_ - from);
}

void Pty::expect_screen(std::string_view text, std::chrono::milliseconds timeout) {
  wait_until([&] { return screen_.text().find(text) != std::string::npos; },
             "\"" + std::string(text) + "\" on the screen", timeout);
}

void Pty::settle(std::chrono::milliseconds quiet) {
  while (pump(Clock::now() + quiet)) continue;
}

void Pty::resize(Size size) {
  const winsize wanted = window(size);
  checked(::ioctl(master_.get(), TIOCSWINSZ, &wanted), "TIOCSWINSZ");
  screen_.resize(size.columns, size.rows);
}

void Pty::signal(int number) {
  // Take in an end that has been reported: the number may belong to another process then.
  take_messages();
  if (!exit_) ::kill(-program_, number);
}

void Pty::hang_up() {
  slave_.reset();
  master_.reset();
}

void Pty::wait_stopped(std::chrono::milliseconds timeout) {
  wait_until([&] { return !stops_.empty(); }, "the program to stop", timeout);
  stops_.pop_front();
}

Exit Pty::wait(std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  while (!exit_)
    if (!pump(deadline))
      throw std::runtime_error("the program did not end; the screen shows:\n" + screen_.text());
  // What it wrote last may still be on its way through the kernel.
  if (master_) settle(std::chrono::milliseconds(30));
  return *exit_;
}

termios Pty::modes() const {
  termios modes{};
  checked(::tcgetattr(slave_.get(), &modes), "tcgetattr");
  return modes;
}

bool Pty::is_cooked() const {
  const termios now = modes();
  const tcflag_t local = ICANON | ECHO | ISIG | IEXTEN;
  return (now.c_lflag & local) == local && (now.c_iflag & ICRNL) != 0 && (now.c_oflag & OPOST) != 0;
}

/// Takes in something that came, or returns false when nothing did before the deadline.
bool Pty::pump(Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
  std::array<pollfd, 2> watched{
      pollfd{master_.get(), POLLIN, 0},
      pollfd{exit_ ? -1 : messages_.get(), POLLIN, 0},
  };
  const int ready =
      ::poll(watched.data(), watched.size(), static_cast<int>(std::max<long>(0, left.count())));
  if (ready < 0 && errno == EINTR) return true;
  if (ready <= 0) return false;
  if (watched[0].revents != 0) read_output();
  if (watched[1].revents != 0) take_messages();
  return true;
}

void Pty::read_output() {
  std::array<char, 4096> buffer{};
  const ssize_t count = ::read(master_.get(), buffer.data(), buffer.size());
  if (count <= 0) return;
  const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
  output_ += bytes;
  screen_.feed(bytes);
}

void Pty::take_messages() {
  for (;;) {
    Message message{};
    const ssize_t count = ::read(messages_.get(), &message, sizeof message);
    if (count < 0 && errno == EAGAIN) return;
    if (count < 0 && errno == EINTR) continue;
    if (count != sizeof message) {
      if (exit_) return;
      throw std::runtime_error("the session leader died");
    }
    switch (message.kind) {
      case Message::Kind::started:
        program_ = message.value;
        break;
      case Message::Kind::failed:
        throw std::system_error(message.value, std::generic_category(), "starting the program");
      case Message::Kind::changed:
        if (WIFSTOPPED(message.value)) stops_.push_back(WSTOPSIG(message.value));
        if (WIFEXITED(message.value)) exit_ = Exit{WEXITSTATUS(message.value), {}};
        if (WIFSIGNALED(message.value)) exit_ = Exit{{}, WTERMSIG(message.value)};
        break;
    }
  }
}

template <typename Condition>
void Pty::wait_until(const Condition& condition, const std::string& what,
                     std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  while (!condition()) {
    const bool ended = exit_.has_value();
    // After the end only what is still on its way can come.
    const auto until = ended ? Clock::now() + std::chrono::milliseconds(100) : deadline;
    if (pump(std::min(until, deadline))) continue;
    throw std::runtime_error("waited for " + what +
                             (ended ? "; the program ended with " + describe(*exit_) : "") +
                             "; the screen shows:\n" + screen_.text());
  }
}

}  // namespace support
