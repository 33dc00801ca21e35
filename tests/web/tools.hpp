#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "support/command.hpp"
#include "support/process.hpp"

namespace web_tests {

/// The first of these programs that PATH has; prints the line that skips a test when it has none.
std::optional<std::string> find_tool(const std::vector<std::string>& names);

/// The sources' folder of Prometheus' and Grafana's files.
std::filesystem::path monitoring_folder();

support::Result run_tool(const std::string& program, std::vector<std::string> arguments,
                         const std::string& input = {});

}  // namespace web_tests
