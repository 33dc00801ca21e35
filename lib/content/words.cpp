#include "content/words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <span>

#include "base/ascii.hpp"

namespace content {
namespace {

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || byte >= 0x80;
}

bool is_one_of(std::string_view word, std::span<const std::string_view> sorted) {
  return std::ranges::binary_search(sorted, word);
}

constexpr auto common_words = std::to_array<std::string_view>(
    {"a",     "about",  "after", "all",    "also",  "an",   "and",  "any",   "are",   "as",
     "at",    "be",     "been",  "before", "but",   "by",   "can",  "could", "did",   "do",
     "does",  "each",   "for",   "from",   "get",   "had",  "has",  "have",  "he",    "how",
     "if",    "in",     "into",  "is",     "it",    "its",  "may",  "more",  "most",  "must",
     "no",    "not",    "of",    "on",     "one",   "only", "or",   "other", "out",   "over",
     "same",  "should", "since", "so",     "some",  "than", "that", "the",   "their", "them",
     "then",  "there",  "these", "they",   "this",  "to",   "two",  "up",    "was",   "were",
     "what",  "when",   "where", "which",  "while", "who",  "why",  "will",  "with",  "without",
     "would", "you",    "your"});
static_assert(std::ranges::is_sorted(common_words));

constexpr auto absolutes = std::to_array<std::string_view>(
    {"absolutely", "all", "always", "completely", "entirely", "every", "everything", "guaranteed",
     "guarantees", "impossible", "never", "none", "nothing", "totally"});
static_assert(std::ranges::is_sorted(absolutes));

constexpr auto hedges = std::to_array<std::string_view>(
    {"generally", "likely", "mainly", "may", "might", "mostly", "often", "perhaps", "possibly",
     "probably", "rarely", "roughly", "seldom", "sometimes", "tends", "typically", "usually"});
static_assert(std::ranges::is_sorted(hedges));

std::string root(std::string word) {
  for (const std::string_view ending : {"ing", "ed", "es", "s", "e"}) {
    if (word.size() >= ending.size() + 4 && word.ends_with(ending)) {
      word.resize(word.size() - ending.size());
      break;
    }
  }
  return word;
}

}  // namespace

std::vector<std::string_view> words_as_written(std::string_view text) {
  std::vector<std::string_view> all;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool between = i > begin && i + 1 < text.size();
    const bool apostrophe = between && text[i] == '\'' && is_word_byte(text[i + 1]);
    const bool point =
        between && text[i] == '.' && base::is_digit(text[i - 1]) && base::is_digit(text[i + 1]);
    if (i < text.size() && (is_word_byte(text[i]) || apostrophe || point)) continue;
    if (i > begin) all.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  return all;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> all;
  for (const std::string_view word : words_as_written(text)) {
    std::ranges::transform(word, std::back_inserter(all.emplace_back()), base::ascii_lower);
  }
  return all;
}

std::size_t spoken_words(std::string_view text) {
  std::size_t count = 0;
  bool has_letter = false;
  for (const char c : text) {
    const bool is_blank = c == ' ' || c == '\n' || c == '\t';
    if (is_blank && has_letter) ++count;
    const auto byte = static_cast<unsigned char>(c);
    has_letter = !is_blank && (has_letter || std::isalnum(byte) != 0 || byte >= 0x80);
  }
  return count + (has_letter ? 1 : 0);
}

std::vector<std::string> content_roots(std::string_view text) {
  std::vector<std::string> roots;
  for (std::string& word : words(text)) {
    if (word.size() < 3 || is_one_of(word, common_words)) continue;
    roots.push_back(root(std::move(word)));
  }
  std::ranges::sort(roots);
  const auto rest = std::ranges::unique(roots);
  roots.erase(rest.begin(), rest.end());
  return roots;
}

std::size_t shared(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::size_t count = 0;
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    const int order = i->compare(*j);
    if (order == 0) ++count;
    if (order <= 0) ++i;
    if (order >= 0) ++j;
  }
  return count;
}

std::string normalised(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '`' || c == '*' || c == '_' || c == '"') continue;
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    if (!blank) {
      result += base::ascii_lower(c);
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  while (!result.empty() && (result.back() == ' ' || result.back() == '.')) result.pop_back();
  // Nothing but marks, as where the options are operators: then the marks are the text.
  return result.empty() ? std::string(text) : result;
}

std::size_t visible_length(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80 && c != '`' && c != '*';
  }));
}

std::string without_code_blocks(std::string_view text) {
  std::string result;
  bool in_code = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    const std::string_view line = text.substr(0, end + 1);
    text.remove_prefix(end + 1);
    const auto start = line.find_first_not_of(" ");
    const bool fence = start != std::string_view::npos && (line.substr(start).starts_with("```") ||
                                                           line.substr(start).starts_with("~~~"));
    if (fence) {
      in_code = !in_code;
    } else if (!in_code) {
      result += line;
    }
  }
  return result;
}

std::vector<std::string_view> sentences(std::string_view text) {
  std::vector<std::string_view> all;
  std::size_t begin = 0;
  bool in_code = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '`') in_code = !in_code;
    const char next = i + 1 < text.size() ? text[i + 1] : '\n';
    const bool stop = (c == '.' || c == '?' || c == '!') && (next == ' ' || next == '\n');
    const bool paragraph = c == '\n' && (next == '\n' || next == '-' || next == '|');
    if (in_code || !(stop || paragraph)) continue;
    all.push_back(text.substr(begin, i + 1 - begin));
    begin = i + 1;
  }
  if (begin < text.size()) all.push_back(text.substr(begin));
  return all;
}

bool is_absolute(std::string_view word) {
  return is_one_of(word, absolutes);
}
bool is_hedge(std::string_view word) {
  return is_one_of(word, hedges);
}

}  // namespace content
