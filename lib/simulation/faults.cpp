// Faults: those of the scenario, of its schedule, and injected ones.

#include <algorithm>
#include <vector>

#include "base/error.hpp"
#include "simulation/engine.hpp"
#include "simulation/words.hpp"

namespace simulation {
namespace {

std::string effect_text(const FaultEffect& effect) {
  std::vector<std::string> parts;
  if (effect.error_percent > 0)
    parts.push_back("errors " + decimal(effect.error_percent, 1) + " %");
  if (effect.latency_factor != 1) parts.push_back("latency x" + decimal(effect.latency_factor, 2));
  if (effect.added_latency > 0ns)
    parts.push_back("latency +" + milliseconds_text(effect.added_latency));
  if (effect.hang_percent > 0) parts.push_back("hangs " + decimal(effect.hang_percent, 1) + " %");
  if (effect.reset_percent > 0)
    parts.push_back("resets " + decimal(effect.reset_percent, 1) + " %");
  if (parts.empty()) return "no effect";
  std::string text = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) text += ", " + parts[i];
  return text;
}

}  // namespace

void Engine::inject(const Fault& fault) {
  validate(fault, scenario);
  if (failure) return;
  note_steering(fault);
  add_fault(fault);
}

std::uint32_t Engine::add_fault(const Fault& fault) {
  if (faults_.in_use() >= EventQueue::slots_max)
    throw base::Error("simulation: too many faults at once", "Inject fewer of them.");
  const std::uint32_t slot = faults_.take();
  FaultState& state = faults_[slot];
  const std::uint64_t begin_ns = std::max(static_cast<std::uint64_t>(fault.at.count()), now_ns);
  state = {.fault = fault,
           .service = index_of(fault.service),
           .end_ns = begin_ns + static_cast<std::uint64_t>(fault.duration.count())};
  state.fault.at = nanoseconds(static_cast<std::int64_t>(begin_ns));
  if (begin_ns > now_ns) {
    schedule(begin_ns, Event::Kind::fault_begin, slot);
  } else {
    begin_fault(slot);
  }
  return slot;
}

void Engine::begin_fault(std::uint32_t slot) {
  FaultState& fault = faults_[slot];
  ServiceState& service = services_[fault.service];
  fault.is_active = true;
  active_faults_.push_back(slot);
  if (!first_fault_ns_) {
    fault.is_first = true;
    first_fault_ns_ = now_ns;
    phase_ = Phase::during_fault;
  } else if (phase_ != Phase::during_fault) {
    phase_ = Phase::later;
  }
  if (!service.first_fault_ns) service.first_fault_ns = now_ns;
  service.fault_ended_ns.reset();
  fault.entry = write(
      {.kind = LogEntry::Kind::fault_begins,
       .service = fault.service,
       .text = effect_text(fault.fault.effect) + ", for " + seconds_text(fault.fault.duration)});
  service.fault_entry = fault.entry;
  apply_faults(fault.service);
  schedule(fault.end_ns, Event::Kind::fault_end, slot);
}

void Engine::end_fault(std::uint32_t slot) {
  const FaultState fault = faults_[slot];
  ServiceState& service = services_[fault.service];
  std::erase(active_faults_, slot);
  faults_.give_back(slot);
  if (fault.is_first) {
    first_fault_end_ns_ = now_ns;
    phase_ = active_faults_.empty() ? Phase::recovery : Phase::later;
  }
  const bool is_last =
      std::none_of(active_faults_.begin(), active_faults_.end(),
                   [&](std::uint32_t other) { return faults_[other].service == fault.service; });
  if (is_last) service.fault_ended_ns = now_ns;
  if (is_last && !service.first_fault_end_ns) service.first_fault_end_ns = now_ns;
  write({.cause = fault.entry,
         .kind = LogEntry::Kind::fault_ends,
         .service = fault.service,
         .text = "over after " + seconds_text(fault.fault.duration)});
  apply_faults(fault.service);
}

void Engine::begin_scheduled_fault() {
  const FaultSchedule& plan = *scenario.fault_schedule;
  schedule(now_ns + static_cast<std::uint64_t>(plan.every.count()), Event::Kind::next_fault, 0);
  if (arrivals_are_over_) return;
  const std::size_t count = plan.services.empty() ? scenario.services.size() : plan.services.size();
  // Drawn for the opening, too: the later ones are then the same with and without it.
  const auto drawn = static_cast<std::size_t>(schedule_random_.below(count));
  std::string chosen = plan.services.empty() ? scenario.services[drawn].name : plan.services[drawn];
  if (scheduled_faults_++ == 0 && plan.opening) chosen = *plan.opening;
  add_fault({.service = chosen,
             .at = nanoseconds(static_cast<std::int64_t>(now_ns)),
             .duration = plan.lasts,
             .effect = plan.effect});
}

void Engine::apply_faults(std::uint16_t service) {
  const Service& config = scenario.services[service];
  FaultEffect sum{.error_percent = config.error_percent};
  std::uint64_t hangs_until_ns = 0;
  double added_ns = 0;
  for (const std::uint32_t slot : active_faults_) {
    const FaultState& fault = faults_[slot];
    if (fault.service != service) continue;
    const FaultEffect& effect = fault.fault.effect;
    sum.error_percent = std::max(sum.error_percent, effect.error_percent);
    sum.latency_factor *= effect.latency_factor;
    added_ns += static_cast<double>(effect.added_latency.count());
    sum.hang_percent = std::max(sum.hang_percent, effect.hang_percent);
    sum.reset_percent = std::max(sum.reset_percent, effect.reset_percent);
    if (effect.hang_percent > 0) hangs_until_ns = std::max(hangs_until_ns, fault.end_ns);
  }
  services_[service].station.trouble = {.error = Chance(sum.error_percent),
                                        .hang = Chance(sum.hang_percent),
                                        .reset = Chance(sum.reset_percent),
                                        .latency_factor = sum.latency_factor,
                                        .added_ns = added_ns,
                                        .hangs_until_ns = hangs_until_ns};
}

std::uint16_t Engine::index_of(const std::string& name) const {
  for (std::uint16_t i = 0; i < scenario.services.size(); ++i)
    if (scenario.services[i].name == name) return i;
  throw base::Error("simulation: there is no service \"" + name + "\"");
}

}  // namespace simulation
