#include "grader/real_tier.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "grader/attribution.hpp"
#include "grader/elapsed.hpp"
#include "grader/explored_machine.hpp"
#include "grader/failure_book.hpp"
#include "grader/judge.hpp"
#include "grader/real_suite.hpp"

namespace grader {
namespace {

using std::chrono::milliseconds;

/// Timeouts to try, each much longer than the one before. A trial begins with the first that the
/// submission can be made with and may go two further, so that the last is of whole seconds: who
/// takes fractions and cuts them off is not found wanting for it.
constexpr std::array<milliseconds, 5> timeouts{milliseconds(40), milliseconds(200),
                                               milliseconds(1'000), milliseconds(2'000),
                                               milliseconds(3'000)};
constexpr std::size_t stages = 3;

/// Few where timeouts are so short that one process keeps another from waking in time; many where
/// nearly all of the time is spent asleep.
constexpr int processes_with_short_timeouts = 6;
constexpr int processes_with_long_timeouts = 48;
constexpr milliseconds short_timeout{100};
/// What the waits of the first stage may take together, were they all made one after another by so
/// many processes.
constexpr milliseconds first_stage_time{4'000};
/// In timeouts: the longest named trace takes more in any case.
constexpr double least_room = 6;

/// What takes longer to be confirmed is left alone where something else is wrong too.
constexpr milliseconds confirming_time{6'000};

/// A trial whose time ran away is made again so often with the same timeout.
constexpr int attempts = 3;

/// Beyond the waits of the trace: for a process to do something at all.
constexpr milliseconds patience_of_process{2'000};

int processes_for(milliseconds timeout) {
  return timeout < short_timeout ? processes_with_short_timeouts : processes_with_long_timeouts;
}

struct Outcome {
  enum class Kind { undetermined, right, wrong, not_run } kind = Kind::undetermined;
  /// A lagging state and what else is wrong are two.
  std::vector<Failure> failures;
};

Outcome outcome_of(const Oracle& oracle, const Trial& trial, const Reply& reply) {
  if (reply.ending == Ending::grader_error) return {Outcome::Kind::not_run, {}};
  const Request& request = trial.request;
  const Judgement judgement = judge(expect(oracle, request), request, reply);
  const std::size_t determined = determined_steps(request, reply);
  const bool all_seen_are = determined == std::min(reply.observed.size(), request.steps());
  // An end that is no answer has no time; all steps before it must have theirs.
  const auto counts = [&](std::size_t step) {
    return step < determined || (all_seen_are && reply.ending != Ending::complete);
  };
  Outcome outcome;
  for (const auto& [at, is_lagging] :
       {std::pair(judgement.lagging, true), std::pair(judgement.wrong, false)}) {
    if (!at || !counts(*at)) continue;
    Failure failure = make_failure(oracle, request, reply, *at);
    failure.is_lagging = is_lagging;
    failure.named_requirement = trial.requirement;
    outcome.failures.push_back(std::move(failure));
  }
  if (judgement.wrong ? counts(*judgement.wrong) : determined == request.steps())
    outcome.kind = outcome.failures.empty() ? Outcome::Kind::right : Outcome::Kind::wrong;
  return outcome;
}

class RealTier {
 public:
  RealTier(const Manifest& manifest, const Oracle& oracle, const OpenInRealTime& open,
           const std::function<void(const Progress&)>& on_progress)
      : manifest_(manifest),
        oracle_(oracle),
        open_(open),
        on_progress_(on_progress),
        confirmed_(manifest) {}

  RequiredResult run() {
    first_ = first_timeout();
    const milliseconds timeout = timeouts[first_];
    const double room =
        std::max(least_room, first_stage_time / std::chrono::duration<double, std::milli>(timeout));
    // Where a trace takes a second or more, two parts would take twice the longest one's time.
    const Parts parts = timeout < short_timeout ? Parts::two : Parts::one;
    for (RealPart& part :
         make_real_suite(manifest_, oracle_, room * processes_for(timeout), parts)) {
      if (!confirmed_.empty()) break;
      try_all(part.trials);
      confirm_some();
      tried_.push_back(std::move(part));
    }
    std::vector<KnownFailure> found;
    for (const KnownFailure& known : confirmed_.simplest_first()) {
      const bool is_explained =
          std::any_of(found.begin(), found.end(), [&](const KnownFailure& simpler) {
            return grader::is_explained(manifest_, known.failure, simpler.failure,
                                        simpler.attribution);
          });
      if (!is_explained) found.push_back(known);
    }
    RequiredResult result = summarize(manifest_, oracle_, found, confirmed_);
    result.coverage = coverage();
    if (!result.findings.empty()) return result;
    if (unjudged_ == 0)
      result.verdict = Verdict::pass;
    else
      result.message = "it could not be judged on this machine just now: of " +
                       std::to_string(trials_) + " traces in real time, " +
                       std::to_string(unjudged_) + " never kept to their times";
    return result;
  }

 private:
  /// With an object of the simplest setting, at once: which timeouts it can be made with.
  std::size_t first_timeout() {
    Trial trial{Request{manifest_.settings.front(), {Step::query}, Look::after_each_step, {}}, {}};
    trial.request.timeout = timeouts.front();
    const Reply reply = run_requests({trial.request}, timeouts.front()).front();
    for (std::size_t i = 0; i + stages < timeouts.size(); ++i)
      if (timeouts[i] >= reply.timeout) return i;
    return timeouts.size() - stages;
  }

  std::vector<Reply> run_requests(const std::vector<Request>& requests, milliseconds longest) {
    RealProcesses processes;
    processes.at_once = std::min(processes_for(longest), static_cast<int>(requests.size()));
    processes.patience = patience_of_process + 2 * longest;
    processes.on_replies = [&](std::size_t replies) {
      if (on_progress_)
        on_progress_({phase_, static_cast<double>(replies) / static_cast<double>(requests.size())});
    };
    const auto subject = open_(processes);
    std::vector<Reply> replies = subject->run(requests);
    if (replies.size() != requests.size())
      throw base::Error("subject: not one reply for each request");
    return replies;
  }

  Request in_stage(const Request& request, std::size_t stage) const {
    Request timed = request;
    timed.timeout = timeouts[first_ + stage];
    if (timed.timeout % std::chrono::seconds(1) == milliseconds(0))
      timed.setting = oracle_.with_timeout(
          timed.setting, std::chrono::duration_cast<std::chrono::seconds>(timed.timeout));
    return timed;
  }

  /// Every trial in its stage, those that come to nothing several times.
  std::vector<Outcome> make(const std::vector<std::pair<Trial, std::size_t>>& trials) {
    std::vector<Outcome> outcomes(trials.size());
    for (int i = 0; i < attempts; ++i) {
      std::vector<std::size_t> open;
      for (std::size_t k = 0; k < trials.size(); ++k)
        if (outcomes[k].kind == Outcome::Kind::undetermined) open.push_back(k);
      if (open.empty()) break;
      std::vector<Request> requests;
      milliseconds longest{0};
      for (const std::size_t k : open) {
        requests.push_back(in_stage(trials[k].first.request, trials[k].second));
        longest = std::max(longest, requests.back().timeout);
      }
      const std::vector<Reply> replies = run_requests(requests, longest);
      for (std::size_t k = 0; k < open.size(); ++k) {
        const Trial trial{requests[k], trials[open[k]].first.requirement};
        outcomes[open[k]] = outcome_of(oracle_, trial, replies[k]);
      }
    }
    return outcomes;
  }

  /// Fills `suspects_`, and counts what no stage could judge.
  void try_all(const std::vector<Trial>& trials) {
    trials_ += trials.size();
    std::vector<std::pair<Trial, std::size_t>> open;
    for (const Trial& trial : trials) open.emplace_back(trial, 0);
    for (std::size_t stage = 0; stage < stages && !open.empty(); ++stage) {
      const std::vector<Outcome> outcomes = make(open);
      std::vector<std::pair<Trial, std::size_t>> left;
      for (std::size_t i = 0; i < open.size(); ++i) {
        const Outcome& outcome = outcomes[i];
        for (const Failure& failure : outcome.failures) suspects_.push_back(failure);
        if (outcome.kind == Outcome::Kind::undetermined)
          left.emplace_back(open[i].first, stage + 1);
        if (outcome.kind == Outcome::Kind::not_run) ++unjudged_;
      }
      open = std::move(left);
    }
    unjudged_ += open.size();
  }

  /// First one for each requirement: nearly always there is nothing more to find out.
  void confirm_some() {
    std::vector<Failure> single;
    std::vector<Failure> pairs;
    for (Failure& failure : std::exchange(suspects_, {})) {
      // With the second object's requirement goes what is wrong with two alone.
      if (failure.request.second.empty())
        single.push_back(std::move(failure));
      else if (!failure.is_lagging)
        pairs.push_back(std::move(failure));
    }
    FailureBook book(manifest_);
    for (const Failure& failure : single) book.add(failure);
    std::vector<Failure> simplest;
    for (const KnownFailure& known : book.simplest_first())
      if (simplest.empty() || can_be_confirmed_soon(known.failure))
        simplest.push_back(known.failure);
    const bool are_all = simplest.size() == single.size();
    const auto lagging = std::find_if(simplest.begin(), simplest.end(),
                                      [](const Failure& failure) { return failure.is_lagging; });
    if (lagging != simplest.end())
      for (Failure& failure : one_step_further(*lagging)) simplest.push_back(std::move(failure));
    std::size_t undecided = confirm(simplest);
    if (confirmed_.empty() && !are_all) undecided = confirm(single);
    if (confirmed_.empty()) undecided += confirm(pairs);
    unjudged_ += undecided;
    drop_what_is_more_than_lagging();
  }

  bool can_be_confirmed_soon(const Failure& failure) const {
    return cost_in_timeouts(failure.request) * timeouts[first_ + stages - 1] <= confirming_time;
  }

  /// What to try to find out whether a state only lags: then the next call is answered as if it did
  /// not.
  std::vector<Failure> one_step_further(const Failure& lagging) const {
    std::vector<Failure> failures;
    for (const Step step : oracle_.alphabet(false)) {
      Failure failure = lagging;
      failure.is_lagging = false;
      failure.request.trace.push_back(step);
      failures.push_back(std::move(failure));
    }
    return failures;
  }

  void drop_what_is_more_than_lagging() {
    const auto known = confirmed_.simplest_first();
    for (const KnownFailure& lagging : known) {
      const Trace& trace = lagging.failure.request.trace;
      const auto goes_on = [&](const KnownFailure& other) {
        const Trace& longer = other.failure.request.trace;
        return !other.failure.is_lagging && longer.size() == trace.size() + 1 &&
               std::equal(trace.begin(), trace.end(), longer.begin());
      };
      if (lagging.failure.is_lagging && std::any_of(known.begin(), known.end(), goes_on))
        confirmed_.remove(lagging.attribution.requirement);
    }
  }

  /// Adds to `confirmed_` what is wrong with every longer timeout, as it is with the longest.
  /// Returns how many were neither wrong again nor ever right.
  std::size_t confirm(const std::vector<Failure>& failures) {
    if (failures.empty()) return 0;
    std::size_t undecided = 0;
    phase_ = Progress::Phase::once_more;
    std::vector<std::pair<Trial, std::size_t>> trials;
    for (const Failure& failure : failures)
      for (std::size_t stage = 1; stage < stages; ++stage)
        trials.push_back({{failure.request, failure.named_requirement}, stage});
    const std::vector<Outcome> outcomes = make(trials);
    for (std::size_t i = 0; i < failures.size(); ++i) {
      const auto begin = outcomes.begin() + static_cast<std::ptrdiff_t>(i * (stages - 1));
      const auto end = begin + static_cast<std::ptrdiff_t>(stages - 1);
      const Failure* last = nullptr;
      const auto shows_it = [&](const Outcome& outcome) {
        const auto found = std::find_if(
            outcome.failures.begin(), outcome.failures.end(),
            [&](const Failure& failure) { return failure.is_lagging == failures[i].is_lagging; });
        if (found != outcome.failures.end()) last = &*found;
        return found != outcome.failures.end();
      };
      if (std::all_of(begin, end, shows_it))
        confirmed_.add(*last);
      else if (std::none_of(begin, end, [](const Outcome& outcome) {
                 return outcome.kind == Outcome::Kind::right;
               }))
        ++undecided;
    }
    return undecided;
  }

  Coverage coverage() const {
    Coverage coverage;
    coverage.timeout = timeouts[first_];
    std::set<std::string_view> known;
    std::set<std::string_view> tested;
    for (const Setting& setting : manifest_.settings) {
      const ExploredMachine machine = explore(oracle_, setting);
      for (ExploredMachine::State state = 0; state < machine.states(); ++state)
        for (const Step step : machine.inputs[state])
          known.insert(machine.at(state, step).expected.rules.begin(),
                       machine.at(state, step).expected.rules.end());
    }
    for (const RealPart& part : tried_) {
      coverage.named_traces += part.named;
      coverage.derived_traces += part.derived;
      coverage.settings += part.settings;
      for (const Trial& trial : part.trials)
        for (const OracleRun::Expected& expected : expect(oracle_, trial.request))
          for (const std::string_view rule : expected.rules)
            if (known.contains(rule)) tested.insert(rule);
    }
    coverage.rules = static_cast<int>(tested.size());
    coverage.rules_known = static_cast<int>(known.size());
    return coverage;
  }

  const Manifest& manifest_;
  const Oracle& oracle_;
  const OpenInRealTime& open_;
  const std::function<void(const Progress&)>& on_progress_;
  Progress::Phase phase_ = Progress::Phase::real_time;
  std::size_t first_ = 0;  ///< index of the first stage's timeout
  std::vector<RealPart> tried_;
  std::size_t trials_ = 0;
  std::vector<Failure> suspects_;
  FailureBook confirmed_;
  std::size_t unjudged_ = 0;
};

}  // namespace

RequiredResult run_in_real_time(const Manifest& manifest, const Oracle& oracle,
                                const OpenInRealTime& open,
                                const std::function<void(const Progress&)>& on_progress) {
  return RealTier(manifest, oracle, open, on_progress).run();
}

}  // namespace grader
