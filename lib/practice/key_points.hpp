#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content/item.hpp"
#include "practice/finding.hpp"
#include "practice/journal.hpp"

namespace practice {

/// What comparing a typed answer with one key point found. It suggests a tick and is never a grade:
/// "found" is to be trusted, "missing" is not, since people say things in other words.
struct PointFinding {
  Finding finding = Finding::missing;
  std::string quote;  ///< the words of the answer it rests on; empty when there are none
};

/// Compares the answer with the key point's phrases (content::Match). A phrase's words match by
/// stem, joined or apart ("timeout", "time out", "time-out"), with up to two other words between
/// them and none of punctuation that ends a sentence. A phrase behind one of `not_before` (within
/// five words, no punctuation and no "but" between) counts as its opposite. "maybe" is at least
/// half of the lists, or all of them but not in order or not near enough. Absent where the key
/// point has no phrases.
std::optional<PointFinding> find_point(const content::KeyPoint& point, std::string_view answer);

/// The rating that follows from the ticks: a missed `must` is again; all of them and less than 60 %
/// of the others is hard, more is good; all points, within the time, is easy.
Rating rating_of(const std::vector<Tick>& ticks, bool in_time);

/// The follow-up an interviewer would ask after these ticks: the one that shares most words with
/// the points missed (a `must` counts twice); when none does, or nothing was missed, the one of
/// number `turn` modulo their count. Absent when the item has none.
std::optional<std::size_t> choose_follow_up(const content::Open& open,
                                            const std::vector<Tick>& ticks, std::size_t turn);

}  // namespace practice
