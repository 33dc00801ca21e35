#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulation/breaker_port.hpp"
#include "simulation/scenario.hpp"

namespace simulation {

/// In order of severity.
enum class Health : std::uint8_t { healthy, degraded, half_open, open };

/// The last second, or as much of the sliding window as has passed. A sample is what ended then:
/// for a service an attempt as the gateway saw it, a timeout included; for the gateway a request,
/// from its arrival on, of which a fallback's answer is no error and a rejection is one.
struct Measured {
  std::uint64_t samples = 0;
  std::uint64_t errors = 0;
  double error_percent = 0;          ///< 0 without samples
  std::optional<nanoseconds> p99{};  ///< nearest rank, all samples; absent without samples
};

/// How long what was answered in the sliding window took, as of the last whole second.
struct LatencyView {
  std::vector<std::uint64_t> counts{};  ///< by LatencyBands
  std::optional<nanoseconds> p50{};     ///< absent without samples, like p90
  std::optional<nanoseconds> p90{};
};

struct BurnRate {
  BurnRateRule rule{};
  double long_rate = 0;
  double short_rate = 0;
  bool is_over = false;  ///< both are above the threshold
};

struct SecondSample {
  nanoseconds end{};
  double qps = 0;
  double error_percent = 0;
  std::optional<nanoseconds> p99{};
};

struct Alert {
  enum class Kind : std::uint8_t { error_rate, p99, burn_rate };
  enum class Phase : std::uint8_t { pending, firing, resolved };
  Kind kind = Kind::error_rate;
  Phase phase = Phase::pending;
  std::optional<std::size_t> service{};    ///< absent: the gateway
  std::optional<std::size_t> burn_rule{};  ///< index into Slo::burn_rates
  nanoseconds since{};                     ///< start of the phase
  nanoseconds pending_since{};
  double value = 0;      ///< percent, milliseconds, or times the allowance
  double threshold = 0;  ///< in the same unit
};

/// The gateway or one service, as of the last whole second.
struct NodeView {
  std::string name;
  Health health = Health::healthy;
  double qps = 0;     ///< that ended in the last second
  Measured second{};  ///< the last one
  Measured window{};  ///< of Slo::window
  LatencyView latency{};
  bool error_rate_breached = false;
  bool p99_breached = false;
  std::vector<BurnRate> burn_rates{};
  std::vector<SecondSample> history{};  ///< up to the last 120 seconds, oldest first
};

struct ServiceView {
  NodeView node{};
  int busy = 0;
  int workers = 0;
  std::uint64_t waiting = 0;
  std::optional<int> queue{};
  int gateway_workers_held = 0;
  std::optional<int> bulkhead{};         ///< absent also when switched off
  std::optional<BreakerView> breaker{};  ///< absent without one, or when switched off
  double arrivals_per_s = 0;             ///< requests of users, in the last second
  double retries_per_s = 0;
  double fallback_per_s = 0;
  double rejected_per_s = 0;
  /// Gateway workers that its requests hold on average, from the last window: rate times mean time.
  double expected_occupancy = 0;
  std::vector<std::size_t> faults{};  ///< indices into Snapshot::faults
};

struct GatewayView {
  NodeView node{};
  int busy = 0;
  int workers = 0;
  std::uint64_t waiting = 0;
  int queue = 0;
  double retries_per_s = 0;
  double fallback_per_s = 0;
  double rejected_per_s = 0;
  double amplification = 1;  ///< attempts for each request that got a worker, in the last window
  /// The sum over the services (Little's law): above `workers` the pool starves.
  double expected_occupancy = 0;
};

struct Snapshot {
  nanoseconds time{};
  std::uint64_t events = 0;
  std::uint64_t arrived = 0;
  bool breakers_on = false;
  bool bulkheads_on = false;
  bool retries_on = false;
  std::optional<GatewayView> gateway{};
  std::vector<ServiceView> services{};
  std::vector<Fault> faults{};  ///< those active now
  std::vector<Alert> alerts{};  ///< oldest first; resolved ones are listed for 10 seconds
  std::optional<std::string> failure{};
};

}  // namespace simulation
