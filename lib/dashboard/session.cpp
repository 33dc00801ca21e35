#include "dashboard/session.hpp"

namespace dashboard {

using namespace std::chrono_literals;

Session::Session(simulation::Scenario scenario, std::uint64_t seed, ArmPlan plan)
    : first_arm_(plan.arm), run_(scenario, seed, plan.arm, plan.ports) {}

void Session::run_until(std::chrono::nanoseconds time) {
  run_.run_until(time);
  if (twin_) twin_->run_until(run_.now());
}

void Session::step() {
  run_.step();
  if (twin_) twin_->run_until(run_.now());
}

void Session::switch_breakers() {
  run_.set_breakers(!run_.arm().breakers);
}

void Session::switch_retries() {
  controls_.push_back({run_.now(), SwitchRetries{}});
  apply(controls_.back(), run_);
  if (twin_) apply(controls_.back(), *twin_);
}

void Session::switch_bulkheads() {
  controls_.push_back({run_.now(), SwitchBulkheads{}});
  apply(controls_.back(), run_);
  if (twin_) apply(controls_.back(), *twin_);
}

void Session::degrade(std::size_t service) {
  simulation::FaultEffect effect{.error_percent = 20, .latency_factor = 15};
  if (scenario().fault_schedule) effect = scenario().fault_schedule->effect;
  inject(service, 20s, effect);
}

void Session::hang(std::size_t service) {
  inject(service, 10s, {.hang_percent = 100});
}

void Session::inject(std::size_t service, std::chrono::nanoseconds duration,
                     const simulation::FaultEffect& effect) {
  controls_.push_back(
      {run_.now(), simulation::Fault{.service = scenario().services.at(service).name,
                                     .at = run_.now(),
                                     .duration = duration,
                                     .effect = effect}});
  apply(controls_.back(), run_);
  if (twin_) apply(controls_.back(), *twin_);
}

void Session::apply(const Control& control, simulation::Run& run) {
  if (const auto* fault = std::get_if<simulation::Fault>(&control.what)) {
    run.inject(*fault);
  } else if (std::holds_alternative<SwitchRetries>(control.what)) {
    run.set_retries(!run.arm().retries);
  } else {
    run.set_bulkheads(!run.arm().bulkheads);
  }
}

void Session::compare(bool on) {
  if (!on) {
    twin_.reset();
    return;
  }
  if (twin_) return;
  simulation::Arm arm = first_arm_;
  arm.name = "no breaker";
  arm.breakers = false;
  twin_.emplace(scenario(), seed(), arm);
  for (const auto& control : controls_) {
    twin_->run_until(control.time);
    apply(control, *twin_);
  }
  twin_->run_until(run_.now());
}

Twin Session::twin() const {
  return {.with = run_.totals(), .without = twin_->totals(), .now = twin_->snapshot()};
}

}  // namespace dashboard
