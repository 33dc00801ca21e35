#include "web/live_server.hpp"

#include <stdexcept>

namespace web_tests {

using namespace std::chrono_literals;

simulation::Scenario small_scenario() {
  simulation::Scenario scenario;
  scenario.name = "small";
  scenario.gateway = simulation::Gateway{.workers = 32, .queue = 64};
  const breaker::FailureRatePolicy policy{
      .minimum_calls = 50, .failure_rate_percent = 5, .open_duration = 5s};
  simulation::Service user{.name = "User", .queue = 64, .arrivals_per_s = 40};
  user.service_time.mean = 20ms;
  user.breaker = policy;
  simulation::Service payment{.name = "Payment <b>&\"x\"", .queue = 64, .arrivals_per_s = 40};
  payment.service_time.mean = 40ms;
  payment.fallback = simulation::Fallback{};
  payment.breaker = policy;
  scenario.services = {user, payment};
  scenario.faults = {{.service = payment.name,
                      .at = 5s,
                      .duration = 20s,
                      .effect = {.error_percent = 50, .latency_factor = 10}}};
  return scenario;
}

dashboard::RunFacts facts_of(const simulation::Scenario& scenario, std::uint64_t seed) {
  return {.run = "test",
          .scenario = scenario.name,
          .scenario_hash = "0123456789abcdef",
          .seed = seed,
          .build = "1.0.0",
          .slo = scenario.slo};
}

LiveServer::LiveServer() : LiveServer(Plan{}) {}

LiveServer::LiveServer(const Plan& plan)
    : run_(plan.scenario, 42),
      loop_((run_.run_until(plan.start), run_), board_, facts_of(plan.scenario, 42),
            {.speed = plan.speed, .duration = {}, .report = [](const simulation::Run& run) {
               return "{\"now_ns\":" + std::to_string(run.now().count()) + "}";
             }}) {
  server_ = std::make_unique<dashboard::WebServer>(dashboard::ServeAddress{"127.0.0.1", plan.port},
                                                   board_);
  if (plan.is_paused) loop_.turn({dashboard::Pause{}}, {});
  thread_ = std::thread([this] { drive(); });
}

LiveServer::~LiveServer() {
  is_ending_ = true;
  server_->stop();
  thread_.join();
}

void LiveServer::drive() {
  auto before = std::chrono::steady_clock::now();
  while (!is_ending_) {
    const auto controls = board_.wait_controls(20ms);
    const auto now = std::chrono::steady_clock::now();
    loop_.turn(controls, now - before);
    before = now;
  }
}

void LiveServer::fail_waiting() {
  throw std::runtime_error("no picture is as it was waited for");
}

}  // namespace web_tests
