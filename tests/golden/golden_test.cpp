// A case is a folder here: `cmd` (one line of arguments for nines, or a shell script that begins
// with #! and runs "$NINES"), and where needed `in` (standard input), `env` (NAME=VALUE lines) and
// content/ (used with --content content). What must come out is in `out`, `err` (nothing when
// missing) and `status` (0 when missing). UPDATE_GOLDEN=1 writes these three anew.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "support/nines.hpp"

namespace fs = std::filesystem;

namespace {

const fs::path golden_folder = NINES_SOURCE_FOLDER "/tests/golden";

std::vector<fs::path> cases() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(golden_folder))
    if (fs::exists(entry.path() / "cmd")) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::string read_if_there(const fs::path& file) {
  return fs::exists(file) ? support::read_file(file) : std::string();
}

void replace_all(std::string& text, const std::string& what, const std::string& placeholder) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + placeholder.size()))
    text.replace(at, what.size(), placeholder);
}

std::string utc_date(std::chrono::system_clock::time_point at) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 16> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts)};
}

/// What differs from machine to machine, from version to version and from day to day.
std::string with_placeholders(std::string text, const support::Home& home) {
  // Midnight may have passed since the case began.
  const auto now = std::chrono::system_clock::now();
  for (const auto& at : {now, now - std::chrono::hours(1)})
    replace_all(text, utc_date(at), "{TODAY}");
  replace_all(text, home.path().string(), "{HOME}");
  replace_all(text, NINES_SOURCE_FOLDER, "{SOURCE}");
  replace_all(text, "nines " NINES_VERSION, "nines {VERSION}");
  return text;
}

void read_environment(const fs::path& file, support::Environment& environment) {
  std::istringstream lines(read_if_there(file));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t equals = line.find('=');
    if (equals != std::string::npos) environment[line.substr(0, equals)] = line.substr(equals + 1);
  }
}

support::Result run_case(const fs::path& folder, support::Home& home) {
  read_environment(folder / "env", home.environment);
  fs::copy(folder, home.path() / "case", fs::copy_options::recursive);
  const std::string cmd = support::read_file(folder / "cmd");
  auto command = home.shell(cmd.starts_with("#!") ? cmd : "exec \"$NINES\" " + cmd);
  command.folder = home.path() / "case";
  return support::run(command, read_if_there(folder / "in"));
}

/// Writes `bytes`, or removes the file when it says no more than a missing one does.
void update(const fs::path& file, const std::string& bytes, bool is_default) {
  if (is_default) {
    fs::remove(file);
  } else {
    support::write_file(file, bytes);
  }
}

}  // namespace

TEST_CASE("golden cases") {
  const bool updating = std::getenv("UPDATE_GOLDEN") != nullptr;
  for (const fs::path& folder : cases()) {
    DYNAMIC_SECTION(folder.filename().string()) {
      support::Home home("dumb");
      const auto result = run_case(folder, home);
      const std::string output = with_placeholders(result.output, home);
      const std::string error = with_placeholders(result.error, home);
      REQUIRE_FALSE(result.exit.signal);
      const std::string status = std::to_string(result.exit.status.value_or(-1)) + "\n";
      if (updating) {
        update(folder / "out", output, false);
        update(folder / "err", error, error.empty());
        update(folder / "status", status, status == "0\n");
        SUCCEED("written anew");
        continue;
      }
      CHECK(output == support::read_file(folder / "out"));
      CHECK(error == read_if_there(folder / "err"));
      CHECK(status == (fs::exists(folder / "status") ? support::read_file(folder / "status")
                                                     : std::string("0\n")));
    }
  }
}
