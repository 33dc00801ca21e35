#include "dashboard/isolation.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "dashboard/words.hpp"

namespace dashboard {
namespace {

using simulation::Phase;
using simulation::ServiceTotals;

constexpr double served_percent_least = 99;
constexpr std::chrono::seconds time_to_open_max{5};
/// An open duration, two rounds of probes that still meet the backlog, and some time to spare.
constexpr std::chrono::seconds time_to_close_max{15};

/// Nothing when the run ends, or another fault begins, before there was time for it.
std::optional<Expectation> breaker_closed_again(const simulation::Totals& totals,
                                                const ServiceTotals& service) {
  if (!service.breaker.time_to_open || !totals.fault_ended) return std::nullopt;
  if (service.breaker.time_to_close) {
    return Expectation{*service.breaker.time_to_close <= time_to_close_max,
                       fmt::format("{}: its breaker closed {:.2f} s after the fault ended (at most "
                                   "{} s)",
                                   service.name, in_seconds(*service.breaker.time_to_close),
                                   time_to_close_max.count())};
  }
  if (totals.time < *totals.fault_ended + time_to_close_max) return std::nullopt;
  return Expectation{false, service.name + ": its breaker did not close after the fault had ended"};
}

Expectation others_are_served(const ServiceTotals& service) {
  const auto& during = service.in(Phase::during_fault);
  const double served = during.served_percent();
  return {during.ended() > 0 && served >= served_percent_least,
          fmt::format("{}: {:.2f} % of {} requests served during the fault (at least {} %)",
                      service.name, served, during.ended(), served_percent_least)};
}

std::vector<Expectation> breaker_did_its_work(const ServiceTotals& service) {
  const auto& breaker = service.breaker;
  std::vector<Expectation> found;
  if (!breaker.time_to_open) {
    found.push_back({false, fmt::format("{}: its breaker did not open", service.name)});
  } else {
    found.push_back(
        {*breaker.time_to_open <= time_to_open_max,
         fmt::format("{}: its breaker opened {:.2f} s after the fault began (at most "
                     "{} s)",
                     service.name, in_seconds(*breaker.time_to_open), time_to_open_max.count())});
  }
  return found;
}

}  // namespace

std::vector<Expectation> judge_isolation(const ArmResult& arm) {
  if (arm.totals.failure) return {{false, "the arm ended early: " + *arm.totals.failure}};
  const auto failing = arm.failing_service();
  if (!failing || *failing >= arm.totals.services.size())
    return {{false, "nothing failed in this run: there is no fault to isolate"}};
  if (!arm.arm.breakers) return {{false, "no breaker took part in this arm"}};
  std::vector<Expectation> found;
  for (std::size_t i = 0; i < arm.totals.services.size(); ++i) {
    if (i != *failing) found.push_back(others_are_served(arm.totals.services[i]));
  }
  for (auto& one : breaker_did_its_work(arm.totals.services[*failing]))
    found.push_back(std::move(one));
  if (auto closed = breaker_closed_again(arm.totals, arm.totals.services[*failing]))
    found.push_back(std::move(*closed));
  for (const auto& service : arm.totals.services) {
    const auto& breaker = service.breaker;
    if (breaker.attempts_while_open == 0 && breaker.false_trips == 0) continue;
    found.push_back(
        {false, fmt::format("{}: {} requests reached it while OPEN, its breaker opened {} times "
                            "without a fault (both must be 0)",
                            service.name, breaker.attempts_while_open, breaker.false_trips)});
  }
  return found;
}

bool all_hold(const std::vector<Expectation>& expectations) {
  return std::all_of(expectations.begin(), expectations.end(),
                     [](const Expectation& one) { return one.holds; });
}

}  // namespace dashboard
