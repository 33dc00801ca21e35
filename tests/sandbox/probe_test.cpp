#include <cerrno>
#include <seccomp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.hpp"
#include "catch.hpp"

using sandbox::Tier;
using namespace sandbox_test;

namespace {

/// Runs `work` on a machine where one system call does not exist.
std::vector<std::string> without(const char* call, int error,
                                 const std::function<std::vector<std::string>()>& work) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    seccomp_rule_add(filter, SCMP_ACT_ERRNO(static_cast<unsigned>(error)),
                     seccomp_syscall_resolve_name(call), 0);
    std::string text;
    if (seccomp_load(filter) == 0) {
      for (const std::string& line : work()) text += line + "\n";
    }
    seccomp_release(filter);
    const bool is_written =
        ::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::_exit(is_written ? 0 : 1);
  }
  ::close(ends[1]);
  std::string text;
  char chunk[512];
  ssize_t size = 0;
  while ((size = ::read(ends[0], chunk, sizeof chunk)) > 0) {
    text.append(chunk, static_cast<std::size_t>(size));
  }
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return {text};
}

std::string why_not(const sandbox::TierStatus& status) {
  return status.works ? "works" : status.why_not;
}

}  // namespace

TEST_CASE("a kernel without Landlock is told apart from one that has it switched off") {
  const auto probe = [] { return std::vector{why_not(sandbox::probe(Tier::landlock))}; };
  CHECK(without("landlock_create_ruleset", ENOSYS, probe)[0].find("has no Landlock") !=
        std::string::npos);
  CHECK(without("landlock_create_ruleset", EOPNOTSUPP, probe)[0].find("not switched on") !=
        std::string::npos);
}

TEST_CASE("where namespaces are forbidden, the reason is bubblewrap's own, and Landlock is next") {
  if (!is_available(Tier::landlock) || !is_available(Tier::bubblewrap)) return;
  const auto probe = [] {
    return std::vector{why_not(sandbox::probe(Tier::bubblewrap)),
                       std::string(sandbox::best_tier() == Tier::landlock ? "next" : "not next")};
  };
  // The first call that a container refuses and every bwrap needs, set-user-id or not.
  const std::string text = without("mount", EPERM, probe)[0];
  CHECK(text.find("bwrap: ") == 0);
  CHECK(text.find("\nnext\n") != std::string::npos);
}

TEST_CASE("where seccomp has no user notification, the tier says so") {
  if (!is_available(Tier::landlock)) return;
  const auto probe = [] { return std::vector{why_not(sandbox::probe(Tier::landlock))}; };
  const std::string text = without("seccomp", ENOSYS, probe)[0];
  CHECK(text.find("user notification") != std::string::npos);
}

TEST_CASE("the probe of both tiers agrees with the probe of each") {
  const sandbox::Probe both = sandbox::probe();
  CHECK(both.bubblewrap.works == sandbox::probe(Tier::bubblewrap).works);
  CHECK(both.landlock.works == sandbox::probe(Tier::landlock).works);
  CHECK(both.landlock.works == both.landlock.why_not.empty());
}
