#include "base/xdg.hpp"

#include <cstdlib>
#include <string>

#include "base/error.hpp"

namespace base {
namespace {

std::filesystem::path folder(const char* variable, const char* below_home) {
  if (const char* set = std::getenv(variable); set != nullptr && set[0] == '/') {
    return std::filesystem::path(set) / "nines";
  }
  const char* home = std::getenv("HOME");
  if (home == nullptr || home[0] != '/') {
    throw Error(std::string("neither ") + variable + " nor HOME names a folder for nines' files",
                std::string("set HOME, or ") + variable + ", to an absolute path");
  }
  return std::filesystem::path(home) / below_home / "nines";
}

}  // namespace

std::filesystem::path data_folder() {
  return folder("XDG_DATA_HOME", ".local/share");
}
std::filesystem::path state_folder() {
  return folder("XDG_STATE_HOME", ".local/state");
}
std::filesystem::path config_folder() {
  return folder("XDG_CONFIG_HOME", ".config");
}
std::filesystem::path cache_folder() {
  return folder("XDG_CACHE_HOME", ".cache");
}

}  // namespace base
