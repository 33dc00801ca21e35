#pragma once

#include <cstdint>
#include <string>

#include "base/random.hpp"
#include "simulation/pool.hpp"
#include "simulation/sampler.hpp"
#include "simulation/scenario.hpp"
#include "simulation/totals.hpp"
#include "simulation/wide.hpp"

namespace simulation {

/// One attempt in a service's hands. The gateway has given up on it when the request's generation
/// is another by now.
struct Attempt {
  std::uint64_t arrived_ns = 0;
  std::uint32_t request = 0;
  std::uint32_t generation = 0;
};

/// An attempt in the hands of a worker.
struct alignas(32) Served {
  Attempt attempt{};
  std::uint64_t started_ns = 0;
  std::uint16_t service = 0;
  bool will_fail = false;
  bool is_in_use = false;
};

/// What the active faults of a service come to.
struct Trouble {
  Chance error{};
  Chance hang{};
  Chance reset{};
  double latency_factor = 1;
  double added_ns = 0;
  std::uint64_t hangs_until_ns = 0;
};

/// The queue and the workers of one service, and what they add up to.
struct Station {
  Station(const Service& service, std::uint64_t seed);

  /// Before each change of the number in the system or of the busy workers.
  void advance(std::uint64_t now_ns) {
    const std::uint64_t passed = now_ns - changed_ns;
    area += Wide{passed} * (waiting.size() + static_cast<std::uint64_t>(busy));
    busy_area += Wide{passed} * static_cast<std::uint64_t>(busy);
    changed_ns = now_ns;
  }
  bool has_room() const { return waiting.size() < places; }
  std::uint64_t next_interarrival_ns() {
    return whole_ns(interarrival_ns * sample_exponential(arrivals));
  }

  base::RandomStream arrivals;
  base::RandomStream service_times;
  base::RandomStream failures;
  base::RandomStream troubles;  ///< hangs and resets: drawn from in faults alone
  TimeSampler sampler;
  double interarrival_ns;
  std::uint64_t places;  ///< to wait at
  int workers;
  int busy = 0;
  Ring<Attempt> waiting{};
  Trouble trouble{};

  std::uint64_t changed_ns = 0;
  Wide area = 0;  ///< of the number in the system, over time
  Wide busy_area = 0;
  Wide wait_sum = 0;  ///< of the completed
  Wide sojourn_sum = 0;
  Wide dropped_sum = 0;  ///< of the sojourns of the dropped
  std::uint64_t arrived = 0;
  std::uint64_t completed = 0;
  std::uint64_t blocked = 0;
  std::uint64_t dropped = 0;
};

}  // namespace simulation
