#pragma once

#include <filesystem>
#include <string>

#include "grader/driver_client.hpp"
#include "grader/trace_interface.hpp"
#include "simulation/breaker_port.hpp"

namespace nines {

/// The thresholds that a submission is made with inside the simulation.
struct SubmissionSettings {
  int failure_threshold = 5;
  int reset_timeout_seconds = 5;
  int success_threshold = 2;
};

/// Puts a built submission between the gateway and the service of this name; every other service
/// has the breaker of its policy. What breaks the submission down ends the arm, with the reason.
simulation::PortFactory submission_ports(const std::filesystem::path& program,
                                         const std::string& service,
                                         const SubmissionSettings& settings,
                                         const grader::DriverOptions& options);

/// The library's consecutive-failure breaker in the same place, with the same thresholds.
simulation::PortFactory consecutive_ports(const std::string& service,
                                          const SubmissionSettings& settings);

}  // namespace nines
