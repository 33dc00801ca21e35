#pragma once

#include <memory>
#include <string>

#include "grader/build.hpp"
#include "grader/driver_client.hpp"
#include "sandbox/sandbox.hpp"

namespace grader_test {

/// The strongest tier of this machine; without one, Tier::none.
sandbox::Tier tier();
/// A cache for all tests and all runs, since every test is a process of its own: of programs, each
/// under a name from all that it is made of. Verdicts have no place in it.
const grader::BuildCache& cache();
const grader::Toolchain& toolchain();
const grader::DriverFiles& driver_files(grader::Clock clock = grader::Clock::virtual_time);

/// Builds tests/grader/submissions/NAME.hpp.
grader::Build build(const std::string& name, grader::Clock clock = grader::Clock::virtual_time);
std::unique_ptr<grader::Subject> open(const std::string& name, grader::DriverOptions options = {});

/// Runs one trace and writes what was observed: "ok:CLOSED", separated by spaces, then how it
/// ended.
std::string observe(grader::Subject& subject, const grader::Request& request);
grader::Request request(int n, int m, const std::string& trace);
std::string to_string(const grader::Reply& reply);

}  // namespace grader_test
