#include "web/tools.hpp"

#include <cstdlib>
#include <iostream>
#include <sstream>
#include <unistd.h>
#include <utility>

namespace web_tests {

std::optional<std::string> find_tool(const std::vector<std::string>& names) {
  const char* path = std::getenv("PATH");
  for (const auto& name : names) {
    std::istringstream folders(path == nullptr ? "" : path);
    for (std::string folder; std::getline(folders, folder, ':');) {
      const auto file = folder + "/" + name;
      if (::access(file.c_str(), X_OK) == 0) return file;
    }
  }
  std::cout << "SKIPPED: " << names.front() << " is not installed\n";
  return std::nullopt;
}

std::filesystem::path monitoring_folder() {
  return std::filesystem::path(NINES_SOURCE_FOLDER) / "monitoring";
}

support::Result run_tool(const std::string& program, std::vector<std::string> arguments,
                         const std::string& input) {
  return support::run({program, std::move(arguments), {{"PATH", "/usr/bin:/bin"}}, {}}, input);
}

}  // namespace web_tests
