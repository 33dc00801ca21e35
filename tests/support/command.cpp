#include "support/command.hpp"

#include <cstdlib>
#include <ostream>

namespace support {

std::string describe(const Exit& exit) {
  if (exit.signal) return "signal " + std::to_string(*exit.signal);
  return "status " + std::to_string(exit.status.value_or(-1));
}

std::ostream& operator<<(std::ostream& out, const Exit& exit) {
  return out << describe(exit);
}

Environment clean_environment(const std::filesystem::path& home, const std::string& term) {
  Environment environment{{"HOME", home.string()},
                          {"XDG_DATA_HOME", (home / "data").string()},
                          {"XDG_STATE_HOME", (home / "state").string()},
                          {"XDG_CONFIG_HOME", (home / "config").string()},
                          {"XDG_CACHE_HOME", (home / "cache").string()},
                          {"PATH", "/usr/local/bin:/usr/bin:/bin"},
                          {"LC_ALL", "C.UTF-8"},
                          {"TZ", "UTC"},
                          {"TERM", term}};
  for (const char* name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"})
    if (const char* value = std::getenv(name)) environment[name] = value;
  return environment;
}

Command shell(const std::string& script) {
  return {"sh", {"-c", script}, clean_environment("/nonexistent"), {}};
}

}  // namespace support
