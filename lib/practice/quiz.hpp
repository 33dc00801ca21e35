#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "content/bank.hpp"
#include "content/item.hpp"
#include "practice/journal.hpp"

namespace practice {

struct QuizRequest {
  std::vector<std::string> topics{};  ///< with `items`: any of them; both empty: everything
  std::vector<std::string> items{};   ///< single items by id
  std::optional<int> difficulty{};    ///< 1 to 3
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

/// Chooses items of one kind, as plan_quiz() does.
std::vector<const content::Item*> plan_items(std::span<const content::Item> items,
                                             std::span<const Answered> history,
                                             const QuizRequest& request, content::Kind kind);

struct Question {
  const content::Item* item = nullptr;
  /// order[k] is the index in the item's options of the one shown at place k.
  std::vector<std::size_t> order;
};

/// Chooses and shuffles. May return fewer than asked for; empty when nothing fits. The history is
/// oldest first, as Journal::answers() gives it. The questions point into the items.
/// Topics take turns where they can, without a word against what must come first. With `weak`, the
/// order is by the latest answer (wrong at certainty 3, other wrong ones, right ones), then by the
/// hit rate (hits + 1) / (answers + 2), lowest first, then by chance.
std::vector<Question> plan_quiz(std::span<const content::Item> items,
                                std::span<const Answered> history, const QuizRequest& request);
std::vector<Question> plan_quiz(const content::Bank& bank, std::span<const Answered> history,
                                const QuizRequest& request);

/// Certainty-based marks (Gardner-Medwin): right 1, 2, 3 and wrong 0, -2, -6 for certainty 1, 2, 3.
/// Absent when no certainty was given, or none of these.
std::optional<int> certainty_mark(bool correct, std::optional<int> certainty);

}  // namespace practice
