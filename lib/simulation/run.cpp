#include "simulation/run.hpp"

#include <algorithm>

#include "simulation/engine.hpp"

namespace simulation {

std::vector<Arm> comparison_arms(const Scenario& scenario) {
  std::vector<Arm> arms{
      {.name = "no breaker", .breakers = false, .bulkheads = false},
      {.name = "breaker", .breakers = true, .bulkheads = false},
      {.name = "bulkhead", .breakers = false, .bulkheads = true},
      {.name = "both", .breakers = true, .bulkheads = true},
  };
  if (scenario.compared_slow_calls)
    arms.push_back({.name = "slow-call breaker", .slow_calls = scenario.compared_slow_calls});
  return arms;
}

Run::Run(const Scenario& scenario, std::uint64_t seed, const Arm& arm, const PortFactory& ports)
    : engine_(std::make_unique<Engine>(scenario, seed, arm, ports)) {}
Run::~Run() = default;
Run::Run(Run&&) noexcept = default;
Run& Run::operator=(Run&&) noexcept = default;

void Run::run_until(nanoseconds time) {
  engine_->run_until(static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0)));
}

bool Run::step() {
  return engine_->step();
}

void Run::drain() {
  engine_->drain();
}

nanoseconds Run::now() const {
  return nanoseconds(static_cast<std::int64_t>(engine_->now_ns));
}

void Run::inject(const Fault& fault) {
  engine_->inject(fault);
}

void Run::set_breakers(bool on) {
  engine_->set_breakers(on);
}

void Run::set_retries(bool on) {
  engine_->set_retries(on);
}

void Run::set_bulkheads(bool on) {
  engine_->set_bulkheads(on);
}

void Run::steer(const Steering& steering) {
  run_until(steering.time);
  if (const auto* fault = std::get_if<Fault>(&steering.what)) return inject(*fault);
  const auto& [subject, on] = std::get<Steering::Switch>(steering.what);
  switch (subject) {
    case Steering::Subject::breakers:
      return set_breakers(on);
    case Steering::Subject::retries:
      return set_retries(on);
    case Steering::Subject::bulkheads:
      return set_bulkheads(on);
  }
}

const std::vector<Steering>& Run::steering() const {
  return engine_->steering;
}

Snapshot Run::snapshot() const {
  return engine_->snapshot();
}

const Log& Run::log() const {
  return engine_->log;
}

Totals Run::totals() const {
  return engine_->totals();
}

std::uint64_t Run::events() const {
  return engine_->events();
}

const std::string* Run::failure() const {
  return engine_->failure ? &*engine_->failure : nullptr;
}

const Scenario& Run::scenario() const {
  return engine_->scenario;
}

std::uint64_t Run::seed() const {
  return engine_->seed;
}

const Arm& Run::arm() const {
  return engine_->arm;
}

}  // namespace simulation
