#pragma once

#include <chrono>
#include <exception>
#include <filesystem>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace support {

using Environment = std::map<std::string, std::string>;

/// What to start. The environment is the whole of it: nothing is inherited.
struct Command {
  std::filesystem::path program;  ///< searched for in PATH when it has no slash
  std::vector<std::string> arguments;
  Environment environment;
  std::filesystem::path folder;  ///< working directory; empty: that of the test
};

/// How a program ended: one of the two is there.
struct Exit {
  std::optional<int> status;
  std::optional<int> signal;
  bool operator==(const Exit&) const = default;
};
std::string describe(const Exit& exit);
std::ostream& operator<<(std::ostream& out, const Exit& exit);

/// For what must happen: long, because the machine may be slow and busy. Only a failing test waits
/// for it.
inline constexpr std::chrono::seconds patience{60};

/// Whether `part` occurs in `text`. Catch2's matcher for this has two names in its two versions.
inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// What the action throws; empty when it throws nothing.
template <typename Action>
std::string failure_of(const Action& action) {
  try {
    action();
  } catch (const std::exception& failure) {
    return failure.what();
  }
  return {};
}

/// A fixed environment whose HOME and XDG folders lie in `home`. The options of the sanitizers are
/// the only thing taken over from outside.
Environment clean_environment(const std::filesystem::path& home,
                              const std::string& term = "xterm-256color");

/// A shell script, with clean_environment() and no home.
Command shell(const std::string& script);

}  // namespace support
