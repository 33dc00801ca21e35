#pragma once

#include <iostream>

#include <nlohmann/json.hpp>

#include "session.hpp"

namespace end_to_end {

/// Whether this machine can run submissions at all; says so when it cannot.
inline bool can_grade(const support::Home& home) {
  const auto checks = nlohmann::json::parse(home.run({"doctor", "--json"}).output);
  for (const auto& check : checks["checks"]) {
    if (check["area"] == "grading" && check["status"] == "works") return true;
  }
  std::cout << "SKIPPED: nothing can be graded on this machine\n";
  return false;
}

/// A user for whom the headers and the driver are compiled already, by whichever test came first.
struct SeasonedHome : support::Home {
  SeasonedHome() { environment["XDG_CACHE_HOME"] = NINES_BUILD_FOLDER "/tests/end-to-end/cache"; }
};

}  // namespace end_to_end
