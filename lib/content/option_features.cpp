#include "content/option_features.hpp"

#include <algorithm>

#include "content/words.hpp"

namespace content {
namespace {

double& at(OptionFeatures& features, Feature feature) {
  return features[static_cast<std::size_t>(feature)];
}

/// Numbers, code spans, brackets, and words with a capital that do not begin the text.
double specificity(std::string_view text) {
  double count = 0;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char previous = i == 0 ? '\0' : text[i - 1];
    if (is_digit(text[i]) && !is_digit(previous) && previous != '.') ++count;
    if (text[i] == '(') ++count;
    if (text[i] == '`') count += 0.5;
    if (text[i] >= 'A' && text[i] <= 'Z' && previous == ' ') ++count;
  }
  return count;
}

}  // namespace

std::vector<OptionFeatures> option_features(const Item& item) {
  const std::vector<Option>& options = item.choice()->options;
  const std::vector<std::string> stem = content_roots(item.prompt);
  std::vector<std::vector<std::string>> roots;
  std::vector<std::string> texts;
  for (const Option& option : options) {
    roots.push_back(content_roots(option.text));
    texts.push_back(normalised(option.text));
  }
  std::vector<OptionFeatures> all(options.size());
  for (std::size_t i = 0; i < options.size(); ++i) {
    const auto in_text = words(options[i].text);
    const auto length = static_cast<double>(visible_length(options[i].text));
    at(all[i], Feature::longest) = length;
    at(all[i], Feature::shortest) = -length;
    at(all[i], Feature::most_words) = static_cast<double>(in_text.size());
    at(all[i], Feature::most_hedged) =
        static_cast<double>(std::ranges::count_if(in_text, is_hedge));
    at(all[i], Feature::fewest_absolutes) =
        -static_cast<double>(std::ranges::count_if(in_text, is_absolute));
    at(all[i], Feature::stem_overlap) = static_cast<double>(shared(roots[i], stem));
    at(all[i], Feature::most_specific) = specificity(options[i].text);
    for (std::size_t j = 0; j < options.size(); ++j) {
      if (j == i) continue;
      at(all[i], Feature::convergence) += static_cast<double>(shared(roots[i], roots[j]));
      if (texts[i] > texts[j]) at(all[i], Feature::first_alphabetically) -= 1;
    }
  }
  return all;
}

}  // namespace content
