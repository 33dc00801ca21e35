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
  run_.set_retries(!run_.arm().retries);
  steer_twin();
}

void Session::switch_bulkheads() {
  run_.set_bulkheads(!run_.arm().bulkheads);
  steer_twin();
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
  run_.inject({.service = scenario().services.at(service).name,
               .at = run_.now(),
               .duration = duration,
               .effect = effect});
  steer_twin();
}

/// The other side gets what this one got, but for the breakers, which it never has.
void Session::steer_twin() {
  if (!twin_) return;
  const auto& steering = run_.steering();
  for (; twin_steered_ < steering.size(); ++twin_steered_) {
    const auto& one = steering[twin_steered_];
    const auto* flip = std::get_if<simulation::Steering::Switch>(&one.what);
    if (flip != nullptr && flip->subject == simulation::Steering::Subject::breakers) continue;
    twin_->steer(one);
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
  twin_steered_ = 0;
  steer_twin();
  twin_->run_until(run_.now());
}

Twin Session::twin() const {
  return {.with = run_.totals(), .without = twin_->totals(), .now = twin_->snapshot()};
}

}  // namespace dashboard
