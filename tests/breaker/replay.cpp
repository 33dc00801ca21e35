#include "replay.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace {

using namespace breaker;

struct Period {
  char state;
  std::chrono::nanoseconds since;
  std::string results;  ///< S and F, those that count
};

struct Call {
  std::size_t period;
  bool is_trial;
  bool is_running = true;
};

struct Story {
  Policy policy;
  OpenChoices choices;
  std::vector<Period> periods{{'C', {}, ""}};
  std::vector<Call> calls{};

  std::size_t this_period() const { return periods.size() - 1; }

  bool is_due(std::chrono::nanoseconds now) const {
    if (periods.back().state != 'O') return false;
    const auto due = periods.back().since + policy.reset_timeout;
    return now > due || (now == due && choices.at_timeout == AtTimeout::half_open);
  }

  bool is_noticed(Act::Kind kind) const {
    switch (choices.half_open_from) {
      case HalfOpenFrom::timeout:
        return true;
      case HalfOpenFrom::call:
        return kind == Act::Kind::begin;
      case HalfOpenFrom::call_or_query:
        return kind == Act::Kind::begin || kind == Act::Kind::query;
    }
    return false;
  }

  bool has_free_slot() const {
    const auto holders = std::count_if(calls.begin(), calls.end(), [&](const Call& call) {
      return call.is_running && call.is_trial &&
             (call.period == this_period() || choices.old_trial == OldTrial::keeps_slot);
    });
    const auto& results = periods.back().results;
    const auto successes = std::count(results.begin(), results.end(), 'S');
    switch (choices.trial_limit) {
      case TrialLimit::one:
        return holders == 0;
      case TrialLimit::successes_needed:
        return holders + successes < policy.success_threshold;
      case TrialLimit::success_threshold:
        return holders < policy.success_threshold;
      case TrialLimit::unlimited:
        return true;
    }
    return false;
  }

  bool counts(const Call& call, char result) const {
    if (periods.back().state == 'O') return false;
    if (call.period == this_period()) return true;
    const bool closed = periods.back().state == 'C';
    const LateResult late =
        result == 'S' ? (closed ? choices.success_in_closed : choices.success_in_half_open)
                      : (closed ? choices.failure_in_closed : choices.failure_in_half_open);
    return late == LateResult::counted;
  }

  void end(Call& call, char result, std::chrono::nanoseconds now) {
    call.is_running = false;
    if (!counts(call, result)) return;
    std::string& results = periods.back().results;
    results += result;
    const std::string_view seen = results;
    if (periods.back().state == 'C') {
      const std::string run(static_cast<std::size_t>(policy.failure_threshold), 'F');
      if (seen.ends_with(run)) periods.push_back({'O', now, ""});
    } else if (result == 'F') {
      periods.push_back({'O', now, ""});
    } else if (seen.size() == static_cast<std::size_t>(policy.success_threshold)) {
      periods.push_back({'C', now, ""});
    }
  }

  Call* pick(std::size_t place) {
    std::vector<Call*> running;
    for (Call& call : calls)
      if (call.is_running) running.push_back(&call);
    return running.empty() ? nullptr : running[place % running.size()];
  }
};

}  // namespace

std::string replay(const std::vector<Act>& acts, const Policy& policy, const OpenChoices& choices) {
  Story story{.policy = policy, .choices = choices};
  std::string shown;
  for (const Act& act : acts) {
    bool rejected = false;
    Call* call = nullptr;
    const bool ends = act.kind == Act::Kind::succeed || act.kind == Act::Kind::fail;
    if (ends) call = story.pick(act.pick);
    const bool happens = !ends || call != nullptr;
    if (happens && story.is_due(act.at) && story.is_noticed(act.kind))
      story.periods.push_back({'H', act.at, ""});
    const char state = story.periods.back().state;
    if (act.kind == Act::Kind::begin) {
      rejected = state == 'O' || (state == 'H' && !story.has_free_slot());
      if (!rejected) story.calls.push_back({story.this_period(), state == 'H'});
    }
    if (call != nullptr) story.end(*call, act.kind == Act::Kind::succeed ? 'S' : 'F', act.at);
    const char visible = story.is_due(act.at) ? 'H' : story.periods.back().state;
    shown += rejected ? static_cast<char>(std::tolower(visible)) : visible;
  }
  return shown;
}
