#pragma once

#include "sandbox/init/confine.hpp"

namespace sandbox::init {

/// Restricts this process to the job's files and the system's. Returns Stage::exec with error 0
/// when it holds, else where it failed.
Message enter_landlock(const Job& job);

}  // namespace sandbox::init
