#include "grader/attribution.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <tuple>

namespace grader {
namespace {

using Rules = std::span<const std::string_view>;

constexpr std::string_view start = "start";

bool holds_any(Rules rules, const std::vector<std::string>& wanted) {
  return std::any_of(rules.begin(), rules.end(), [&](std::string_view rule) {
    return std::find(wanted.begin(), wanted.end(), rule) != wanted.end();
  });
}

/// Where the shortest beginning of `rules` that holds `wanted` as a subsequence ends; past the end
/// by one when none does.
std::size_t end_of_subsequence(Rules rules, const std::vector<std::string>& wanted) {
  std::size_t found = 0;
  for (std::size_t i = 0; i <= rules.size(); ++i) {
    if (found == wanted.size()) return i;
    if (i < rules.size() && rules[i] == wanted[found]) ++found;
  }
  return rules.size() + 1;
}

bool outcome_fits(const RequirementPattern& pattern, const Failure& failure) {
  if (pattern.got.empty()) return true;
  if (failure.ending == Ending::constructor_threw) return holds_any(std::array{start}, pattern.at);
  const auto got = failure.got();
  return got &&
         std::find(pattern.got.begin(), pattern.got.end(), got->outcome) != pattern.got.end();
}

bool fits(const RequirementPattern& pattern, const Failure& failure) {
  return outcome_fits(pattern, failure) && holds_any(failure.rules_at, pattern.at) &&
         end_of_subsequence(failure.rules_before, pattern.after) <= failure.rules_before.size();
}

std::size_t index_of(const Manifest& manifest, std::string_view id) {
  const auto& list = manifest.requirements;
  const auto place = std::find_if(list.begin(), list.end(),
                                  [&](const Requirement& each) { return each.id == id; });
  return static_cast<std::size_t>(place - list.begin());
}

}  // namespace

Attribution attribute(const Manifest& manifest, const Failure& failure) {
  if (failure.is_lagging) return {index_of(manifest, manifest.lagging_requirement), nullptr};
  if (!failure.request.second.empty() && failure.named_requirement)
    return {*failure.named_requirement, nullptr};

  const auto says = [](const RequirementPattern& pattern) {
    return std::tuple(!pattern.got.empty(), pattern.after.size());
  };
  Attribution best;
  Attribution names_the_rule{manifest.requirements.size(), nullptr};
  for (std::size_t i = 0; i < manifest.requirements.size(); ++i)
    for (const RequirementPattern& pattern : manifest.requirements[i].patterns) {
      if (names_the_rule.requirement > i && holds_any(failure.rules_at, pattern.at))
        names_the_rule.requirement = std::min(i, names_the_rule.requirement);
      if (!fits(pattern, failure)) continue;
      if (best.pattern == nullptr || says(pattern) > says(*best.pattern)) best = {i, &pattern};
    }
  if (best.pattern != nullptr) return best;
  if (failure.named_requirement) return {*failure.named_requirement, nullptr};
  if (names_the_rule.requirement < manifest.requirements.size()) return names_the_rule;
  return {};
}

bool is_explained(const Manifest& manifest, const Failure& failure, const Failure& found,
                  const Attribution& of_found) {
  const bool both_at_the_end =
      failure.request.look == Look::at_the_end && found.request.look == Look::at_the_end;
  if (both_at_the_end) return true;
  if (failure.is_lagging != found.is_lagging) return false;
  if (!failure.got() && !found.got() && failure.ending == found.ending) return true;
  const Attribution of_failure = attribute(manifest, failure);
  if (of_found.pattern == nullptr) return of_failure.requirement == of_found.requirement;
  const RequirementPattern& pattern = *of_found.pattern;
  // An object that starts wrongly may do anything.
  if (holds_any(std::array{start}, pattern.at)) return true;
  if (!pattern.got.empty()) return fits(pattern, failure);
  if (of_failure.pattern != nullptr && of_failure.pattern->after.size() > pattern.after.size() &&
      failure.rules_at.back() == found.rules_at.back() && failure.got() == found.got())
    return true;

  const Rules before = failure.rules_before;
  const std::size_t end = end_of_subsequence(before, pattern.after);
  if (end > before.size()) return false;
  return holds_any(failure.rules_at, pattern.at) || holds_any(before.subspan(end), pattern.at);
}

}  // namespace grader
