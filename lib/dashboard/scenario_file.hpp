#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "simulation/scenario.hpp"

namespace dashboard {

constexpr std::size_t scenario_bytes_max = std::size_t{1} << 20;

/// Reads content/schema/scenario.schema.json's format; what is missing has the default of
/// simulation::Scenario. Throws base::Error, naming the place in the text and what is expected
/// there, when it is not a scenario that can be simulated.
simulation::Scenario parse_scenario(std::string_view json);

/// Likewise from a regular file of at most scenario_bytes_max; the error begins with its name.
simulation::Scenario read_scenario_file(const std::filesystem::path& file);

/// By the name of a scenario that comes with the program, else from the file of this name. Throws
/// base::Error with a suggestion when there is neither.
simulation::Scenario find_scenario(const std::string& name_or_file);

/// The text that parse_scenario reads back, complete, defaults too.
std::string to_json(const simulation::Scenario& scenario);
/// As in the scenario's list.
std::string to_json(const simulation::Fault& fault);

/// 16 hexadecimal digits, the same for scenarios that are the same.
std::string scenario_hash(const simulation::Scenario& scenario);

}  // namespace dashboard
