#pragma once

#include <string>
#include <vector>

#include "sandbox/init/wire.hpp"
#include "sandbox/sandbox.hpp"

namespace sandbox {

/// What the guardian receives. Throws base::Error for a job that makes no sense.
std::string encode_plan(const Job& job, Tier tier);

/// What the guardian answered; `text` begins with the report and ends with the output. Empty or
/// cut short when the guardian never got so far: Status::sandbox_error without a message.
RunResult decode_report(const std::string& text, const Job& job);

}  // namespace sandbox
