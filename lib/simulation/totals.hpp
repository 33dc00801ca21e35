#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulation/histogram.hpp"

namespace simulation {

/// When a request arrived. The fault is the first one of the run.
enum class Phase : std::uint8_t {
  before,  ///< the fault
  during_fault,
  recovery,  ///< after it, until another begins
  later
};
constexpr std::size_t phase_count = 4;

/// What the users of one service got. After Run::drain(), arrived is the sum of the outcomes.
struct RequestTotals {
  std::uint64_t arrived = 0;
  std::uint64_t ok = 0;
  std::uint64_t fallback = 0;
  std::uint64_t error = 0;    ///< the last attempt was answered with an error, reset or refused
  std::uint64_t timeout = 0;  ///< the last attempt was not answered in time
  std::uint64_t rejected =
      0;  ///< by the gateway's full queue, a bulkhead, or a breaker without fallback
  std::uint64_t blocked = 0;  ///< without a gateway: the service's queue was full
  /// From arrival to the answer, of those that got one (ok, fallback, error, timeout).
  Histogram latency{};

  void add(const RequestTotals& other);
  /// Of those that ended; 0 when none did.
  double served_percent() const;  ///< ok and fallback
  double percent(std::uint64_t part) const;
  std::uint64_t ended() const;
};

/// What the queue and the workers of one service saw, up to now.
struct QueueTotals {
  std::uint64_t arrived = 0;  ///< attempts; blocked ones included
  std::uint64_t completed = 0;
  std::uint64_t blocked = 0;
  std::uint64_t dropped = 0;   ///< abandoned in the queue and not served
  double mean_wait_ns = 0;     ///< of the completed
  double mean_sojourn_ns = 0;  ///< likewise, wait and service
  double mean_in_system = 0;   ///< over time
  double utilisation = 0;      ///< 0 .. 1, of the workers over time
  double blocked_percent = 0;  ///< of the arrived
  /// Little's law as an identity: the integral of the number in the system over time is the sum of
  /// the sojourns up to now, of those still there included, to the nanosecond. False is a fault of
  /// the engine.
  bool little_holds = true;
};

struct BreakerTotals {
  std::uint64_t opened = 0;   ///< times, from CLOSED or HALF_OPEN
  std::uint64_t tripped = 0;  ///< times from CLOSED
  std::uint64_t false_trips =
      0;  ///< from CLOSED, no fault on the service then or in the 10 s before
  std::uint64_t attempts_while_open = 0;  ///< that reached the service; 0 for a sound breaker
  std::uint64_t probes = 0;
  /// From the start of the first fault on this service to the next opening.
  std::optional<std::chrono::nanoseconds> time_to_open{};
  /// From the end of that fault to the next closing.
  std::optional<std::chrono::nanoseconds> time_to_close{};
};

struct ServiceTotals {
  std::string name;
  std::array<RequestTotals, phase_count> phases{};  ///< by Phase
  QueueTotals queue{};
  std::uint64_t attempts = 0;  ///< by the gateway; without one, the arrivals
  std::uint64_t retries = 0;
  BreakerTotals breaker{};

  RequestTotals all() const;
  const RequestTotals& in(Phase phase) const { return phases[static_cast<std::size_t>(phase)]; }
};

struct Totals {
  std::chrono::nanoseconds time{};
  std::uint64_t events = 0;
  std::uint64_t in_flight = 0;                            ///< requests that have not ended
  std::optional<std::chrono::nanoseconds> fault_began{};  ///< the first one
  std::optional<std::chrono::nanoseconds> fault_ended{};
  std::vector<ServiceTotals> services{};
  std::optional<std::string> failure{};  ///< the verdict of ArmFailed
};

}  // namespace simulation
