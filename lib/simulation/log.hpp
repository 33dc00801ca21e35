#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "breaker/consecutive.hpp"

namespace simulation {

/// Something that happened, and what it came from: following `cause` leads from a closed breaker
/// back over its probes and its trip to the fault.
struct LogEntry {
  enum class Kind : std::uint8_t {
    fault_begins,
    fault_ends,
    breaker,  ///< a transition; `from` and `to` are set
    fallback_begins,
    fallback_ends,
    alert_pending,
    alert_firing,
    alert_resolved,  ///< also a pending alert that did not come to fire
    control,         ///< a switch was turned
    arm_failed
  };
  std::uint64_t id = 0;     ///< counts from 1
  std::uint64_t cause = 0;  ///< the id of an earlier entry; 0: none
  std::chrono::nanoseconds time{};
  Kind kind = Kind::control;
  std::optional<std::size_t> service{};  ///< index; absent: the gateway, or the whole system
  std::string text;                      ///< without time, kind and service
  std::optional<breaker::State> from{};
  std::optional<breaker::State> to{};
};

/// The last entries, oldest first.
using Log = std::deque<LogEntry>;
constexpr std::size_t log_entries_max = 100'000;

}  // namespace simulation
