#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/unique_fd.hpp"

/// # Theory of operation
///
/// Three processes take part: the host (this program), the guardian, and the program that is not
/// trusted. The guardian is a small static executable carried inside this library
/// (lib/sandbox/init/); it is the parent of the program, and in the bubblewrap tier process 1 of
/// its own process namespace.
///
///     host ──plan, lifeline──> guardian ──fork, confine, exec──> program
///          <──────report──────          <──output, exec and denied system calls──
///
/// 1. The host turns a Job into a plan, spawns the guardian (through bwrap, or directly) and sends
///    the plan over a socket pair. That socket is also the lifeline: when it closes, whether by
///    Process::kill, by the end of the host or by SIGKILL to the host, the guardian ends everything
///    it started.
/// 2. The guardian forks. The child lowers its resource limits, drops capabilities, enters
///    Landlock (in that tier), loads the seccomp filter and executes the program. A child that
///    fails before the exec says where and why over a close-on-exec socket: Status::sandbox_error.
/// 3. System calls that are an attack rather than a habit of some runtime are handed to the
///    guardian by seccomp's user notification. It lets the very first execve pass; anything else
///    is Status::denied with the call's name, and the program is killed while still inside it.
/// 4. The guardian collects the output up to its bound and watches wall clock, processor time,
///    resident memory and the number of threads. (RLIMIT_NPROC counts every process of the user
///    and exempts root, so it would both hit the innocent and miss the guilty.)
/// 5. At the end it kills the whole process group and namespace, reaps until nobody is left, and
///    only then reports. A report means that nothing of the job is running any more.
///
/// What confines: in the bubblewrap tier a mount namespace with /usr, the loader's cache and the
/// job's own folders, all read-only, and empty network, process and IPC namespaces; in the
/// Landlock tier rules that allow the same files. Paths are the same inside and outside, so that a
/// job means the same in both. seccomp is not optional in either: Landlock knows nothing of
/// sockets (before 6.7), signals, metadata or shared memory. Not hidden in the Landlock tier: names
/// and metadata of files (stat), never their contents.
///
/// The host never opens, renames or deletes by name what the program could have replaced: see
/// tree.hpp.
namespace sandbox {

enum class Tier {
  bubblewrap,  ///< namespaces by bwrap, seccomp, resource limits
  landlock,    ///< Landlock, seccomp, resource limits
  none,        ///< resource limits and the guardian only: what --unsafe asks for
};

const char* name(Tier tier);

/// What the program may call. See seccomp/call_lists.hpp.
enum class Policy {
  run,        ///< threads, no processes, nothing written
  sanitizer,  ///< run, and what LeakSanitizer needs to stop its own threads
  compile,    ///< run, and processes, and changes in the writable folder
};

/// Zero means no limit.
struct Limits {
  std::chrono::milliseconds cpu{2000};
  std::chrono::milliseconds wall{4000};
  std::uint64_t address_space_bytes = 512ULL << 20;
  /// For AddressSanitizer and ThreadSanitizer, which cannot start under an address-space limit:
  /// watched every few milliseconds, so it may be passed for that long.
  std::uint64_t resident_bytes = 0;
  std::uint64_t stack_bytes = 8ULL << 20;
  /// Threads of the program, itself and its children included; watched, not refused.
  std::uint32_t threads = 24;
  std::uint32_t files = 64;
  std::uint64_t file_size_bytes = 16ULL << 20;
  /// Standard output and standard error together. Never unlimited: zero means none at all.
  std::uint64_t output_bytes = 1ULL << 20;
};

Limits run_limits();
Limits compile_limits();

/// A descriptor of the host that the program gets under a number of its own.
struct Descriptor {
  int host = -1;
  int inside = 3;  ///< 3 .. 39
};

/// Nothing is inherited but what stands here.
struct Job {
  std::vector<std::string> argv;         ///< argv[0] is an absolute path
  std::vector<std::string> environment;  ///< "NAME=value"
  /// The working folder: one of the readable ones, the writable one, or "/".
  std::filesystem::path folder = "/";
  /// Files and folders visible read-only at their own paths, besides the system's. Absolute and
  /// free of symbolic links (std::filesystem::canonical).
  std::vector<std::filesystem::path> readable;
  /// The one folder that a compile may write to; also absolute and canonical.
  std::optional<std::filesystem::path> writable;
  std::vector<Descriptor> descriptors;
  std::string input;  ///< standard input; empty means /dev/null
  Limits limits;
  Policy policy = Policy::run;
  /// ThreadSanitizer of GCC 12 cannot start on kernels that randomise more than it expects.
  bool fixed_addresses = false;
};

enum class Status {
  exited,     ///< with `exit_code`
  signalled,  ///< ended by `signal`
  cpu_limit,
  wall_limit,
  memory_limit,   ///< address space or resident memory
  process_limit,  ///< too many threads
  output_limit,   ///< too much printed, or a file grew too large
  denied,         ///< a forbidden system call, `denied_call` if known
  stopped,        ///< by Process::kill
  sandbox_error,  ///< our own failure, never the program's: see `message`
};

const char* name(Status status);

struct RunResult {
  Status status = Status::sandbox_error;
  int exit_code = 0;
  int signal = 0;
  std::string denied_call;
  std::string message;
  std::chrono::microseconds cpu_time{};
  std::chrono::microseconds wall_time{};
  std::uint64_t peak_memory_bytes = 0;
  /// Untrusted bytes, up to Limits::output_bytes together.
  std::string output;
  std::string errors;
};

/// A program in the sandbox. Whoever spoke to it over descriptors of its own ends it with kill()
/// or by destroying this; both leave nothing behind.
class Process {
 public:
  /// Never throws for what the program or the machine does: that is in the result. Throws
  /// base::Error for a job that makes no sense (no argv, relative paths, a bad descriptor).
  static Process start(const Job& job, Tier tier);

  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  ~Process();

  /// Becomes readable when the program has ended; -1 if it never began or was waited for.
  int poll_descriptor() const { return control_.get(); }
  bool finished() const;
  /// Asks for the end; returns at once. Status::stopped unless it had ended already.
  void kill();
  /// Waits until everything of the job is gone. A second call returns the same result.
  const RunResult& wait();

 private:
  Process() = default;
  void spawn(const std::string& plan, Tier tier);
  void abandon() noexcept;
  RunResult collect();
  void reap();

  Job job_;
  base::UniqueFd control_;
  base::UniqueFd diagnostics_;
  int pid_ = -1;
  std::chrono::milliseconds patience_{};
  std::optional<RunResult> result_;
};

RunResult run(const Job& job, Tier tier);

struct TierStatus {
  bool works = false;
  std::string why_not;  ///< one sentence, for `nines doctor`
};

struct Probe {
  TierStatus bubblewrap;
  TierStatus landlock;
};

/// Runs a small program in every tier: what a machine says it can do is not always what it does.
Probe probe();
TierStatus probe(Tier tier);

/// The strongest tier that works here, tried in order; nothing means that --unsafe is needed.
std::optional<Tier> best_tier();

}  // namespace sandbox
