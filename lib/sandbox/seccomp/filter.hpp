#pragma once

#include <cerrno>
#include <cstdint>
#include <memory>
#include <seccomp.h>
#include <span>
#include <vector>

namespace sandbox::seccomp {

constexpr std::uint32_t allow = SCMP_ACT_ALLOW;
/// The call fails with EPERM.
constexpr std::uint32_t refuse = SCMP_ACT_ERRNO(EPERM);
/// To the guardian, which ends the program.
constexpr std::uint32_t report = SCMP_ACT_NOTIFY;

/// What happens to a call whose arguments meet the conditions.
struct Rule {
  const char* call;
  std::uint32_t action;
  scmp_arg_cmp first;
  scmp_arg_cmp second = {};
  unsigned conditions = 1;  ///< 2: both
};

/// A filter in the making. A call that no rule names fails with ENOSYS; one of another ABI of the
/// same processor (i386, x32) ends the program. What this architecture or this libseccomp does not
/// know is left out. Everything throws base::Error when libseccomp refuses.
class Filter {
 public:
  Filter();

  void add(std::span<const char* const> calls, std::uint32_t action);
  void add(std::span<const Rule> rules);

  /// As classic BPF.
  std::vector<std::uint64_t> instructions() const;

 private:
  std::unique_ptr<void, decltype(&seccomp_release)> context_;
};

}  // namespace sandbox::seccomp
