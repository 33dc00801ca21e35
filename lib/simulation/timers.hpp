#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "simulation/pool.hpp"

namespace simulation {

/// Of an attempt's timeout.
struct Timer {
  std::uint64_t time_ns = 0;
  std::uint32_t request = 0;
  std::uint32_t generation = 0;
};

/// The timers of all attempts. They have the same delay, so they expire in the order in which they
/// were set: a ring holds them at less cost than a heap. Nearly every attempt is answered long
/// before its timer expires; such a timer is passed over without being looked at in its turn.
class Timers {
 public:
  /// Not before any other one.
  void set(const Timer& timer) {
    if (seen_ == ring_.size()) next_ns_ = timer.time_ns;
    ring_.push(timer);
  }

  /// No timer that somebody waits for expires before this.
  std::uint64_t next_ns() const { return next_ns_; }

  /// The first one that expires up to then and that somebody waits for: whose generation is its
  /// request's.
  std::optional<Timer> take(std::uint64_t until_ns, const std::vector<std::uint32_t>& generations) {
    for (; seen_ < ring_.size(); ++seen_) {
      const Timer timer = ring_[seen_];
      if (generations[timer.request] != timer.generation) continue;
      next_ns_ = timer.time_ns;
      if (timer.time_ns > until_ns) return std::nullopt;
      ++seen_;
      if (seen_ == ring_.size()) next_ns_ = UINT64_MAX;
      return timer;
    }
    next_ns_ = UINT64_MAX;
    return std::nullopt;
  }

  /// How many have expired by then, waited for or not.
  std::uint64_t expired(std::uint64_t now_ns) const { return forgotten_ + in_ring(now_ns); }

  /// The first one that has not expired by then, waited for or not.
  std::optional<std::uint64_t> next_of_all_ns(std::uint64_t now_ns) const {
    const std::size_t place = in_ring(now_ns);
    if (place == ring_.size()) return std::nullopt;
    return ring_[place].time_ns;
  }

  /// Gives back the memory of those that have expired and were seen by take().
  void forget(std::uint64_t now_ns) {
    while (seen_ > 0 && ring_.front().time_ns <= now_ns) {
      ring_.pop();
      --seen_;
      ++forgotten_;
    }
  }

 private:
  /// Those of the ring that have expired by then.
  std::size_t in_ring(std::uint64_t now_ns) const {
    std::size_t first = 0;
    for (std::size_t last = ring_.size(); first < last;) {
      const std::size_t middle = (first + last) / 2;
      if (ring_[middle].time_ns <= now_ns) {
        first = middle + 1;
      } else {
        last = middle;
      }
    }
    return first;
  }

  Ring<Timer> ring_{};
  std::size_t seen_ = 0;  ///< from the front of the ring on: taken, or nobody waits for them
  std::uint64_t next_ns_ = UINT64_MAX;
  std::uint64_t forgotten_ = 0;
};

}  // namespace simulation
