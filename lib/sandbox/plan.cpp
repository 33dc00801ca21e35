#include "sandbox/plan.hpp"

#include <cstring>
#include <string_view>

#include "base/error.hpp"
#include "sandbox/policy.hpp"

namespace sandbox {
namespace {

using wire::Outcome;
using wire::Stage;

void check(bool makes_sense, const std::string& message) {
  if (!makes_sense) throw base::Error("sandbox: " + message);
}

bool is_plain(const std::string& text) {
  return text.find('\0') == std::string::npos;
}

void check_path(const std::filesystem::path& path) {
  check(path.is_absolute() && is_plain(path.native()),
        "\"" + path.string() + "\" is not an absolute path");
}

void check(const Job& job) {
  check(!job.argv.empty(), "no program to run");
  check_path(job.argv.front());
  for (const std::string& text : job.argv) check(is_plain(text), "an argument with a NUL byte");
  for (const std::string& text : job.environment) {
    check(is_plain(text), "an environment variable with a NUL byte");
  }
  check_path(job.folder);
  for (const std::filesystem::path& path : job.readable) check_path(path);
  if (job.writable) check_path(*job.writable);
  std::uint64_t seen = 0;
  for (const Descriptor& descriptor : job.descriptors) {
    const int inside = descriptor.inside;
    check(descriptor.host >= 0 && inside >= 3 && inside <= wire::last_job_fd &&
              (seen >> inside & 1) == 0,
          "descriptor " + std::to_string(inside) + " is out of range, taken or not open");
    seen |= 1ULL << inside;
  }
}

std::uint64_t count_of(std::chrono::milliseconds time) {
  return time.count() > 0 ? static_cast<std::uint64_t>(time.count()) : 0;
}

/// One sentence for the person whose machine it is.
std::string explain(const wire::Report& report, const Job& job) {
  const std::string reason = std::strerror(report.detail);
  switch (report.stage) {
    case Stage::landlock_missing:
      return report.detail == EOPNOTSUPP
                 ? "Landlock is built into this kernel but not switched on (boot option lsm=)"
                 : "this kernel has no Landlock (5.13 or newer is needed, and a container may hide "
                   "it)";
    case Stage::landlock_rules: {
      const bool is_readable = report.path < job.readable.size();
      const std::string path = is_readable    ? job.readable[report.path].string()
                               : job.writable ? job.writable->string()
                                              : "a system folder";
      return "cannot allow " + path + ": " + reason;
    }
    case Stage::landlock:
      return "Landlock refuses: " + reason;
    case Stage::seccomp:
      return report.detail == EINVAL || report.detail == ENOSYS
                 ? "this kernel has no seccomp user notification (5.5 or newer is needed)"
                 : "seccomp refuses the filter: " + reason;
    case Stage::exec:
      return "cannot execute " + job.argv.front() + ": " + reason;
    case Stage::folder:
      return "cannot work in " + job.folder.string() + ": " + reason;
    case Stage::plan:
      return "the guardian did not understand its plan";
    case Stage::pipes:
      return "cannot create pipes: " + reason;
    case Stage::fork:
      return "cannot start a process: " + reason;
    case Stage::signals:
      return "cannot set up signals: " + reason;
    case Stage::descriptors:
      return "cannot pass descriptors: " + reason;
    case Stage::addresses:
      return "cannot fix addresses: " + reason;
    case Stage::limits:
      return "cannot lower resource limits: " + reason;
    case Stage::no_new_privileges:
      return "cannot give up new privileges: " + reason;
    case Stage::capabilities:
      return "cannot drop capabilities: " + reason;
  }
  return reason;
}

Status status_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::exited:
      return Status::exited;
    case Outcome::signalled:
      return Status::signalled;
    case Outcome::cpu_limit:
      return Status::cpu_limit;
    case Outcome::wall_limit:
      return Status::wall_limit;
    case Outcome::memory_limit:
      return Status::memory_limit;
    case Outcome::process_limit:
      return Status::process_limit;
    case Outcome::output_limit:
      return Status::output_limit;
    case Outcome::denied:
      return Status::denied;
    case Outcome::stopped:
      return Status::stopped;
    case Outcome::failed:
      break;
  }
  return Status::sandbox_error;
}

}  // namespace

std::string encode_plan(const Job& job, Tier tier) {
  check(job);
  static const std::vector<std::uint64_t> no_filter;
  const auto& instructions = tier == Tier::none ? no_filter : filter(job.policy);

  wire::Plan plan;
  // Padding travels too.
  std::memset(static_cast<void*>(&plan), 0, sizeof plan);
  plan.argv_count = static_cast<std::uint32_t>(job.argv.size());
  plan.environment_count = static_cast<std::uint32_t>(job.environment.size());
  plan.readable_count = static_cast<std::uint32_t>(job.readable.size());
  plan.filter_length = static_cast<std::uint32_t>(instructions.size());
  plan.thread_limit = job.limits.threads;
  plan.file_limit = job.limits.files;
  plan.execve_number = static_cast<std::uint32_t>(call_number("execve"));
  for (const Descriptor& descriptor : job.descriptors) plan.job_fds |= 1ULL << descriptor.inside;
  plan.cpu_ms = count_of(job.limits.cpu);
  plan.wall_ms = count_of(job.limits.wall);
  plan.address_space_bytes = job.limits.address_space_bytes;
  plan.resident_bytes = job.limits.resident_bytes;
  plan.stack_bytes = job.limits.stack_bytes;
  plan.file_size_bytes = job.limits.file_size_bytes;
  plan.output_bytes = job.limits.output_bytes;
  plan.has_writable = job.writable.has_value();
  plan.landlock = tier == Tier::landlock;
  plan.may_fork = tier == Tier::none || job.policy == Policy::compile;
  plan.fixed_addresses = job.fixed_addresses;

  std::string rest(reinterpret_cast<const char*>(instructions.data()),
                   instructions.size() * sizeof(std::uint64_t));
  const auto add = [&rest](const std::string& text) { rest.append(text).push_back('\0'); };
  for (const std::string& text : job.argv) add(text);
  for (const std::string& text : job.environment) add(text);
  for (const std::filesystem::path& path : job.readable) add(path.native());
  if (job.writable) add(job.writable->native());
  add(job.folder.native());

  check(sizeof plan + rest.size() <= wire::max_plan_bytes,
        "arguments, environment and paths take more than 128 KiB");
  plan.total_bytes = static_cast<std::uint32_t>(sizeof plan + rest.size());
  return std::string(reinterpret_cast<const char*>(&plan), sizeof plan) + rest;
}

RunResult decode_report(const std::string& text, const Job& job) {
  RunResult result;
  wire::Report report;
  if (text.size() < sizeof report) return result;
  std::memcpy(&report, text.data(), sizeof report);
  const std::string_view printed = std::string_view(text).substr(sizeof report);
  if (printed.size() != report.output_bytes + report.errors_bytes) return result;
  result.status = status_of(report.outcome);
  result.output = printed.substr(0, report.output_bytes);
  result.errors = printed.substr(report.output_bytes);
  result.cpu_time = std::chrono::microseconds(report.cpu_us);
  result.wall_time = std::chrono::microseconds(report.wall_us);
  result.peak_memory_bytes = report.peak_memory_bytes;
  if (result.status == Status::exited) result.exit_code = report.detail;
  if (result.status == Status::signalled) result.signal = report.detail;
  if (result.status == Status::denied && report.detail >= 0) {
    result.denied_call = call_name(report.detail);
  }
  if (result.status == Status::sandbox_error) result.message = explain(report, job);
  return result;
}

}  // namespace sandbox
