#include "sandbox/policy.hpp"

#include <cstdlib>
#include <memory>
#include <seccomp.h>

#include "sandbox/seccomp/call_lists.hpp"
#include "sandbox/seccomp/call_rules.hpp"
#include "sandbox/seccomp/filter.hpp"

namespace sandbox {
namespace {

std::vector<std::uint64_t> build(Policy policy) {
  using namespace seccomp;
  const bool is_compile = policy == Policy::compile;
  Filter filter;
  filter.add(allowed_always, allow);
  filter.add(refused, refuse);
  filter.add(refused_changes_of_files, refuse);
  filter.add(changes_of_files, is_compile ? allow : refuse);
  filter.add(reported, report);
  // Of the execs of a run the guardian lets the first pass.
  filter.add(processes, is_compile ? allow : report);
  filter.add(tracing, policy == Policy::sanitizer ? allow : report);
  filter.add(conditional);
  filter.add(policy == Policy::sanitizer ? core_limit : limits_stay);
  switch (policy) {
    case Policy::run:
      filter.add(threads_only);
      break;
    case Policy::sanitizer:
      filter.add(leak_check);
      break;
    case Policy::compile:
      filter.add(new_processes);
      break;
  }
  return filter.instructions();
}

}  // namespace

const std::vector<std::uint64_t>& filter(Policy policy) {
  static const std::vector<std::uint64_t> run_filter = build(Policy::run);
  if (policy == Policy::run) return run_filter;
  if (policy == Policy::compile) {
    static const std::vector<std::uint64_t> compile_filter = build(Policy::compile);
    return compile_filter;
  }
  static const std::vector<std::uint64_t> sanitizer_filter = build(Policy::sanitizer);
  return sanitizer_filter;
}

std::string call_name(int number) {
  const std::unique_ptr<char, decltype(&std::free)> found(
      seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number), std::free);
  return found ? found.get() : std::string();
}

int call_number(const char* call) {
  return seccomp_syscall_resolve_name(call);
}

}  // namespace sandbox
