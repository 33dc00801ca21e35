#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "content/lint.hpp"
#include "content/option_features.hpp"

namespace content {

/// A multiple-choice item as one who guesses sees it.
struct GuessItem {
  std::vector<OptionFeatures> options;
  std::size_t key = 0;
  std::string topic;
};

/// How far each strategy that looks at one thing gets: the features, and each position in the file.
/// A strategy fails when it is better than chance beyond doubt (p < 0.05 after Holm's correction)
/// and by a margin that pays: the Wilson bound more than 0.05 over chance, or, where items have
/// four options, more than 0.40 right. Since the first condition holds for every bank, a bank
/// without bias fails at most once in twenty, however small it is, and fewer than five items cannot
/// fail.
std::vector<Strategy> try_strategies(std::span<const GuessItem> items);

/// Share of right picks of a model that weighs all features (conditional logit: one weight per
/// feature, the same for all options), each topic guessed by a model trained on other topics.
/// Positions are not among its features: a learner sees the options shuffled. -1 with fewer than 30
/// items or 3 topics.
double blind_score(std::span<const GuessItem> items);

}  // namespace content
