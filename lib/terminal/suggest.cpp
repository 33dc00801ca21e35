#include "terminal/suggest.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <vector>

namespace terminal {
namespace {

/// No command, topic or flag is longer; what is costs no time here.
constexpr std::size_t longest_word = 64;

std::string lower_case(std::string_view word) {
  std::string result(word);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

/// Optimal string alignment distance.
std::size_t slips(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::size_t slips_allowed(std::size_t length) {
  if (length <= 4) return 1;
  return length <= 8 ? 2 : 3;
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> known) {
  if (word.size() < 2 || word.size() > longest_word) return std::nullopt;
  const std::string wanted = lower_case(word);
  const std::string* best = nullptr;
  std::size_t best_slips = slips_allowed(wanted.size()) + 1;
  const std::string* begun = nullptr;
  std::size_t begun_count = 0;
  for (const std::string& candidate : known) {
    if (candidate.size() > longest_word) continue;
    const std::string other = lower_case(candidate);
    // A two-letter word with one letter changed shares too little with it.
    if (other.size() < 3 && other.size() == wanted.size() && other[0] != wanted[0]) continue;
    const std::size_t distance = slips(wanted, other);
    if (distance < best_slips && distance < other.size()) {
      best = &candidate;
      best_slips = distance;
    }
    if (other.starts_with(wanted)) {
      begun = &candidate;
      ++begun_count;
    }
  }
  if (best == nullptr && begun_count == 1) best = begun;
  return best == nullptr ? std::nullopt : std::optional<std::string>(*best);
}

}  // namespace terminal
