#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/unique_fd.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/tree.hpp"

namespace sandbox_test {

/// Where hostile programs meet what they would like to harm: a home with a secret, a file that is
/// theirs to read, listeners, and another process of the same user.
class Arena {
 public:
  Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();

  /// Ready to run one attack.
  sandbox::Job job(const std::string& attack) const;
  const std::filesystem::path& home() const { return home_; }

  /// What is no longer as it was, one sentence each.
  std::vector<std::string> damage();
  /// Processes of the hostile program that still run.
  int left_behind() const;

 private:
  sandbox::WorkFolder folder_;
  std::filesystem::path home_;
  std::filesystem::path readable_;
  std::filesystem::path program_;
  base::UniqueFd tcp_;
  base::UniqueFd udp_;
  base::UniqueFd local_;
  unsigned mode_ = 0;
  int port_ = 0;
  int canary_ = -1;
};

inline constexpr const char* secret_text = "the-secret-nobody-may-print";

/// The user that the tests run as, or "nobody", which only root can become.
enum class User { own, nobody };

/// Runs `work` as that user and returns what it returned, in a process of its own for nobody.
/// Prints a line with SKIPPED and returns nothing when that is not possible here.
std::vector<std::string> as(User user, const std::function<std::vector<std::string>()>& work);

/// False, and a line with SKIPPED, when the tier does not work on this machine.
bool is_available(sandbox::Tier tier);

/// "exited:3", "denied:fork", "cpu_limit" ...
std::string describe(const sandbox::RunResult& result);

/// Changes `limits` as words like "cpu=100" say; false for a word that means nothing.
bool apply_limit(const std::string& word, sandbox::Limits& limits);

std::string read_file(const std::filesystem::path& path);
std::vector<std::vector<std::string>> read_table(const std::filesystem::path& path);

}  // namespace sandbox_test
