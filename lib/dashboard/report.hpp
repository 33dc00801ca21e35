#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "dashboard/arm_run.hpp"
#include "simulation/scenario.hpp"

namespace dashboard {

/// Arms over the same arrivals, with all that is needed to run them again.
struct Report {
  std::string build{};  ///< the program's version
  std::uint64_t seed = 0;
  std::chrono::nanoseconds duration{};
  simulation::Scenario scenario{};
  std::vector<ArmResult> arms{};
};

/// nines.dashboard/1. All but `events_per_second` depends on seed, scenario, arms and what they
/// were steered to alone.
nlohmann::ordered_json report_json(const Report& report);

/// What a report says of the run that it came from.
struct Rerun {
  std::string build{};
  std::uint64_t seed = 0;
  std::chrono::nanoseconds duration{};
  simulation::Scenario scenario{};
  std::vector<ArmPlan> plans{};
  std::string text{};  ///< the report itself
};

/// Throws base::Error when the file is not such a report, or a breaker that is not this program's
/// took part.
Rerun read_report(const std::filesystem::path& file);

/// The places where the new report's numbers differ from those in `text`, at most `count_max`.
std::vector<std::string> differences(std::string_view text, const Report& again,
                                     std::size_t count_max);

}  // namespace dashboard
