#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "base/error.hpp"
#include "sandbox/bubblewrap.hpp"
#include "sandbox/image.hpp"
#include "sandbox/plan.hpp"
#include "sandbox/sandbox.hpp"

namespace sandbox {
namespace {

using std::chrono::milliseconds;

/// Past its own limits the guardian gets this long to clean up and report before it is killed.
constexpr milliseconds guardian_grace{5000};

[[noreturn]] void fail(const std::string& what) {
  throw base::Error("cannot " + what + ": " + std::strerror(errno));
}

/// A copy above every number that the guardian expects something under, so that moving one
/// descriptor into place cannot overwrite the next.
base::UniqueFd out_of_the_way(int fd) {
  base::UniqueFd copy(::fcntl(fd, F_DUPFD_CLOEXEC, wire::first_unused_fd));
  if (!copy) fail("copy a descriptor");
  return copy;
}

/// Standard input: cannot grow or change, whatever the program does with it.
base::UniqueFd input_file(const std::string& text) {
  if (text.empty()) {
    base::UniqueFd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!nothing) fail("open /dev/null");
    return nothing;
  }
  base::UniqueFd file(::memfd_create("nines-input", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file) fail("hold the input");
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t size = ::write(file.get(), text.data() + at, text.size() - at);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) fail("hold the input");
    at += static_cast<std::size_t>(size);
  }
  if (::fcntl(file.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) !=
          0 ||
      ::lseek(file.get(), 0, SEEK_SET) != 0) {
    fail("seal the input");
  }
  return file;
}

/// What the spawned process does between fork and exec.
class SpawnPlan {
 public:
  SpawnPlan() {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    // A session of its own: Ctrl-C goes to the host alone, and there is no terminal to type into.
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  /// In any order; what no call named is closed.
  void place(int fd, int inside) {
    ::posix_spawn_file_actions_adddup2(&actions_, fd, inside);
    placed_[static_cast<std::size_t>(inside)] = true;
  }

  int spawn(const std::vector<std::string>& argv) {
    for (int fd = 0; fd < wire::first_unused_fd; ++fd) {
      if (!placed_[static_cast<std::size_t>(fd)]) {
        ::posix_spawn_file_actions_addclose(&actions_, fd);
      }
    }
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, wire::first_unused_fd);
    std::vector<char*> words;
    for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    char* environment[] = {nullptr};
    pid_t pid = -1;
    errno = ::posix_spawn(&pid, words[0], &actions_, &attributes_, words.data(), environment);
    if (errno != 0) fail("start " + argv.front());
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
  std::vector<bool> placed_ = std::vector<bool>(wire::first_unused_fd);
};

void send_all(int socket, const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t size = ::send(socket, text.data() + at, text.size() - at, MSG_NOSIGNAL);
    if (size < 0 && errno == EINTR) continue;
    // The guardian never began; its own words about it come with the result.
    if (size <= 0) return;
    at += static_cast<std::size_t>(size);
  }
}

std::string read_complaint(int fd) {
  char text[2048];
  const ssize_t size = ::read(fd, text, sizeof text);
  std::string found(text, size > 0 ? static_cast<std::size_t>(size) : 0);
  while (!found.empty() && found.back() == '\n') found.pop_back();
  return found;
}

RunResult failure(const std::string& message) {
  RunResult result;
  result.message = message;
  return result;
}

}  // namespace

const char* name(Tier tier) {
  switch (tier) {
    case Tier::bubblewrap:
      return "bubblewrap + seccomp";
    case Tier::landlock:
      return "Landlock + seccomp";
    case Tier::none:
      break;
  }
  return "none";
}

const char* name(Status status) {
  switch (status) {
    case Status::exited:
      return "exited";
    case Status::signalled:
      return "signalled";
    case Status::cpu_limit:
      return "cpu_limit";
    case Status::wall_limit:
      return "wall_limit";
    case Status::memory_limit:
      return "memory_limit";
    case Status::process_limit:
      return "process_limit";
    case Status::output_limit:
      return "output_limit";
    case Status::denied:
      return "denied";
    case Status::stopped:
      return "stopped";
    case Status::sandbox_error:
      break;
  }
  return "sandbox_error";
}

Limits run_limits() {
  return {};
}

Limits compile_limits() {
  Limits limits;
  limits.cpu = milliseconds(8000);
  limits.wall = milliseconds(25000);
  limits.address_space_bytes = 1536ULL << 20;
  limits.stack_bytes = 64ULL << 20;  // what the compiler driver would raise it to
  limits.threads = 64;
  limits.files = 256;
  limits.file_size_bytes = 64ULL << 20;
  limits.output_bytes = 4ULL << 20;
  return limits;
}

Process Process::start(const Job& job, Tier tier) {
  const std::string plan = encode_plan(job, tier);
  Process process;
  process.job_ = job;
  process.patience_ =
      job.limits.wall.count() > 0 ? job.limits.wall + guardian_grace : milliseconds(-1);
  try {
    process.spawn(plan, tier);
  } catch (const base::Error& error) {
    process.control_.reset();
    process.result_ = failure(error.what());
  }
  return process;
}

void Process::spawn(const std::string& plan, Tier tier) {
  int control[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control) != 0) fail("create a socket");
  control_.reset(control[0]);
  base::UniqueFd control_inside(control[1]);
  int diagnostics[2];
  if (::pipe2(diagnostics, O_CLOEXEC | O_NONBLOCK) != 0) fail("create a pipe");
  diagnostics_.reset(diagnostics[0]);
  base::UniqueFd diagnostics_inside(diagnostics[1]);
  const base::UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!nothing) fail("open /dev/null");

  SpawnPlan spawn_plan;
  std::vector<base::UniqueFd> moved;
  const auto place = [&](int fd, int inside) {
    moved.push_back(out_of_the_way(fd));
    spawn_plan.place(moved.back().get(), inside);
  };
  place(nothing.get(), 0);
  place(nothing.get(), 1);
  place(diagnostics_inside.get(), 2);
  for (const Descriptor& descriptor : job_.descriptors) place(descriptor.host, descriptor.inside);
  place(control_inside.get(), wire::control_fd);
  place(guardian_image().get(), wire::image_fd);
  place(input_file(job_.input).get(), wire::input_fd);

  const std::string guardian = "/proc/self/fd/" + std::to_string(wire::image_fd);
  if (tier == Tier::bubblewrap) {
    const std::string bwrap = find_bubblewrap();
    if (bwrap.empty()) throw base::Error("bubblewrap is not installed");
    pid_ = spawn_plan.spawn(bubblewrap_argv(bwrap, job_, guardian));
  } else {
    pid_ = spawn_plan.spawn({guardian});
  }
  send_all(control_.get(), plan);
}

Process::Process(Process&& other) noexcept
    : job_(std::move(other.job_)),
      control_(std::move(other.control_)),
      diagnostics_(std::move(other.diagnostics_)),
      pid_(std::exchange(other.pid_, -1)),
      patience_(other.patience_),
      result_(std::move(other.result_)) {}

Process& Process::operator=(Process&& other) noexcept {
  if (this != &other) {
    abandon();
    job_ = std::move(other.job_);
    control_ = std::move(other.control_);
    diagnostics_ = std::move(other.diagnostics_);
    pid_ = std::exchange(other.pid_, -1);
    patience_ = other.patience_;
    result_ = std::move(other.result_);
  }
  return *this;
}

Process::~Process() {
  abandon();
}

void Process::abandon() noexcept {
  if (pid_ < 0) return;
  try {
    kill();
    wait();
  } catch (...) {
    // Out of memory for a report that nobody will read. The lifeline is cut all the same.
    control_.reset();
    reap();
  }
}

bool Process::finished() const {
  if (!control_) return true;
  pollfd polled{control_.get(), POLLIN, 0};
  return ::poll(&polled, 1, 0) > 0;
}

void Process::kill() {
  if (!control_) return;
  ::shutdown(control_.get(), SHUT_WR);
  patience_ = guardian_grace;
}

const RunResult& Process::wait() {
  if (!result_) {
    result_ = collect();
    control_.reset();
  }
  return *result_;
}

RunResult Process::collect() {
  const auto begin = std::chrono::steady_clock::now();
  const std::size_t most = sizeof(wire::Report) + job_.limits.output_bytes;
  std::string text;
  bool is_stuck = false;
  while (text.size() <= most) {
    const auto waited =
        std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin);
    const milliseconds left = std::max(patience_ - waited, milliseconds(0));
    pollfd polled{control_.get(), POLLIN, 0};
    const int ready =
        ::poll(&polled, 1, patience_.count() < 0 ? -1 : static_cast<int>(left.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) {
      is_stuck = true;
      break;
    }
    char chunk[65536];
    const ssize_t size = ::recv(control_.get(), chunk, sizeof chunk, 0);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;
    text.append(chunk, static_cast<std::size_t>(size));
  }
  // The guardian's group: with it dies the namespace, or by PR_SET_PDEATHSIG the program.
  if (is_stuck) ::kill(-pid_, SIGKILL);
  reap();
  RunResult result = decode_report(text, job_);
  if (result.status == Status::sandbox_error && result.message.empty()) {
    const std::string complaint = read_complaint(diagnostics_.get());
    result.message = is_stuck            ? "the guardian did not answer in time"
                     : complaint.empty() ? "the guardian ended without a report"
                                         : complaint;
  }
  diagnostics_.reset();
  return result;
}

void Process::reap() {
  if (pid_ < 0) return;
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

RunResult run(const Job& job, Tier tier) {
  return Process::start(job, tier).wait();
}

}  // namespace sandbox
