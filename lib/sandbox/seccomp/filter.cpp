#include "sandbox/seccomp/filter.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.hpp"
#include "base/unique_fd.hpp"

namespace sandbox::seccomp {
namespace {

/// Negative for a call that this architecture or this libseccomp does not have.
int known(const char* call) {
  return seccomp_syscall_resolve_name(call);
}

void check(int result) {
  if (result < 0) {
    throw base::Error(std::string("libseccomp refuses a rule: ") + strerror(-result));
  }
}

}  // namespace

Filter::Filter() : context_(seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), seccomp_release) {
  if (!context_) throw base::Error("libseccomp cannot start a filter");
  check(seccomp_attr_set(context_.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS));
  // A balanced tree over the numbers: the driver makes hundreds of thousands of calls a second.
  check(seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2));
}

void Filter::add(std::span<const char* const> calls, std::uint32_t action) {
  for (const char* call : calls) {
    const int number = known(call);
    if (number >= 0) check(seccomp_rule_add_array(context_.get(), action, number, 0, nullptr));
  }
}

void Filter::add(std::span<const Rule> rules) {
  for (const Rule& rule : rules) {
    const int number = known(rule.call);
    if (number < 0) continue;
    const std::array<scmp_arg_cmp, 2> conditions = {rule.first, rule.second};
    check(seccomp_rule_add_array(context_.get(), rule.action, number, rule.conditions,
                                 conditions.data()));
  }
}

std::vector<std::uint64_t> Filter::instructions() const {
  base::UniqueFd file(::memfd_create("filter", MFD_CLOEXEC));
  if (!file) throw base::Error(std::string("cannot hold a seccomp filter: ") + strerror(errno));
  check(seccomp_export_bpf(context_.get(), file.get()));
  const off_t size = ::lseek(file.get(), 0, SEEK_END);
  std::vector<std::uint64_t> found(static_cast<std::size_t>(size) / sizeof(std::uint64_t));
  if (::pread(file.get(), found.data(), static_cast<std::size_t>(size), 0) != size) {
    throw base::Error("cannot read back a seccomp filter");
  }
  return found;
}

}  // namespace sandbox::seccomp
