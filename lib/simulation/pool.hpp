#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/error.hpp"

namespace simulation {

/// First in, first out, in one block of memory that doubles when it is full.
template <typename T>
class Ring {
 public:
  static constexpr std::size_t size_max = std::size_t{1} << 26;

  bool is_empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  const T& front() const { return places_.data()[first_]; }
  /// Counted from the front.
  const T& operator[](std::size_t i) const { return places_.data()[(first_ + i) & mask_]; }

  /// Throws base::Error beyond size_max.
  void push(const T& value) {
    if (size_ == places_.size()) grow();
    places_.data()[(first_ + size_) & mask_] = value;
    ++size_;
  }

  void pop() {
    first_ = (first_ + 1) & mask_;
    --size_;
  }

 private:
  void grow() {
    if (size_ >= size_max)
      throw base::Error("simulation: more than 67 million requests wait in one queue",
                        "Give the queue a bound, or its service more workers.");
    std::vector<T> larger(places_.empty() ? 16 : places_.size() * 2);
    for (std::size_t i = 0; i < size_; ++i) larger[i] = (*this)[i];
    places_ = std::move(larger);
    mask_ = places_.size() - 1;
    first_ = 0;
  }

  std::vector<T> places_;  ///< a power of two of them
  std::size_t mask_ = 0;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

/// Objects by number; a freed number is given out again, with what its object last held.
template <typename T>
class Slab {
 public:
  std::uint32_t take() {
    if (free_.empty()) {
      objects_.emplace_back();
      return static_cast<std::uint32_t>(objects_.size() - 1);
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    return slot;
  }
  void give_back(std::uint32_t slot) { free_.push_back(slot); }
  T& operator[](std::uint32_t slot) { return objects_.data()[slot]; }
  const T& operator[](std::uint32_t slot) const { return objects_.data()[slot]; }
  /// Those given back included.
  std::size_t size() const { return objects_.size(); }
  std::size_t in_use() const { return objects_.size() - free_.size(); }
  void reserve(std::size_t count) {
    objects_.reserve(count);
    free_.reserve(count);
  }

 private:
  std::vector<T> objects_;
  std::vector<std::uint32_t> free_;
};

}  // namespace simulation
