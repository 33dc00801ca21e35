#include "grader/shortest.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "grader/derive.hpp"

namespace grader {
namespace {

/// Every trace of 7 steps in seven settings costs a third of a second, of 8 more than one.
constexpr int exhaustive_max = 6;
constexpr std::uint64_t reduction_steps_max = 60'000;
/// More faults than that are not told apart: the first ones are to be mended first.
constexpr std::size_t findings_max = 8;
constexpr int rounds_max = 200;

/// A trace that applies the rules of this one in another setting: there, rules that need not or
/// cannot be applied are passed over, such as the counting of failures where one is enough.
Trace same_story(const ExploredMachine& here, const Trace& trace, const ExploredMachine& there) {
  Trace told;
  ExploredMachine::State of_here = 0;
  ExploredMachine::State of_there = 0;
  for (const Step step : trace) {
    const auto& cell = here.at(of_here, step);
    of_here = cell.next;
    const auto& other = there.at(of_there, step);
    if (other.expected.rules.back() != cell.expected.rules.back()) continue;
    told.push_back(step);
    of_there = other.next;
  }
  return told;
}

int length_of(const Failure& failure) {
  return static_cast<int>(std::min<std::size_t>(failure.length(), 10'000));
}

}  // namespace

std::vector<KnownFailure> ShortestSearch::run() {
  feed_.allow_more();
  const auto first = book_.simplest_first();
  if (first.empty()) return {};
  if (!is_repeatable(first.front().failure)) return of_two_objects();

  for (int i = 0; i < rounds_max && found_.size() < findings_max && !feed_.is_stopped(); ++i) {
    feed_.allow_more();
    const auto list = book_.simplest_first();
    const KnownFailure* next = unexplained(list);
    if (next == nullptr) break;
    const bool is_alone = next->failure.request.second.empty();
    if (!next->is_reduced && is_alone && !is_slow(next->failure.ending)) {
      const Failure failure = reduced(next->failure);
      book_.remove(next->attribution.requirement);
      book_.add(failure, true);
      if (length_of(failure) > exhaustive_max) try_elsewhere(failure);
      continue;
    }
    const Look look = next->failure.request.look;
    const int wanted = std::min(length_of(next->failure) - 1, exhaustive_max);
    if (is_alone && exhausted(look) < wanted) {
      // Most faults are shown by three or four steps, and each step more costs almost four times as
      // much. Those that cost a process each time are come to step by step.
      const int at_once = next->failure.ending == Ending::complete ? 3 : 1;
      if (exhaust(look, std::min(wanted, std::max(at_once, exhausted(look) + 1)))) continue;
      const auto shorter = book_.simplest_first();
      accept(*unexplained(shorter));
      continue;
    }
    if (exhausts_one_step_more(*next)) continue;
    if (next->failure.is_lagging && is_more_than_lagging(next->failure)) {
      book_.remove(next->attribution.requirement);
      ignores_lagging_ = true;
      continue;
    }
    if (auto other = shown_after_each_step(next->failure)) {
      book_.remove(next->attribution.requirement);
      book_.add(std::move(*other));
      continue;
    }
    accept(*next);
  }
  return found_;
}

void ShortestSearch::accept(const KnownFailure& known) {
  found_.push_back(known);
  found_.back().is_shortest = known.failure.request.second.empty() &&
                              exhausted(known.failure.request.look) >= length_of(known.failure) - 1;
}

bool ShortestSearch::is_repeatable(const Failure& failure) {
  if (!failure.request.second.empty() || !failure.got()) return true;
  feed_.restart();
  return suite_.try_one(failure.request).has_value();
}

/// What one object does depends on others before it, so that nothing else that was seen can be
/// trusted.
std::vector<KnownFailure> ShortestSearch::of_two_objects() {
  const auto unreliable = book_.simplest_first();
  book_.clear();
  suite_.named_pairs_afresh();
  auto list = book_.simplest_first();
  std::erase_if(list,
                [](const KnownFailure& known) { return known.failure.request.second.empty(); });
  if (!list.empty()) return {list.front()};
  Failure failure = unreliable.front().failure;
  for (const NamedTrace& named : manifest_.traces) {
    if (named.second.empty()) continue;
    for (std::size_t i = 0; i < manifest_.requirements.size(); ++i)
      if (manifest_.requirements[i].id == named.requirement) failure.named_requirement = i;
    break;
  }
  book_.clear();
  book_.add(std::move(failure));
  auto known = book_.simplest_first().front();
  if (known.failure.named_requirement) {
    known.attribution = {*known.failure.named_requirement, nullptr};
  }
  return {known};
}

const KnownFailure* ShortestSearch::unexplained(const std::vector<KnownFailure>& list) const {
  for (const KnownFailure& known : list)
    if (!is_explained(known.failure) && !(known.failure.is_lagging && ignores_lagging_))
      return &known;
  return nullptr;
}

bool ShortestSearch::is_explained(const Failure& failure) const {
  return std::any_of(found_.begin(), found_.end(), [&](const KnownFailure& found) {
    return grader::is_explained(manifest_, failure, found.failure, found.attribution);
  });
}

std::optional<Failure> ShortestSearch::shown_after_each_step(const Failure& failure) {
  if (failure.request.look == Look::after_each_step) return std::nullopt;
  Request request = failure.request;
  request.look = Look::after_each_step;
  auto other = suite_.try_one(request);
  return other && !other->is_lagging ? std::move(other) : std::nullopt;
}

/// One step more is affordable in one setting.
bool ShortestSearch::exhausts_one_step_more(const KnownFailure& known) {
  const Request& request = known.failure.request;
  if (length_of(known.failure) < exhaustive_max + 2 || request.look == Look::at_the_end ||
      !request.second.empty() || known.setting_rank >= manifest_.settings.size())
    return false;
  if (!settings_with_more_.insert(known.setting_rank).second) return false;
  suite_.exhaustive(request.setting, exhaustive_max + 1, request.look);
  return true;
}

bool ShortestSearch::is_more_than_lagging(const Failure& failure) {
  for (const Step step : oracle_.alphabet(false)) {
    Request request = failure.request;
    request.trace.push_back(step);
    auto other = suite_.try_one(request);
    if (!other || other->is_lagging) continue;
    book_.add(std::move(*other));
    return true;
  }
  return false;
}

void ShortestSearch::try_elsewhere(const Failure& failure) {
  const ExploredMachine& here = suite_.machine(failure.request.setting);
  for (const Setting& setting : manifest_.settings) {
    if (setting == failure.request.setting) return;
    const ExploredMachine& there = suite_.machine(setting);
    const Request request{
        setting, same_story(here, failure.request.trace, there), failure.request.look, {}};
    if (request.trace.empty()) continue;
    auto other = suite_.try_one(request);
    if (!other || other->is_lagging != failure.is_lagging || is_explained(*other)) continue;
    book_.add(reduced(std::move(*other)), true);
    return;
  }
}

bool ShortestSearch::exhaust(Look look, int length) {
  // At the end only, no trace shows what its beginnings do.
  const int from = look == Look::at_the_end ? exhausted(look) + 1 : length;
  for (int each = from; each <= length; ++each)
    for (const Setting& setting : manifest_.settings) suite_.exhaustive(setting, each, look);
  if (!feed_.is_open()) return false;
  exhausted(look) = length;
  return true;
}

/// Delta debugging (Zeller & Hildebrandt 2002), by ever smaller chunks. No failure that is
/// explained already takes the place of this one.
Failure ShortestSearch::reduced(Failure failure) {
  const std::uint64_t steps_max = feed_.steps() + reduction_steps_max;
  for (std::size_t chunk = std::max<std::size_t>(failure.length() / 2, 1); chunk > 0;) {
    bool improved = false;
    std::optional<Failure> best;
    for (const Request& request : shortened(failure, chunk)) {
      if (feed_.steps() > steps_max || !feed_.is_open()) return failure;
      auto other = suite_.try_one(request);
      if (!other || other->is_lagging != failure.is_lagging || is_explained(*other)) continue;
      if (best && other->length() >= best->length()) continue;
      best = std::move(other);
      // Long ones have so many parts that the first that may go goes.
      if (failure.length() > 16) break;
    }
    if (best) {
      failure = std::move(*best);
      improved = true;
    }
    if (!improved)
      chunk /= 2;
    else
      chunk = std::min(chunk, failure.length() / 2);
    if (failure.length() <= 1) break;
    if (chunk == 0 && improved) chunk = 1;
  }
  return failure;
}

std::vector<Request> ShortestSearch::shortened(const Failure& failure, std::size_t chunk) {
  std::vector<Request> list;
  const ExploredMachine& machine = suite_.machine(failure.request.setting);
  for (std::size_t at = 0; at < failure.request.trace.size(); at += chunk) {
    Request request = failure.request;
    const auto from = request.trace.begin() + static_cast<std::ptrdiff_t>(at);
    request.trace.erase(
        from, from + static_cast<std::ptrdiff_t>(std::min(chunk, request.trace.size() - at)));
    if (request.trace.empty()) continue;
    request.trace = canonical(machine, std::move(request.trace));
    list.push_back(std::move(request));
  }
  return list;
}

}  // namespace grader
