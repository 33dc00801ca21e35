#pragma once

#include <string>
#include <vector>

#include "sandbox/sandbox.hpp"

namespace sandbox {

/// The bwrap program on PATH; empty when there is none.
std::string find_bubblewrap();

/// The command line that runs `guardian` (a path inside) in the job's namespaces.
std::vector<std::string> bubblewrap_argv(const std::string& bwrap, const Job& job,
                                         const std::string& guardian);

}  // namespace sandbox
