#include "practice/key_points.hpp"

#include <algorithm>
#include <cmath>

#include "content/words.hpp"
#include "practice/tokens.hpp"

namespace practice {
namespace {

using Tokens = std::vector<Token>;
using Lists = std::vector<content::Match::Phrases>;

constexpr std::size_t gap_max = 2;
constexpr std::size_t negation_scope = 5;
constexpr std::size_t quote_bytes_max = 100;
/// Bounds on the search for a combination of occurrences.
constexpr std::size_t occurrences_max = 40;
constexpr std::size_t combinations_max = 20'000;
/// A contradiction lies within so many words; otherwise its parts need not belong together.
constexpr std::size_t contradiction_span = 12;

/// Where a phrase stands: tokens [begin, end).
struct Occurrence {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_negated = false;
};

bool fits(const Token& wanted, std::string_view word, std::string_view stem) {
  // "merge*" is also meant to find "merging".
  if (wanted.is_prefix && word.starts_with(wanted.word)) return true;
  return wanted.word == word || wanted.stem == stem;
}

bool is_article(const Token& token) {
  return token.word == "a" || token.word == "an" || token.word == "the";
}

class TypedText {
 public:
  explicit TypedText(std::string_view text) : text_(text), tokens_(tokens_of(text)) {}

  std::vector<Occurrence> find(const std::string& phrase) const {
    Tokens wanted = tokens_of(phrase, true);
    if (wanted.size() > 1) std::erase_if(wanted, is_article);
    std::vector<Occurrence> all;
    if (wanted.empty()) return all;
    for (std::size_t i = 0; i < tokens_.size() && all.size() < occurrences_max; ++i) {
      if (const auto end = end_of(wanted, 0, i)) all.push_back({i, *end, false});
    }
    return all;
  }

  /// How many of the words stand before the occurrence and reach it.
  std::size_t negations(const Occurrence& occurrence, const std::vector<Tokens>& words) const {
    std::size_t count = 0;
    for (std::size_t i = occurrence.begin; i-- > 0;) {
      if (occurrence.begin - i > negation_scope) break;
      if (tokens_[i + 1].is_after_boundary || tokens_[i].word == "but") break;
      count += static_cast<std::size_t>(std::ranges::count_if(words, [&](const Tokens& word) {
        return end_of(word, 0, i).value_or(occurrence.begin + 1) <= occurrence.begin;
      }));
    }
    return count;
  }

  std::string quote(std::size_t begin, std::size_t end) const {
    const std::size_t from = tokens_[begin].begin;
    std::string words(text_.substr(from, tokens_[end - 1].end - from));
    std::ranges::replace(words, '\n', ' ');
    if (words.size() <= quote_bytes_max) return words;
    const std::size_t space = words.rfind(' ', quote_bytes_max);
    return words.substr(0, space == std::string::npos ? quote_bytes_max : space) + " ...";
  }

 private:
  /// The end of the phrase's words from `word` on, when the first of them stands at token `at`.
  std::optional<std::size_t> end_of(const Tokens& phrase, std::size_t word, std::size_t at) const {
    if (at >= tokens_.size()) return std::nullopt;
    const Token& wanted = phrase[word];
    const Token& here = tokens_[at];
    if (fits(wanted, here.word, here.stem)) {
      if (const auto end = rest_of(phrase, word + 1, at + 1)) return end;
    }
    // "timeout" for "time out", and the other way round.
    if (word + 1 < phrase.size() && here.word == wanted.word + phrase[word + 1].word) {
      if (const auto end = rest_of(phrase, word + 2, at + 1)) return end;
    }
    if (at + 1 < tokens_.size() && here.word.size() > 1 && !tokens_[at + 1].is_after_boundary) {
      const std::string joined = here.word + tokens_[at + 1].word;
      const std::string joined_stem = here.word + tokens_[at + 1].stem;
      if (fits(wanted, joined, joined_stem)) return rest_of(phrase, word + 1, at + 2);
    }
    return std::nullopt;
  }

  std::optional<std::size_t> rest_of(const Tokens& phrase, std::size_t word, std::size_t at) const {
    if (word == phrase.size()) return at;
    for (std::size_t gap = 0; gap <= gap_max && at + gap < tokens_.size(); ++gap) {
      if (tokens_[at + gap].is_after_boundary) return std::nullopt;
      if (const auto end = end_of(phrase, word, at + gap)) return end;
    }
    return std::nullopt;
  }

  std::string_view text_;
  Tokens tokens_;
};

/// The occurrences of each list's phrases, in the order of the answer.
std::vector<std::vector<Occurrence>> find_lists(const TypedText& answer, const Lists& lists,
                                                const content::Match::Phrases& negators) {
  std::vector<Tokens> words;
  for (const std::string& negator : negators) words.push_back(tokens_of(negator, true));
  std::erase_if(words, [](const Tokens& word) { return word.empty(); });
  std::vector<std::vector<Occurrence>> all;
  for (const auto& phrases : lists) {
    std::vector<Occurrence> found;
    for (const std::string& phrase : phrases) {
      for (Occurrence one : answer.find(phrase)) {
        one.is_negated = answer.negations(one, words) % 2 == 1;
        found.push_back(one);
      }
    }
    std::ranges::sort(found, {}, &Occurrence::begin);
    if (found.size() > occurrences_max) found.resize(occurrences_max);
    all.push_back(std::move(found));
  }
  return all;
}

struct Wanted {
  std::optional<std::size_t> span;  ///< in tokens
  bool ordered = false;
};

/// One occurrence of each list that together are as wanted: the shortest such stretch.
class Combination {
 public:
  Combination(const std::vector<std::vector<Occurrence>>& lists, Wanted wanted)
      : lists_(lists), wanted_(wanted) {
    choose(0, {});
  }
  const std::optional<Occurrence>& best() const { return best_; }

 private:
  void choose(std::size_t list, const std::vector<Occurrence>& chosen) {
    if (++tried_ > combinations_max) return;
    if (list == lists_.size()) return judge(chosen);
    for (const Occurrence& one : lists_[list]) {
      if (one.is_negated) continue;
      if (wanted_.ordered && !chosen.empty() && one.begin < chosen.back().end) continue;
      auto longer = chosen;
      longer.push_back(one);
      choose(list + 1, longer);
    }
  }

  void judge(const std::vector<Occurrence>& chosen) {
    Occurrence stretch = chosen.front();
    for (const Occurrence& one : chosen) {
      stretch.begin = std::min(stretch.begin, one.begin);
      stretch.end = std::max(stretch.end, one.end);
    }
    const std::size_t length = stretch.end - stretch.begin;
    if (wanted_.span && length > *wanted_.span) return;
    if (!best_ || length < best_->end - best_->begin) best_ = stretch;
  }

  const std::vector<std::vector<Occurrence>>& lists_;
  Wanted wanted_;
  std::optional<Occurrence> best_;
  std::size_t tried_ = 0;
};

std::vector<std::string> missed_roots(const content::Open& open, const std::vector<Tick>& ticks,
                                      bool must) {
  std::string text;
  for (std::size_t i = 0; i < ticks.size() && i < open.key_points.size(); ++i) {
    if (!ticks[i].said && ticks[i].must == must) text += open.key_points[i].text + ". ";
  }
  return content::content_roots(text);
}

}  // namespace

std::optional<PointFinding> find_point(const content::KeyPoint& point, std::string_view answer) {
  if (!point.match) return std::nullopt;
  const content::Match& match = *point.match;
  const TypedText text(answer);
  const auto quote = [&](const Occurrence& at) { return text.quote(at.begin, at.end); };

  if (!match.contradicts.empty()) {
    const auto against = find_lists(text, match.contradicts, match.not_before);
    if (const auto found = Combination(against, {.span = contradiction_span}).best()) {
      return PointFinding{Finding::contradicted, quote(*found)};
    }
  }
  const auto lists = find_lists(text, match.any, match.not_before);
  const auto near =
      match.near ? std::optional(static_cast<std::size_t>(*match.near)) : std::nullopt;
  const auto found = Combination(lists, {.span = near, .ordered = match.ordered}).best();
  if (found) return PointFinding{Finding::found, quote(*found)};

  std::size_t present = 0;
  const Occurrence* first = nullptr;
  const Occurrence* negated = nullptr;
  for (const auto& list : lists) {
    const auto plain = std::ranges::find(list, false, &Occurrence::is_negated);
    if (plain != list.end()) {
      ++present;
      if (first == nullptr) first = &*plain;
    } else if (!list.empty()) {
      negated = &list.front();
    }
  }
  if (negated != nullptr) return PointFinding{Finding::contradicted, quote(*negated)};
  if (present > 0 && present * 2 >= lists.size())
    return PointFinding{Finding::maybe, quote(*first)};
  return PointFinding{};
}

Rating rating_of(const std::vector<Tick>& ticks, bool in_time) {
  std::size_t others = 0;
  std::size_t said = 0;
  for (const Tick& tick : ticks) {
    if (tick.must && !tick.said) return Rating::again;
    if (tick.must) continue;
    ++others;
    said += tick.said ? 1 : 0;
  }
  if (said == others) return in_time ? Rating::easy : Rating::good;
  return said * 10 >= others * 6 ? Rating::good : Rating::hard;
}

std::optional<std::size_t> choose_follow_up(const content::Open& open,
                                            const std::vector<Tick>& ticks, std::size_t turn) {
  const auto& follow_ups = open.follow_ups;
  if (follow_ups.empty()) return std::nullopt;
  const auto musts = missed_roots(open, ticks, true);
  const auto others = missed_roots(open, ticks, false);
  std::size_t best = turn % follow_ups.size();
  std::size_t best_score = 0;
  for (std::size_t i = 0; i < follow_ups.size(); ++i) {
    std::string text = follow_ups[i].prompt;
    for (const std::string& point : follow_ups[i].key_points) text += ". " + point;
    const auto roots = content::content_roots(text);
    const std::size_t score = 2 * content::shared(roots, musts) + content::shared(roots, others);
    if (score > best_score) best_score = score, best = i;
  }
  return best;
}

}  // namespace practice
