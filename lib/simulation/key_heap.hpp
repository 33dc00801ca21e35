#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "simulation/wide.hpp"

namespace simulation {

/// Keys, the least first: a heap of four children per node, whose keys are compared in one go.
class KeyHeap {
 public:
  /// Above every key that may be pushed.
  static constexpr Wide none = ~Wide{0};

  KeyHeap() : groups_(16) { groups_.front().fill(none); }

  bool is_empty() const { return size_ == (has_hole_ ? 1U : 0U); }

  void push(Wide key) {
    if (has_hole_) {
      has_hole_ = false;
      sink(key);
      return;
    }
    rise(append(), key);
  }

  /// Must not be empty.
  Wide top() {
    if (has_hole_) fill_hole();
    return at(root);
  }

  /// Must not be empty. The place at the root stays open for what is pushed next: most events put
  /// one other in their place.
  void pop() {
    if (has_hole_) fill_hole();
    has_hole_ = true;
  }

 private:
  // The root is at 3 and the children of i at 4i-8 to 4i-5, so that siblings share a cache line.
  static constexpr std::size_t root = 3;
  struct alignas(64) Group : std::array<Wide, 4> {};

  Wide& at(std::size_t i) { return groups_.data()[i / 4][i % 4]; }

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
      const Group& group = groups_.data()[child / 4];
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
