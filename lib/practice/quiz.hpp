#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "content/bank.hpp"
#include "practice/journal.hpp"

namespace practice {

struct QuizRequest {
  std::vector<std::string> topics;  ///< empty: all
  std::optional<int> difficulty;    ///< 1 to 3
  std::size_t count = 10;
  /// Weakest first: confident errors, then errors, then the low hit rates; items never answered
  /// are left out.
  bool weak = false;
  std::uint64_t seed = 0;
  /// The seed was given by the user: the same seed must give the same questions and options, so
  /// the history has no say (unless `weak`). Otherwise unseen items come first, then those not
  /// seen for longest.
  bool seed_is_fixed = false;
};

struct Question {
  const content::Item* item = nullptr;
  /// order[k] is the index in the item's options of the one shown at place k.
  std::vector<std::size_t> order;
};

/// Chooses and shuffles. May return fewer than asked for; empty when nothing fits.
std::vector<Question> plan_quiz(const content::Bank& bank, std::span<const Answered> history,
                                const QuizRequest& request);

/// Certainty-based marks (Gardner-Medwin): right 1, 2, 3 and wrong 0, -2, -6 for certainty 1, 2, 3.
/// Absent when no certainty was given.
std::optional<int> certainty_mark(bool correct, std::optional<int> certainty);

}  // namespace practice
