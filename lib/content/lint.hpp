#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "content/bank.hpp"

namespace content {

/// How far one way of guessing without knowledge gets: it looks at one feature of the options only.
struct Strategy {
  std::string name;       ///< such as "longest"
  std::size_t items = 0;  ///< items on which it makes a choice
  double hits = 0;        ///< right picks; where m options tie for best, the key counts 1/m
  double accuracy = 0;    ///< hits / items
  double chance = 0;      ///< mean of 1/k over the items
  double p_value = 1;     ///< one-sided exact (Poisson-)binomial, P(at least this many by chance)
  double p_adjusted = 1;  ///< after Holm's correction over all strategies
  double wilson_low = 0;  ///< lower end of the 95 % Wilson interval
  /// False when it is better than chance beyond doubt and by a margin that pays; try_strategies
  /// (guessing.hpp) has the rule. Fewer than five items cannot fail.
  bool passes = true;
};

/// How many items a topic has, for information.
struct TopicBalance {
  std::string topic;
  std::size_t items = 0;
  std::array<std::size_t, 3> by_difficulty{};  ///< without those that have none
  std::array<std::size_t, kind_names.size()> by_kind{};
};

struct LintReport {
  std::vector<Problem> problems;  ///< errors and warnings, the loader's included
  std::vector<Strategy> strategies;
  std::vector<std::size_t> key_positions;  ///< how often the key stands first, second, ...
  double key_position_p = 1;               ///< chi-square against equal use
  double runs_p = 1;                       ///< runs test on the sequence of key positions
  /// Leave-one-topic-out accuracy of a logistic model over all features; -1 when there are too few
  /// items to say.
  double blind_score = -1;
  double blind_chance = 0;
  std::size_t items = 0;
  std::size_t choice_items = 0;
  std::vector<TopicBalance> balance;  ///< by topic
};

/// Checks the items of a bank as a reviewer for item quality would: per item, over the whole bank,
/// and whether the bank can be beaten by guessing. Deterministic.
LintReport lint(const Bank& bank);

}  // namespace content
