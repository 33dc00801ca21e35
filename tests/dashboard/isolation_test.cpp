#include "dashboard/isolation.hpp"

#include "catch.hpp"
#include "simulation/scenarios.hpp"
#include "support/command.hpp"

using dashboard::all_hold;
using dashboard::judge_isolation;
using dashboard::run_arm;
using namespace std::chrono_literals;

namespace {

dashboard::ArmResult arm_of(const std::string& scenario, const std::string& arm,
                            std::chrono::nanoseconds duration) {
  return *run_arm(*simulation::find_scenario(scenario), 42, duration,
                  dashboard::find_plan(arm, *simulation::find_scenario(scenario)));
}

}  // namespace

TEST_CASE("with its breaker, the failure of Payment is isolated") {
  const auto found = judge_isolation(arm_of("payment-outage", "breaker", 120s));
  CHECK(found.size() == 4);
  CHECK(all_hold(found));
  CHECK(support::contains(found.back().text, "closed 4."));
  // Too short a run for it to close.
  CHECK(judge_isolation(arm_of("payment-outage", "breaker", 52s)).size() == 3);
}

TEST_CASE("without breakers, slow without failing, and with nothing wrong, nothing is isolated") {
  CHECK_FALSE(all_hold(judge_isolation(arm_of("payment-outage", "no-breaker", 60s))));
  const auto slow = judge_isolation(arm_of("slow-not-failing", "breaker", 60s));
  CHECK_FALSE(all_hold(slow));
  CHECK(support::contains(slow.back().text, "did not open"));
  CHECK(all_hold(judge_isolation(arm_of("slow-not-failing", "slow-call-breaker", 60s))));
  const auto quiet = judge_isolation(arm_of("payment-outage", "breaker", 20s));
  REQUIRE(quiet.size() == 1);
  CHECK_FALSE(quiet[0].holds);
}

TEST_CASE("an arm whose breaker is beyond use fails the judgement with its verdict") {
  struct Broken : simulation::BreakerPort {
    simulation::Admission admit(std::chrono::nanoseconds) override {
      throw simulation::ArmFailed("it hung");
    }
    breaker::State succeed(simulation::CallTicket, std::chrono::nanoseconds,
                           std::chrono::nanoseconds) override {
      return breaker::State::closed;
    }
    breaker::State fail(simulation::CallTicket, std::chrono::nanoseconds,
                        std::chrono::nanoseconds) override {
      return breaker::State::closed;
    }
    breaker::State state(std::chrono::nanoseconds) override { return breaker::State::closed; }
  };
  dashboard::ArmPlan plan;
  plan.ports = [](const simulation::Service& service, std::size_t) {
    return service.name == "Payment" ? std::make_unique<Broken>() : nullptr;
  };
  const auto result = run_arm(*simulation::find_scenario("payment-outage"), 42, 60s, plan);
  REQUIRE(result);
  const auto found = judge_isolation(*result);
  REQUIRE(found.size() == 1);
  CHECK(support::contains(found[0].text, "it hung"));
}

TEST_CASE("an arm that is asked to stop has no result") {
  CHECK_FALSE(
      run_arm(*simulation::find_scenario("payment-outage"), 1, 60s, {}, [] { return true; }));
}
