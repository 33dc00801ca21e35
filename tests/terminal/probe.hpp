#pragma once

#include <string>
#include <vector>

#include "support/command.hpp"

/// The command that runs the probe of the console with these actions.
inline support::Command probe(std::vector<std::string> actions,
                              const std::string& term = "xterm-256color") {
  return {.program = CONSOLE_PROBE,
          .arguments = std::move(actions),
          .environment = support::clean_environment("/nonexistent", term),
          .folder = {}};
}
