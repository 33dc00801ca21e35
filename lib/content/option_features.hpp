#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "content/item.hpp"

namespace content {

/// What somebody who does not know the answer can go by. Each is a number, and the strategy of its
/// name picks the option where it is greatest.
enum class Feature {
  longest,
  shortest,
  most_words,
  most_hedged,
  fewest_absolutes,
  stem_overlap,   ///< words with content that the question has too
  convergence,    ///< words with content shared with the other options
  most_specific,  ///< numbers, code, names, brackets
  first_alphabetically,
};
inline constexpr std::size_t feature_count = 9;
inline constexpr std::array<std::string_view, feature_count> feature_names{
    "longest",      "shortest",    "most words",    "most hedged",         "fewest absolutes",
    "stem overlap", "convergence", "most specific", "first alphabetically"};

using OptionFeatures = std::array<double, feature_count>;

/// One element per option of a multiple-choice item.
std::vector<OptionFeatures> option_features(const Item& item);

}  // namespace content
