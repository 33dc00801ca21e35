#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "practice/journal.hpp"

namespace practice {

/// A share with its 95 % Wilson interval.
struct Share {
  std::size_t hits = 0;
  std::size_t total = 0;
  double low = 0;
  double high = 1;
  /// 0 when there is nothing to share.
  double value() const { return total == 0 ? 0.0 : static_cast<double>(hits) / total; }
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
  std::vector<TopicScore> topics;     ///< sorted by topic
  std::map<int, Share> by_certainty;  ///< how often right at certainty 1, 2, 3
  /// By item: wrong though the certainty was 3, in the latest answer; newest first.
  std::vector<std::string> confident_errors;
  std::size_t days_practised = 0;
};

/// Calibration says something from this many answers with a certainty.
inline constexpr std::size_t calibration_needs = 10;

/// Of any set of answers: one run's or the whole history.
Summary summarise(std::span<const Answered> answers);

}  // namespace practice
