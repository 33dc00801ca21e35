#pragma once

#include <cstdint>
#include <string>

#include "dashboard/live.hpp"

namespace dashboard {

enum class LogPart : std::uint8_t { all, new_ones };

/// nines.live/1, in one line of valid UTF-8: what the page draws. Fields are named with their
/// units; the seed is text, since a JavaScript number does not hold it.
std::string live_json(const Live& live, LogPart log);

/// What went wrong, for the sender of a control: {"error": ...}.
std::string error_json(const std::string& error);

/// In words: "errors 20 %, latency x15".
std::string describe(const simulation::FaultEffect& effect);

}  // namespace dashboard
