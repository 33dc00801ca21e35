#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "practice/journal.hpp"

namespace practice {

/// A share with its 95 % Wilson interval.
struct Share {
  std::size_t hits = 0;
  std::size_t total = 0;
  double low = 0;
  double high = 1;
  /// 0 when there is nothing to share.
  double value() const {
    return total == 0 ? 0.0 : static_cast<double>(hits) / static_cast<double>(total);
  }
};
Share share(std::size_t hits, std::size_t total);

struct TopicScore {
  std::string topic;
  Share right;
  std::size_t items_seen = 0;
};

struct Summary {
  std::size_t answered = 0;
  Share right;
  /// Sum of the certainty-based marks and the most that could be had; absent when no certainty was
  /// given at all.
  std::optional<int> marks;
  int marks_possible = 0;
  std::vector<TopicScore> topics;  ///< sorted by topic
  std::map<content::Kind, Share> by_kind;
  std::map<int, Share> by_certainty;  ///< how often right at certainty 1, 2, 3
  /// By item: wrong though the certainty was 3, in the latest answer; newest first.
  std::vector<std::string> confident_errors;
  std::size_t days_practised = 0;
};

/// Calibration says something from this many answers with a certainty.
inline constexpr std::size_t calibration_needs = 10;

/// The day of an instant on somebody's calendar.
using DayOf = std::chrono::local_days (*)(base::WallTime);
std::chrono::local_days utc_day(base::WallTime at);
/// By the time zone of this machine (TZ), as it was at that instant.
std::chrono::local_days local_day(base::WallTime at);

/// Of any set of answers, oldest first: one run's or the whole history. `day_of` decides what
/// counts as one day of practice.
Summary summarise(std::span<const Answered> answers, DayOf day_of = utc_day);

}  // namespace practice
