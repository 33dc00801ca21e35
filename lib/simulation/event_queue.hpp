#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "simulation/key_heap.hpp"
#include "simulation/wide.hpp"

namespace simulation {

struct Event {
  enum class Kind : std::uint8_t {
    arrival,      ///< slot: service
    completion,   ///< slot: of Engine's served
    resume,       ///< slot: request; a backoff or a fallback is over
    second,       ///< slot: none
    fault_begin,  ///< slot: of Engine's faults
    fault_end,
    next_fault,    ///< of the schedule; slot: none
    breaker_check  ///< slot: service
  };
  std::uint64_t time_ns = 0;
  std::uint64_t sequence = 0;
  Kind kind = Kind::second;
  std::uint32_t slot = 0;
};

/// The pending events in the order of their times, those of one time in the order of their
/// sequence. A calendar (Brown 1988): those of the days to come wait unsorted, by day; those of
/// today are in a heap, and so are those beyond the last day, so that no choice of the days' length
/// makes it slow. Keys are 16 bytes, time before sequence before kind and slot: one comparison
/// decides.
class EventQueue {
 public:
  static constexpr unsigned kind_bits = 3;
  static constexpr unsigned slot_bits = 21;
  static constexpr std::uint32_t slots_max = std::uint32_t{1} << slot_bits;

  /// Fastest when about that many events happen in a second. Their order does not depend on it.
  explicit EventQueue(double events_per_second = 1000)
      : day_bits_(day_bits_for(events_per_second)) {
    first_of_day_.fill(no_node);
  }

  bool is_empty() const { return today_events_.is_empty() && later_ == 0 && far_.is_empty(); }

  /// `sequence` is below 2^40, `slot` below slots_max.
  void push(const Event& event) {
    const Wide key =
        Wide{event.time_ns} << 64 |
        (event.sequence << (kind_bits + slot_bits) |
         std::uint64_t{static_cast<std::uint8_t>(event.kind)} << slot_bits | event.slot);
    const std::uint64_t day = event.time_ns >> day_bits_;
    // A day before today: somebody has looked ahead with top(), and then put in what is earlier.
    if (day <= today_) {
      today_events_.push(key);
    } else if (day - today_ < days) {
      put_on(day, key);
    } else {
      far_.push(key);
    }
  }

  /// Must not be empty.
  std::uint64_t top_time_ns() { return static_cast<std::uint64_t>(top_key() >> 64); }

  /// Must not be empty.
  Event top() {
    const Wide key = top_key();
    const auto low = static_cast<std::uint64_t>(key);
    return {.time_ns = static_cast<std::uint64_t>(key >> 64),
            .sequence = low >> (kind_bits + slot_bits),
            .kind = static_cast<Event::Kind>(low >> slot_bits & ((1U << kind_bits) - 1)),
            .slot = static_cast<std::uint32_t>(low & (slots_max - 1))};
  }

  /// Must not be empty.
  void pop() {
    if (today_events_.is_empty()) next_day();
    today_events_.pop();
  }

 private:
  static constexpr std::size_t days = 1024;
  static constexpr std::uint32_t no_node = UINT32_MAX;
  struct Node {
    Wide key;
    std::uint32_t next;
  };

  /// A day has two events or so.
  static unsigned day_bits_for(double events_per_second) {
    const double gap_ns = 2e9 / std::clamp(events_per_second, 1e-3, 1e9);
    return static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(gap_ns)));
  }

  Wide top_key() {
    if (today_events_.is_empty()) next_day();
    return today_events_.top();
  }

  void put_on(std::uint64_t day, Wide key) {
    std::uint32_t node = free_;
    if (node == no_node) {
      node = static_cast<std::uint32_t>(nodes_.size());
      nodes_.push_back({key, no_node});
    } else {
      free_ = nodes_.data()[node].next;
    }
    const std::size_t place = day % days;
    nodes_.data()[node] = {key, first_of_day_[place]};
    first_of_day_[place] = node;
    has_events_[place / 64] |= std::uint64_t{1} << place % 64;
    ++later_;
  }

  /// Nothing is left of today.
  void next_day() {
    if (later_ > 0) {
      today_ += days_to_next();
      take_day();
    } else {
      today_ = day_of(far_.top());
    }
    while (!far_.is_empty() && day_of(far_.top()) - today_ < days) {
      const Wide key = far_.top();
      far_.pop();
      if (day_of(key) == today_) {
        today_events_.push(key);
      } else {
        put_on(day_of(key), key);
      }
    }
  }

  std::uint64_t day_of(Wide key) const {
    return static_cast<std::uint64_t>(key >> 64) >> day_bits_;
  }

  /// From today to the next one with events, of which there is one.
  std::uint64_t days_to_next() const {
    const std::size_t tomorrow = (today_ + 1) % days;
    std::size_t word = tomorrow / 64;
    std::uint64_t bits = has_events_[word] >> tomorrow % 64;
    if (bits != 0) return 1 + static_cast<std::uint64_t>(std::countr_zero(bits));
    std::uint64_t passed = 1 + (64 - tomorrow % 64);
    for (;;) {
      word = (word + 1) % has_events_.size();
      bits = has_events_[word];
      if (bits != 0) return passed + static_cast<std::uint64_t>(std::countr_zero(bits));
      passed += 64;
    }
  }

  void take_day() {
    const std::size_t place = today_ % days;
    has_events_[place / 64] &= ~(std::uint64_t{1} << place % 64);
    std::uint32_t node = first_of_day_[place];
    first_of_day_[place] = no_node;
    while (node != no_node) {
      Node& taken = nodes_.data()[node];
      today_events_.push(taken.key);
      const std::uint32_t next = taken.next;
      taken.next = free_;
      free_ = node;
      node = next;
      --later_;
    }
  }

  unsigned day_bits_;  ///< a day is that power of two of nanoseconds
  std::uint64_t today_ = 0;
  KeyHeap today_events_;  ///< and those before it
  KeyHeap far_;           ///< from today_ + days on
  std::uint64_t later_ = 0;
  std::uint32_t free_ = no_node;
  std::array<std::uint64_t, days / 64> has_events_{};  ///< bit by bit
  std::array<std::uint32_t, days> first_of_day_{};     ///< nodes, of day d at d mod days
  std::vector<Node> nodes_;
};

}  // namespace simulation
