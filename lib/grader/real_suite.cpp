#include "grader/real_suite.hpp"

#include <algorithm>

#include "breaker/machine.hpp"
#include "grader/derive.hpp"
#include "grader/explored_machine.hpp"
#include "grader/judge.hpp"

namespace grader {
namespace {

/// What a process costs even where nothing is waited for.
constexpr double cost_of_process = 0.25;

bool overlaps(const NamedTrace& named) {
  const auto begins = [](const Trace& trace) {
    return std::find(trace.begin(), trace.end(), Step::begin) != trace.end();
  };
  return begins(named.trace) || begins(named.second);
}

std::size_t index_of(const Manifest& manifest, const std::string& requirement) {
  const auto& list = manifest.requirements;
  const auto place = std::find_if(list.begin(), list.end(),
                                  [&](const Requirement& each) { return each.id == requirement; });
  return static_cast<std::size_t>(place - list.begin());
}

bool is_same(const Request& a, const Request& b) {
  return a.setting == b.setting && a.trace == b.trace && a.second == b.second && a.look == b.look;
}

class Collector {
 public:
  Collector(const Manifest& manifest, const Oracle& oracle, double timeouts_max, Parts parts)
      : manifest_(manifest),
        oracle_(oracle),
        left_(timeouts_max),
        has_two_parts_(parts == Parts::two),
        parts_(1) {}

  std::vector<RealPart> collect() {
    for (const NamedTrace& named : manifest_.traces)
      if (!overlaps(named))
        parts_[0].named += add(
            {Request{of_a_second(named.setting), named.trace, Look::after_each_step, named.second},
             index_of(manifest_, named.requirement)});
    for (const Setting& setting : manifest_.settings) {
      const ExploredMachine machine = explore(oracle_, of_a_second(setting));
      if (!add_derived(machine, 0, Look::after_each_step)) break;
      ++parts_.back().settings;
      const bool is_first = setting == manifest_.settings.front();
      // A question may itself change the state.
      if (is_first && !add_derived(machine, 0, Look::at_the_end)) break;
      if (is_first && has_two_parts_) {
        parts_.emplace_back();
        if (!add_derived(machine, 1, Look::after_each_step)) break;
      }
    }
    for (RealPart& part : parts_)
      std::sort(part.trials.begin(), part.trials.end(), [](const Trial& a, const Trial& b) {
        return cost_in_timeouts(a.request) > cost_in_timeouts(b.request);
      });
    return std::move(parts_);
  }

 private:
  Setting of_a_second(const Setting& setting) const {
    return oracle_.with_timeout(setting, std::chrono::seconds(1));
  }

  /// How many are new. Two settings that differ in their timeouts only are one here.
  std::uint64_t add(Trial trial) {
    for (const RealPart& part : parts_)
      for (const Trial& known : part.trials)
        if (is_same(known.request, trial.request)) return 0;
    left_ -= cost_in_timeouts(trial.request);
    parts_.back().trials.push_back(std::move(trial));
    return 1;
  }

  /// False when there is no time for it.
  bool add_derived(const ExploredMachine& machine, int extra_states, Look look) {
    std::vector<Trial> trials;
    double cost = 0;
    for (Trace& trace : derive_suite(machine, extra_states)) {
      trials.push_back({Request{machine.setting, std::move(trace), look, {}}, {}});
      cost += cost_in_timeouts(trials.back().request);
    }
    if (cost > left_) return false;
    for (Trial& trial : trials) parts_.back().derived += add(std::move(trial));
    return true;
  }

  const Manifest& manifest_;
  const Oracle& oracle_;
  double left_;
  bool has_two_parts_;
  std::vector<RealPart> parts_;
};

}  // namespace

std::vector<RealPart> make_real_suite(const Manifest& manifest, const Oracle& oracle,
                                      double timeouts_max, Parts parts) {
  return Collector(manifest, oracle, timeouts_max, parts).collect();
}

double cost_in_timeouts(const Request& request) {
  int percent = 0;
  for (const TimedStep& timed : in_order(request)) {
    if (timed.step == Step::wait_part) percent += breaker::wait_part_percent;
    if (timed.step == Step::wait_past) percent += breaker::wait_past_percent;
  }
  return percent / 100.0 + cost_of_process;
}

}  // namespace grader
