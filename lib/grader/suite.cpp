#include "grader/suite.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/random.hpp"
#include "grader/derive.hpp"
#include "grader/exhaustive.hpp"
#include "grader/walks.hpp"

namespace grader {
namespace {

/// So many states have a suite that is worth its time.
constexpr std::size_t derived_states_max = 30;
/// For each setting of the manifest. Measured on 19,500 machines with one wrong transition that
/// takes effect after one to three events, and shows within 7 steps: 4 walks of 500 steps miss
/// none, 10 of 200 miss 1 to 6; every trace of 6 steps, ten times as many steps, misses 6,900.
constexpr int small_walks = 5;
constexpr std::size_t small_walk_length = 500;
constexpr std::size_t few = 2;
constexpr std::uint64_t notes_max = 2'000;
constexpr std::uint64_t traces_between_looks = 64;
constexpr int random_pairs = 4;  // for each setting
constexpr std::size_t random_pair_length = 20;

std::size_t index_of(const Manifest& manifest, std::string_view requirement) {
  const auto& list = manifest.requirements;
  const auto place = std::find_if(list.begin(), list.end(),
                                  [&](const Requirement& each) { return each.id == requirement; });
  if (place == list.end())
    throw base::Error("manifest: there is no requirement " + std::string(requirement));
  return static_cast<std::size_t>(place - list.begin());
}

Look look_of_lap(int lap) {
  return lap % 5 == 4 ? Look::at_the_end : Look::after_each_step;
}

bool overlaps(const Trace& trace) {
  return std::any_of(trace.begin(), trace.end(), [](Step step) {
    return step == Step::begin || step == Step::finish_succeed || step == Step::finish_fail;
  });
}

bool begins_alike(const Request& shorter, const Request& longer) {
  const Trace& a = shorter.trace;
  return !a.empty() && shorter.setting == longer.setting && shorter.look == longer.look &&
         a.size() <= longer.trace.size() && std::equal(a.begin(), a.end(), longer.trace.begin());
}

/// What one of two objects goes through: its own steps and every wait.
Trace seen_by(const Request& request, bool second) {
  Trace trace;
  for (const TimedStep& timed : in_order(request))
    if (timed.is_second == second || timed.step == Step::wait_past || timed.step == Step::wait_part)
      trace.push_back(timed.step);
  return trace;
}

}  // namespace

Suite::Suite(const Manifest& manifest, const Oracle& oracle, Feed& feed,
             const RequiredOptions& options, FailureBook& book)
    : manifest_(manifest),
      oracle_(oracle),
      feed_(feed),
      options_(options),
      book_(book),
      judge_([this](const Request& request, const Reply& reply) { judge_reply(request, reply); }) {}

const ExploredMachine& Suite::machine(const Setting& setting) {
  auto& place = machines_[setting.values];
  if (!place) place = std::make_unique<ExploredMachine>(explore(oracle_, setting));
  return *place;
}

void Suite::show(Progress::Phase phase, double done) const {
  if (options_.on_progress) options_.on_progress({phase, done});
}

void Suite::named() {
  show(Progress::Phase::named, 0);
  for (const NamedTrace& named : manifest_.traces)
    if (!overlaps(named.trace) && !overlaps(named.second)) judge_named(named, Process::as_it_is);
}

void Suite::named_pairs_afresh() {
  for (const NamedTrace& named : manifest_.traces)
    if (!named.second.empty()) judge_named(named, Process::new_one);
}

void Suite::judge_named(const NamedTrace& named, Process process) {
  if (!feed_.is_open()) return;
  ++coverage_.named_traces;
  const std::size_t requirement = index_of(manifest_, named.requirement);
  const Request request{named.setting, named.trace, Look::after_each_step, named.second};
  if (!named.second.empty()) return judge_pair(request, requirement, process);
  if (auto failure = try_one(request)) {
    failure->named_requirement = requirement;
    book_.add(std::move(*failure));
  }
}

/// Adds what is wrong with two objects that are right when alone.
void Suite::judge_pair(const Request& request, std::size_t requirement, Process process) {
  const auto tried = [&](const Request& each) {
    if (process == Process::new_one) feed_.restart();
    return try_one(each);
  };
  auto failure = tried(request);
  if (!failure || failure->is_lagging) return;
  for (const bool second : {false, true})
    if (tried({request.setting, seen_by(request, second), request.look, {}})) return;
  failure->named_requirement = requirement;
  book_.add(std::move(*failure));
}

void Suite::pairs() {
  const auto named = std::find_if(manifest_.traces.begin(), manifest_.traces.end(),
                                  [](const NamedTrace& each) { return !each.second.empty(); });
  if (named == manifest_.traces.end()) return;
  const std::size_t requirement = index_of(manifest_, named->requirement);
  base::RandomStream random(options_.seed, "pairs");
  std::vector<Request> requests;
  for (const Setting& setting : manifest_.settings) {
    Walker walker(machine(setting));
    for (int i = 0; i < random_pairs; ++i) {
      Trace first = walker.walk(random, random_pair_length);
      requests.push_back({setting, std::move(first), Look::after_each_step,
                          walker.walk(random, random_pair_length)});
    }
  }
  std::vector<Request> wrong;
  const auto judge_both = [&](const Request& request, const Reply& reply) {
    if (judge(expect(oracle_, request), request, reply).wrong) wrong.push_back(request);
  };
  for (const Request& request : requests) feed_.send(request, judge_both);
  feed_.finish(judge_both);
  // Whatever is wrong with single objects shows here too, and again in every pair.
  for (std::size_t i = 0; i < wrong.size() && i < 2; ++i)
    judge_pair(wrong[i], requirement, Process::as_it_is);
}

std::optional<Failure> Suite::try_one(const Request& request) {
  std::optional<Failure> failure;
  const auto judge_one = [&](const Request&, const Reply& reply) {
    const auto judgement = judge(expect(oracle_, request), request, reply);
    if (!judgement.wrong && !judgement.lagging) return;
    failure = make_failure(oracle_, request, reply,
                           *(judgement.wrong ? judgement.wrong : judgement.lagging));
    failure->is_lagging = !judgement.wrong;
  };
  feed_.send(request, judge_one);
  feed_.finish(judge_one);
  return failure;
}

void Suite::derived() {
  const std::uint64_t before = feed_.calls();
  show(Progress::Phase::derived, 0);
  std::set<std::string_view> rules;
  std::set<std::string_view> tested;
  std::vector<Setting> settings = manifest_.settings;
  for (const Setting& setting : oracle_.long_run_settings()) settings.push_back(setting);
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const ExploredMachine& machine = this->machine(settings[i]);
    if (machine.states() > derived_states_max) continue;
    const bool is_small = i < manifest_.settings.size();
    for (Trace& trace : derive_suite(machine, is_small ? 1 : 0))
      send(machine, std::move(trace), Look::after_each_step);
    if (is_small)
      for (Trace& trace : derive_suite(machine, 0))
        send(machine, std::move(trace), Look::at_the_end);
    finish();
    for (ExploredMachine::State state = 0; state < machine.states(); ++state)
      for (const Step step : machine.inputs[state]) {
        const auto of_step = machine.at(state, step).expected.rules;
        rules.insert(of_step.begin(), of_step.end());
        if (feed_.is_open()) tested.insert(of_step.begin(), of_step.end());
      }
    show(Progress::Phase::derived,
         static_cast<double>(i + 1) / static_cast<double>(settings.size()));
  }
  coverage_.rules = static_cast<int>(tested.size());
  coverage_.rules_known = static_cast<int>(rules.size());
  coverage_.derived_calls = feed_.calls() - before;
}

void Suite::walks() {
  const std::uint64_t before = feed_.calls();
  show(Progress::Phase::walks, 0);
  base::RandomStream random(options_.seed, "walks");
  for (const Setting& setting : manifest_.settings) {
    const ExploredMachine& machine = this->machine(setting);
    Walker walker(machine);
    for (int i = 0; i < small_walks && feed_.is_open(); ++i)
      send(machine, walker.walk(random, small_walk_length), look_of_lap(i));
  }
  finish();
  show(Progress::Phase::walks, 0.5);
  long_walks(random);
  coverage_.walk_calls = feed_.calls() - before;
}

void Suite::long_walks(base::RandomStream& random) {
  const auto settings = oracle_.long_run_settings();
  std::vector<Walker> walkers;
  for (const Setting& setting : settings) walkers.emplace_back(machine(setting));
  // Of those with few states the longest, to wrap a counter; of those with the most, to go round
  // them at all.
  const auto rounds = [&](std::size_t which, std::size_t length) {
    send(machine(settings[which]), walkers[which].rounds(random, length), Look::after_each_step);
  };
  for (std::size_t i = 0; i < std::min(few, settings.size()); ++i) rounds(i, 2'000);
  for (std::size_t i = settings.size() - std::min(few, settings.size()); i < settings.size(); ++i)
    rounds(i, 1'000);
  std::uint64_t sent = 0;
  for (int lap = 0; sent < options_.long_walk_steps && feed_.is_open(); ++lap)
    for (std::size_t i = 0; i < settings.size(); ++i) {
      const std::size_t length = 20 + random.below(181);
      sent += length;
      send(machine(settings[i]), walkers[i].walk(random, length), look_of_lap(lap));
    }
  finish();
}

bool Suite::exhaustive(const Setting& setting, int length, Look look,
                       std::optional<std::chrono::steady_clock::time_point> deadline) {
  const std::uint64_t before = feed_.calls();
  const ExploredMachine& machine = this->machine(setting);
  bool is_late = deadline && std::chrono::steady_clock::now() >= *deadline;
  std::uint64_t sent = 0;
  if (!is_late)
    for_each_trace(machine, length, [&](const Trace& trace) {
      send(machine, trace, look);
      if (deadline && ++sent % traces_between_looks == 0)
        is_late = std::chrono::steady_clock::now() >= *deadline;
      return feed_.is_open() && !is_late;
    });
  finish();
  coverage_.exhaustive_calls += feed_.calls() - before;
  return feed_.is_open() && !is_late;
}

void Suite::send(const ExploredMachine& machine, Trace trace, Look look) {
  feed_.send({machine.setting, std::move(trace), look, {}}, judge_);
}

void Suite::finish() {
  feed_.finish(judge_);
  noted_ = 0;
}

void Suite::judge_reply(const Request& request, const Reply& reply) {
  const Judgement judgement = judge(machine(request.setting), request, reply);
  if (judgement.wrong || judgement.lagging) note(request, reply, judgement);
}

void Suite::note(const Request& request, const Reply& reply, const Judgement& judgement) {
  const auto add = [&](std::optional<std::size_t> at, Request& last, bool is_lagging) {
    if (!at || begins_alike(last, request) || ++noted_ > notes_max) return;
    Failure failure = make_failure(oracle_, request, reply, *at);
    failure.is_lagging = is_lagging;
    last = failure.request;
    book_.add(std::move(failure));
  };
  add(judgement.lagging, last_lagging_, true);
  add(judgement.wrong, last_wrong_, false);
}

}  // namespace grader
