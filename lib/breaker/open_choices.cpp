#include "breaker/open_choices.hpp"

#include <array>
#include <cstddef>

namespace breaker {
namespace {

constexpr std::array both_at_timeout{AtTimeout::half_open, AtTimeout::open};
constexpr std::array all_trial_limits{TrialLimit::successes_needed, TrialLimit::one,
                                      TrialLimit::success_threshold, TrialLimit::unlimited};
constexpr std::array both_old_trial{OldTrial::gives_up_slot, OldTrial::keeps_slot};
constexpr std::array all_half_open_from{HalfOpenFrom::timeout, HalfOpenFrom::call,
                                        HalfOpenFrom::call_or_query};
constexpr std::array both_late{LateResult::discarded, LateResult::counted};

constexpr bool makes_sense(const OpenChoices& c) {
  const bool late_results_matter = c.success_in_half_open == LateResult::counted ||
                                   c.failure_in_half_open == LateResult::counted;
  // Only a result that counts can tell from when on it would.
  if (c.half_open_from != HalfOpenFrom::timeout && !late_results_matter) return false;
  if (c.old_trial == OldTrial::gives_up_slot) return true;
  switch (c.trial_limit) {
    case TrialLimit::one:
      // A lone trial is outlived by its period only when a late result can end that.
      return late_results_matter;
    case TrialLimit::successes_needed:
      // That limit is a budget of one period: there is no semaphore to keep.
      return false;
    case TrialLimit::success_threshold:
      return true;
    case TrialLimit::unlimited:
      return false;
  }
  return false;
}

template <typename Visit>
constexpr void for_each_choice(Visit visit) {
  for (const auto at_timeout : both_at_timeout)
    for (const auto trial_limit : all_trial_limits)
      for (const auto old_trial : both_old_trial)
        for (const auto half_open_from : all_half_open_from)
          for (const auto success_in_half_open : both_late)
            for (const auto failure_in_half_open : both_late)
              for (const auto success_in_closed : both_late)
                for (const auto failure_in_closed : both_late) {
                  const OpenChoices choices{
                      at_timeout,        trial_limit,          old_trial,
                      half_open_from,    success_in_half_open, failure_in_half_open,
                      success_in_closed, failure_in_closed};
                  if (makes_sense(choices)) visit(choices);
                }
}

constexpr std::size_t choice_count = [] {
  std::size_t count = 0;
  for_each_choice([&](const OpenChoices&) { ++count; });
  return count;
}();

constexpr auto choice_list = [] {
  std::array<OpenChoices, choice_count> list{};
  std::size_t next = 0;
  for_each_choice([&](const OpenChoices& choices) { list[next++] = choices; });
  return list;
}();

}  // namespace

std::span<const OpenChoices> all_open_choices() {
  return choice_list;
}

}  // namespace breaker
