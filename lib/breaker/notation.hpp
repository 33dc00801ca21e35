#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace breaker {

/// One step of a trace of calls through a breaker of any kind.
enum class Step : std::uint8_t {
  succeed,         ///< S   a call that succeeds
  fail,            ///< F   a call that fails
  wait_past,       ///< w   wait past the timeout
  wait_part,       ///< h   wait part of it
  query,           ///< ?   ask for the state
  begin,           ///< (   begin a call that stays inside its function
  finish_succeed,  ///< )s  the oldest such call returns
  finish_fail,     ///< )f  the oldest such call throws
};

using Trace = std::vector<Step>;

/// Reads "FFw(S)f". The text must hold steps only, and no finish before a begin that it could
/// belong to; calls may be left unfinished. Throws base::Error with the position, counted in bytes
/// from 1.
Trace parse_trace(std::string_view text);

/// The text that parse_trace reads back.
std::string to_string(const Trace& trace);

}  // namespace breaker
