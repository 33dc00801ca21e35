#pragma once

#include <cstddef>
#include <cstdint>

#include "grader/trace_interface.hpp"

/// What the judge and a driver of any language say to each other.
///
/// Requests and observations lie in memory that both have mapped; two small messages over
/// descriptors of the driver's own pass the turn. So a whole batch costs one round trip, and when
/// the program dies in the middle, what it had come to is known to the step. Whatever the driver's
/// side writes is untrusted: the judge copies it once, then checks it.
///
/// The driver is started with three numbers of descriptors and the number of the processor it is to
/// run on: `program REQUESTS REPLIES MEMORY PROCESSOR`; in real time that is -1, for any.
namespace grader::wire {

/// "Do the requests that lie in memory."
struct Go {
  std::uint64_t nonce = 0;
  std::uint32_t request_count = 0;
  std::uint32_t request_bytes = 0;
};

/// "Done": with the nonce of the Go it answers.
struct Done {
  std::uint64_t nonce = 0;
  std::uint32_t requests_done = 0;
  /// The submission has left threads behind; the rest is for a fresh process.
  std::uint32_t wants_respawn = 0;
};

/// RequestHeader::look of a request with one step, whose byte tells only how it ended: the object
/// stays, and does what the Commands after the Go say, each answered before the next.
inline constexpr std::uint32_t look_live = 2;
/// Calls of a live object that can be inside their function at once.
inline constexpr std::uint32_t live_calls_max = 1024;

enum class Act : std::uint32_t {
  look,
  call_begins,   ///< call number `call`, which must not be running
  call_returns,  ///< the function of call number `call` returns
  call_throws,   ///< ... or throws
  end            ///< not answered; Done follows
};

struct Command {
  std::uint64_t nonce = 0;
  Act act = Act::look;
  std::uint32_t call = 0;
  /// Time that passes before.
  std::int64_t advance_ns = 0;
};

/// With the nonce of the Command it answers. When the submission has broken down, Done comes in its
/// place, or nothing.
struct Answer {
  std::uint64_t nonce = 0;
  std::uint32_t observation = 0;
  std::uint32_t reserved = 0;
};
static_assert(sizeof(Answer) == sizeof(Done));

inline constexpr std::size_t detail_bytes = 256;
inline constexpr std::size_t request_area_bytes = 1 << 20;
inline constexpr std::size_t observation_area_bytes = 1 << 20;

/// In real time, with a request in each process.
inline constexpr std::size_t timed_steps_max = 4096;

struct Memory {
  /// What an exception said, NUL-terminated.
  char detail[detail_bytes];
  /// Requests that came to their end, the removal of their objects included.
  std::uint32_t finished;
  /// In real time: the timeout that the object was made with, and when each step was taken, in the
  /// order of the observations. Zeroed by the judge before each Go.
  std::uint32_t timeout_ms;
  StepTime times[timed_steps_max];
  /// For each request a RequestHeader, then its steps, padded to four bytes.
  std::uint8_t requests[request_area_bytes];
  /// One byte for each step, those of a request's second object after those of its first. Zero
  /// until the step has been done; zeroed by the judge before each Go.
  std::uint8_t observations[observation_area_bytes];
};

struct RequestHeader {
  std::int32_t values[4];
  std::uint32_t trace_steps;
  std::uint32_t second_steps;
  std::uint32_t look;
  /// In real time: how long the timeout is to be at least. 0 in virtual time, where the values say.
  std::uint32_t timeout_ms;
};

inline constexpr std::size_t padded(std::size_t bytes) {
  return (bytes + 3) / 4 * 4;
}

inline constexpr std::uint8_t outcome_count = static_cast<std::uint8_t>(Outcome::blocked) + 1;

/// Never zero, and never one of the ends below.
inline constexpr std::uint8_t encode(Observation observation) {
  return static_cast<std::uint8_t>((static_cast<unsigned>(observation.outcome) + 1) |
                                   static_cast<unsigned>(observation.state) << 4);
}
inline constexpr bool is_observation(std::uint8_t byte) {
  return (byte & 15) >= 1 && (byte & 15) <= outcome_count;
}
inline constexpr Observation decode(std::uint8_t byte) {
  return {static_cast<Outcome>((byte & 15) - 1), static_cast<VisibleState>(byte >> 4)};
}

/// In place of an observation: how the request ended in this step.
inline constexpr std::uint8_t ended_deadlock = 0x0f;
inline constexpr std::uint8_t ended_did_not_settle = 0x1f;
inline constexpr std::uint8_t ended_constructor_threw = 0x2f;
inline constexpr std::uint8_t ended_output_limit = 0x3f;

}  // namespace grader::wire
