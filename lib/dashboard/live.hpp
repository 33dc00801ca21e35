#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "dashboard/log_tail.hpp"
#include "simulation/log.hpp"
#include "simulation/run.hpp"
#include "simulation/snapshot.hpp"

namespace dashboard {

/// Upper ends of the latency buckets, in seconds. Those of the usual SLOs, 0.3 and 0.5, are among
/// them, so that a share below them needs no interpolation.
inline constexpr std::array latency_bounds_s{0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3,
                                             0.4,   0.5,  0.75,  1.0,  1.5, 2.0,  3.0, 5.0};

/// What has come of the requests of one service since the start of the run.
struct ServiceCounters {
  std::uint64_t ok = 0;
  std::uint64_t fallback = 0;
  std::uint64_t error = 0;
  std::uint64_t timeout = 0;
  std::uint64_t rejected = 0;  ///< without a gateway: blocked by the full queue
  std::uint64_t retries = 0;
  /// By latency_bounds_s, each with all below it, to 0.4 % of the bound.
  std::array<std::uint64_t, latency_bounds_s.size()> answered_within{};
  std::uint64_t answered = 0;
  double latency_sum_s = 0;  ///< from a histogram: to 0.4 %
  /// Of its breaker, by the state before and the state after.
  std::array<std::array<std::uint64_t, 3>, 3> transitions{};
};

/// What stays the same as long as a run lives.
struct RunFacts {
  std::string run{};  ///< tells this run from another one at the same address
  std::string scenario{};
  std::string scenario_hash{};
  std::uint64_t seed = 0;
  std::string build{};  ///< the program's version
  simulation::Slo slo{};
};

/// A live run at one instant, never changed again: what a view in another thread gets to see.
struct Live {
  std::uint64_t number = 0;  ///< counts from 1
  RunFacts facts{};
  double speed = 1;
  bool is_paused = false;
  simulation::Snapshot snapshot{};
  std::vector<ServiceCounters> counters{};  ///< as snapshot.services
  std::vector<simulation::LogEntry> log{};  ///< the last ones, oldest first
  std::size_t log_entries_new = 0;          ///< how many of them the Live before had not
};

constexpr std::size_t live_log_entries_max = 300;

/// Makes one Live after the other of a run.
class LiveFeed {
 public:
  explicit LiveFeed(RunFacts facts) : facts_(std::move(facts)) {}

  Live take(const simulation::Run& run, double speed, bool is_paused);

 private:
  void count_transitions(const std::vector<simulation::LogEntry>& entries);

  RunFacts facts_;
  LogTail tail_;
  std::vector<simulation::LogEntry> kept_;
  std::vector<ServiceCounters> counters_;
  std::uint64_t number_ = 0;
};

}  // namespace dashboard
