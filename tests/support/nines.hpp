#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "support/command.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace support {

/// The program under test.
std::filesystem::path nines_binary();

/// A user of nines with a home folder of their own.
class Home {
 public:
  explicit Home(const std::string& term = "xterm-256color");

  const std::filesystem::path& path() const { return folder_.path(); }
  std::filesystem::path data_folder() const { return path() / "data" / "nines"; }
  std::filesystem::path journal() const { return data_folder() / "journal.db"; }

  Command nines(std::vector<std::string> arguments) const;
  Result run(std::vector<std::string> arguments, std::string_view input = {}) const;
  /// A shell script; "$NINES" in it is the program.
  Command shell(const std::string& script) const;

  /// What every program of this user is started with; free to be changed.
  Environment environment;

 private:
  TemporaryFolder folder_;
};

}  // namespace support
