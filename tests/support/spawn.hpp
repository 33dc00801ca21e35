#pragma once

#include <string>
#include <vector>

#include "support/command.hpp"

namespace support {

/// A command in the form execve takes, made before the fork: the child of a program with threads
/// must not allocate.
class PreparedCommand {
 public:
  explicit PreparedCommand(const Command& command);
  PreparedCommand(const PreparedCommand&) = delete;
  PreparedCommand& operator=(const PreparedCommand&) = delete;

  /// To be called in the forked child. Puts signals back to their defaults, dies with `parent`,
  /// marks all descriptors but 0 to 2 close-on-exec and executes. Returns errno on failure.
  int execute(int parent) const noexcept;

 private:
  std::string program_;
  std::string folder_;
  std::vector<std::string> texts_;
  std::vector<char*> arguments_;
  std::vector<char*> environment_;
};

/// In a forked child: be killed when `parent` (the process id of the one that forked) dies.
void die_with(int parent) noexcept;

/// Throws std::system_error with errno when `result` is negative.
int checked(int result, const char* what);

}  // namespace support
