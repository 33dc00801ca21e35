#pragma once

#include <cerrno>
#include <cstdlib>
#include <string>

/// A program that tries to harm. Each attack returns one of these, unless it is stopped on the way.
namespace hostile {

inline constexpr int refused = 0;
inline constexpr int succeeded = 42;

struct Attack {
  const char* name;
  int (*run)();
};

extern const Attack process_attacks[];
extern const Attack memory_attacks[];
extern const Attack file_attacks[];
extern const Attack network_attacks[];
extern const Attack signal_attacks[];
extern const Attack kernel_attacks[];

/// Where the canaries are; the test sets these.
inline std::string setting(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}
inline int number(const char* name) {
  return std::atoi(setting(name).c_str());
}

/// For calls that answer -1 when they are refused.
inline int refused_if(bool failed) {
  return failed ? refused : succeeded;
}

}  // namespace hostile
