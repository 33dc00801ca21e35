#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "content/lint_rules.hpp"
#include "content/words.hpp"

namespace content {
namespace {

constexpr std::size_t stem_words_min = 5;
constexpr std::size_t stem_words_max = 130;
constexpr std::size_t sentence_words_max = 45;

/// The sentence that asks: the last one with a question mark, or the last.
std::string_view question_of(const std::vector<std::string_view>& all) {
  for (auto sentence = all.rbegin(); sentence != all.rend(); ++sentence) {
    if (sentence->find('?') != std::string_view::npos) return *sentence;
  }
  return all.empty() ? std::string_view{} : all.back();
}

bool is_emphasised(std::string_view text, std::size_t at, std::size_t length) {
  const bool upper =
      text[at] >= 'A' && text[at] <= 'Z' && text[at + 1] >= 'A' && text[at + 1] <= 'Z';
  const char before = at > 0 ? text[at - 1] : ' ';
  const char after = at + length < text.size() ? text[at + length] : ' ';
  return upper || ((before == '*' || before == '_') && (after == '*' || after == '_'));
}

/// A "which is not" that a quick reader misses. "Why does X not ..." and the like are no negative
/// stems: there the negation is what is asked about.
bool hides_negation(std::string_view question) {
  std::string lower(question);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const auto is_letter = [&](std::size_t at) {
    return at < lower.size() && lower[at] >= 'a' && lower[at] <= 'z';
  };
  std::size_t which = lower.find("which");
  if (which == std::string::npos) return false;
  for (const std::string_view word : {"not", "except"}) {
    for (std::size_t at = lower.find(word, which); at != std::string::npos;
         at = lower.find(word, at + 1)) {
      if (is_letter(at - 1) || is_letter(at + word.size())) continue;
      if (!is_emphasised(question, at, word.size())) return true;
    }
  }
  return lower.find("n't ", which) != std::string::npos;
}

}  // namespace

void lint_stem(const Item& item, Findings& findings) {
  const std::string text = without_code_blocks(item.prompt);
  const std::size_t count = words(text).size();
  const bool is_title = item.kind() == Kind::article || item.kind() == Kind::erratum;
  if (!is_title && words(item.prompt).size() < stem_words_min) {
    findings.warning(item, "prompt", "short-stem",
                     fmt::format("has {} words; ask the whole question, so that it can be answered "
                                 "with the options covered",
                                 count));
  }
  if (count > stem_words_max) {
    findings.warning(item, "prompt", "long-stem",
                     fmt::format("has {} words; over {} the reading is tested, not the knowledge",
                                 count, stem_words_max));
  }
  const auto all = sentences(text);
  for (const std::string_view sentence : all) {
    if (const std::size_t length = words(sentence).size(); length > sentence_words_max) {
      findings.warning(item, "prompt", "long-sentence",
                       fmt::format("has a sentence of {} words; split it (at most {})", length,
                                   sentence_words_max));
      break;
    }
  }
  if (item.choice() != nullptr && hides_negation(question_of(all))) {
    findings.warning(item, "prompt", "negative-stem",
                     "asks for what is not so and does not show it; ask for what is so, or write "
                     "NOT or **not**");
  }
}

}  // namespace content
