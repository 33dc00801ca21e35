#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <set>
#include <unordered_map>

#include "base/random.hpp"
#include "content/lint_rules.hpp"
#include "content/words.hpp"

namespace content {
namespace {

constexpr double alike = 0.8;  ///< Jaccard similarity from which two questions are one
constexpr std::size_t shingle_words = 3;
/// A bound on the comparisons for one item, for banks made of near-copies.
constexpr std::size_t comparisons_max = 200;

using Shingles = std::vector<std::uint64_t>;

/// Titles are compared with titles of their kind, and questions with questions.
std::string_view asked_as(Kind kind) {
  return kind == Kind::article || kind == Kind::erratum ? name(kind) : std::string_view();
}

/// Hashes of all runs of three words, each once.
Shingles shingles_of(const Item& item) {
  const auto all = words(item.prompt);
  std::set<std::uint64_t> hashes;
  const std::size_t width = std::clamp<std::size_t>(all.size(), 1, shingle_words);
  for (std::size_t i = 0; i + width <= all.size(); ++i) {
    std::uint64_t hash = base::fnv1a(asked_as(item.kind()));
    for (std::size_t j = i; j < i + width; ++j) hash = base::fnv1a(" ", base::fnv1a(all[j], hash));
    hashes.insert(hash);
  }
  return {hashes.begin(), hashes.end()};
}

double similarity(const Shingles& a, const Shingles& b) {
  Shingles both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  const std::size_t either = a.size() + b.size() - both.size();
  return either == 0 ? 0 : static_cast<double>(both.size()) / static_cast<double>(either);
}

/// Two wordings of one question: then a wrong option of one must not be the key of the other.
void check_sibling_keys(const Item& item, const Item& sibling, Findings& findings) {
  if (item.choice() == nullptr || sibling.choice() == nullptr) return;
  const Choice& choice = *sibling.choice();
  const std::string key = normalised(choice.options[choice.key()].text);
  const auto& options = item.choice()->options;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (!options[i].correct && normalised(options[i].text) == key) {
      findings.warning(
          item, fmt::format("options[{}].text", i), "sibling-key",
          fmt::format("is wrong here and right in item \"{}\", which asks the same", sibling.id));
    }
  }
}

/// Finds, for each item, an earlier one that asks the same. Two sets that are alike to 0.8 share
/// one of the rarest fifth of either's elements (Chaudhuri, Ganti & Kaushik 2006, "prefix filter"),
/// so only those are indexed.
class DuplicateIndex {
 public:
  explicit DuplicateIndex(const Bank& bank) {
    for (const Item& item : bank.items()) {
      sets_.push_back(shingles_of(item));
      for (const std::uint64_t shingle : sets_.back()) ++frequency_[shingle];
    }
  }

  /// The number of an earlier item, or npos. The items come in order.
  std::size_t find_and_add(std::size_t number) {
    const Shingles& set = sets_[number];
    Shingles rare = set;
    std::ranges::sort(rare, {}, [&](std::uint64_t s) { return std::pair(frequency_.at(s), s); });
    const auto overlap =
        static_cast<std::size_t>(std::ceil(alike * static_cast<double>(set.size())));
    rare.resize(set.size() - overlap + (set.empty() ? 0 : 1));
    std::set<std::size_t> compared;
    for (const std::uint64_t shingle : rare) {
      for (const std::size_t other : index_[shingle]) {
        if (compared.size() == comparisons_max) break;
        if (!compared.insert(other).second) continue;
        if (similarity(set, sets_[other]) >= alike) return other;
      }
    }
    for (const std::uint64_t shingle : rare) index_[shingle].push_back(number);
    return npos;
  }

  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

 private:
  std::vector<Shingles> sets_;
  std::unordered_map<std::uint64_t, std::size_t> frequency_;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> index_;
};

bool has_year(const std::string& text) {
  return std::ranges::any_of(words_as_written(text), [](std::string_view word) {
    return word.size() == 4 && (word.starts_with("19") || word.starts_with("20")) &&
           word.find_first_not_of("0123456789") == std::string_view::npos;
  });
}

/// Papers have a year; a vendor's page need not.
bool is_paper(const std::string& url) {
  return url.find("://doi.org/") != std::string::npos ||
         url.find("://arxiv.org/") != std::string::npos;
}

}  // namespace

void lint_duplicates(const Bank& bank, Findings& findings) {
  DuplicateIndex index(bank);
  for (std::size_t i = 0; i < bank.items().size(); ++i) {
    const std::size_t earlier = index.find_and_add(i);
    if (earlier == DuplicateIndex::npos) continue;
    const Item& item = bank.items()[i];
    const Item& sibling = bank.items()[earlier];
    findings.error(item, "prompt", "duplicate-stem",
                   fmt::format("asks nearly word for word what item \"{}\" asks ({}:{})",
                               sibling.id, sibling.place.file.string(), sibling.place.line));
    check_sibling_keys(item, sibling, findings);
    check_sibling_keys(sibling, item, findings);
  }
}

void lint_references(const Bank& bank, Findings& findings) {
  for (const Item& item : bank.items()) {
    // A drill rests on its arithmetic.
    if (item.sources.empty() && item.kind() != Kind::drill) {
      findings.warning(item, "sources", "no-source",
                       "names no source, so that nobody can look up who says so");
    }
    for (std::size_t i = 0; i < item.sources.size(); ++i) {
      const Source& source = item.sources[i];
      if (is_paper(source.url) && !has_year(source.ref)) {
        findings.warning(item, fmt::format("sources[{}].ref", i), "no-year",
                         "is a paper without its year");
      }
    }
    for (std::size_t i = 0; i < item.see_also.size(); ++i) {
      const std::string& id = item.see_also[i];
      if (bank.find(id) != nullptr && id != item.id) continue;
      findings.warning(item, fmt::format("see_also[{}]", i), "dangling-link",
                       id == item.id ? "is the item itself"
                                     : fmt::format("\"{}\" is no item of this content", id));
    }
  }
}

}  // namespace content
