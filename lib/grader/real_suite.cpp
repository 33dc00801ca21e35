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
  return a.setting == b.setting && a.trace == b.trace && a.second == b.second;
}

class Collector {
 public:
  Collector(const Manifest& manifest, const Oracle& oracle, double timeouts_max)
      : manifest_(manifest), oracle_(oracle), left_(timeouts_max) {}

  RealSuite collect() {
    for (const NamedTrace& named : manifest_.traces) {
      if (overlaps(named)) continue;
      add({Request{of_a_second(named.setting), named.trace, Look::after_each_step, named.second},
           index_of(manifest_, named.requirement)});
    }
    suite_.named = suite_.trials.size();
    for (const Setting& setting : manifest_.settings)
      if (!add_derived(of_a_second(setting))) break;
    suite_.derived = suite_.trials.size() - suite_.named;
    std::stable_sort(suite_.trials.begin(), suite_.trials.end(),
                     [](const Trial& a, const Trial& b) {
                       return cost_in_timeouts(a.request) > cost_in_timeouts(b.request);
                     });
    return std::move(suite_);
  }

 private:
  Setting of_a_second(const Setting& setting) const {
    return oracle_.with_timeout(setting, std::chrono::seconds(1));
  }

  /// Two settings that differ in their timeouts only are one here.
  void add(Trial trial) {
    const bool is_known =
        std::any_of(suite_.trials.begin(), suite_.trials.end(),
                    [&](const Trial& each) { return is_same(each.request, trial.request); });
    if (is_known) return;
    left_ -= cost_in_timeouts(trial.request);
    suite_.trials.push_back(std::move(trial));
  }

  /// False when there is no time for it.
  bool add_derived(const Setting& setting) {
    std::vector<Trial> trials;
    double cost = 0;
    for (Trace& trace : derive_suite(explore(oracle_, setting), 0)) {
      trials.push_back({Request{setting, std::move(trace), Look::after_each_step, {}}, {}});
      cost += cost_in_timeouts(trials.back().request);
    }
    if (cost > left_) return false;
    ++suite_.settings;
    for (Trial& trial : trials) add(std::move(trial));
    return true;
  }

  const Manifest& manifest_;
  const Oracle& oracle_;
  double left_;
  RealSuite suite_;
};

}  // namespace

RealSuite make_real_suite(const Manifest& manifest, const Oracle& oracle, double timeouts_max) {
  return Collector(manifest, oracle, timeouts_max).collect();
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
