#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "practice/journal.hpp"

namespace practice {

/// What has happened with one item.
struct ItemRecord {
  std::size_t answers = 0;
  std::size_t right = 0;
  base::WallTime last_at;  ///< of the latest answer; meaningless without answers, as the next are
  std::size_t last_place = 0;  ///< of the latest answer in the list of all
  bool last_correct = false;
  std::optional<int> last_certainty;
  std::vector<std::string> notes;  ///< of its flags, oldest first; an empty one for a bare flag
};

/// By item id; items without answers and flags are left out. `answers` must be oldest first.
std::unordered_map<std::string, ItemRecord> item_records(std::span<const Answered> answers,
                                                         std::span<const Flagged> flags);

}  // namespace practice
