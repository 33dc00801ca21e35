#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

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
/// sequence: a heap of four children per node whose nodes are 16 bytes, time before sequence before
/// kind and slot, so that one comparison decides.
class EventQueue {
 public:
  static constexpr unsigned kind_bits = 3;
  static constexpr unsigned slot_bits = 21;
  static constexpr std::uint32_t slots_max = std::uint32_t{1} << slot_bits;

  EventQueue() : groups_(16) { groups_.front().fill(none); }

  bool is_empty() const { return size_ == (has_hole_ ? 1U : 0U); }

  /// `sequence` is below 2^40, `slot` below slots_max.
  void push(const Event& event) {
    const Wide key =
        Wide{event.time_ns} << 64 |
        (event.sequence << (kind_bits + slot_bits) |
         std::uint64_t{static_cast<std::uint8_t>(event.kind)} << slot_bits | event.slot);
    if (has_hole_) {
      has_hole_ = false;
      sink(key);
      return;
    }
    rise(append(), key);
  }

  /// Must not be empty.
  Event top() {
    fill_hole();
    const Wide key = at(root);
    const auto low = static_cast<std::uint64_t>(key);
    return {.time_ns = static_cast<std::uint64_t>(key >> 64),
            .sequence = low >> (kind_bits + slot_bits),
            .kind = static_cast<Event::Kind>(low >> slot_bits & ((1U << kind_bits) - 1)),
            .slot = static_cast<std::uint32_t>(low & (slots_max - 1))};
  }

  /// Must not be empty. The place at the root stays open for what is pushed next: most events put
  /// one other in their place.
  void pop() {
    fill_hole();
    has_hole_ = true;
  }

 private:
  // The root is at 3 and the children of i at 4i-8 to 4i-5, so that siblings share a cache line.
  static constexpr std::size_t root = 3;
  static constexpr Wide none = ~Wide{0};
  struct alignas(64) Group : std::array<Wide, 4> {};

  Wide& at(std::size_t i) { return groups_[i / 4][i % 4]; }

  std::size_t append() {
    const std::size_t place = root + size_++;
    if (place / 4 + 1 >= groups_.size()) groups_.resize(groups_.size() * 2);
    // What is beyond the end of the heap loses every comparison.
    if (place % 4 == 0) groups_[place / 4].fill(none);
    return place;
  }

  void rise(std::size_t place, Wide key) {
    while (place > root) {
      const std::size_t parent = place / 4 + 2;
      if (at(parent) <= key) break;
      at(place) = at(parent);
      place = parent;
    }
    at(place) = key;
  }

  void sink(Wide key) {
    const std::size_t end = root + size_;
    std::size_t place = root;
    for (std::size_t child = 4; child < end; child = place * 4 - 8) {
      const Group& group = groups_[child / 4];
      const std::size_t left = group[1] < group[0] ? 1 : 0;
      const std::size_t right = group[3] < group[2] ? 3 : 2;
      const std::size_t least = group[right] < group[left] ? right : left;
      if (key <= group[least]) break;
      at(place) = group[least];
      place = child + least;
    }
    at(place) = key;
  }

  void fill_hole() {
    if (!has_hole_) return;
    has_hole_ = false;
    --size_;
    const std::size_t last = root + size_;
    const Wide key = at(last);
    at(last) = none;
    if (size_ > 0) sink(key);
  }

  std::vector<Group> groups_;
  std::size_t size_ = 0;  ///< the hole included
  bool has_hole_ = false;
};

}  // namespace simulation
