#include "dashboard/metrics.hpp"

#include "catch.hpp"
#include "web/exposition_check.hpp"
#include "web/live_server.hpp"
#include "web/tools.hpp"

namespace {

using namespace dashboard;
using namespace std::chrono_literals;

Live live_after(std::chrono::nanoseconds time) {
  const auto scenario = web_tests::small_scenario();
  simulation::Run run(scenario, 7);
  run.run_until(time);
  return LiveFeed(web_tests::facts_of(scenario, 7)).take(run, 1, false);
}

TEST_CASE("the metrics of a run keep to the format") {
  for (const auto time : {0s, 8s, 60s}) {
    const auto checked = web_tests::check_exposition(metrics_text(live_after(time)));
    for (const auto& fault : checked.faults) UNSCOPED_INFO(fault);
    CHECK(checked.faults.empty());
    CHECK(checked.types.size() >= 15);
  }
}

TEST_CASE("the metrics have the run's numbers") {
  const auto live = live_after(8s);
  auto values = web_tests::check_exposition(metrics_text(live)).values;
  const std::string payment = R"(Payment <b>&\"x\")";
  CHECK(values["nines_requests_total{service=\"User\",outcome=\"ok\"}"] ==
        std::to_string(live.counters[0].ok));
  CHECK(values["nines_requests_total{service=\"" + payment + "\",outcome=\"fallback\"}"] ==
        std::to_string(live.counters[1].fallback));
  CHECK(live.counters[1].fallback > 0);
  CHECK(values["nines_circuit_breaker_state{upstream=\"" + payment + "\",state=\"open\"}"] == "1");
  CHECK(values["nines_circuit_breaker_state{upstream=\"" + payment + "\",state=\"closed\"}"] ==
        "0");
  CHECK(values["nines_circuit_breaker_transitions_total{upstream=\"" + payment +
               "\",from=\"closed\",to=\"open\"}"] == "1");
  CHECK(values["nines_fault_active{service=\"" + payment + "\"}"] == "1");
  CHECK(values["nines_sim_time_seconds"] == "8");
  CHECK(values["nines_pool_size{pool=\"User\"}"] == "16");
  for (const auto* bound : {"0.3", "0.5", "+Inf"}) {
    const auto bucket =
        "nines_request_duration_seconds_bucket{service=\"User\",le=\"" + std::string(bound) + "\"}";
    INFO(bucket);
    CHECK(values.count(bucket) == 1);
  }
}

TEST_CASE("a pause shows as speed 0, so that rates of nothing are not taken for an outage") {
  auto live = live_after(1s);
  live.is_paused = true;
  CHECK(web_tests::check_exposition(metrics_text(live)).values["nines_speed_ratio"] == "0");
}

TEST_CASE("promtool finds nothing to say about the metrics") {
  const auto promtool = web_tests::find_tool({"promtool"});
  if (!promtool) return;
  const auto result =
      web_tests::run_tool(*promtool, {"check", "metrics"}, metrics_text(live_after(8s)));
  CHECK(result.exit == support::Exit{.status = 0, .signal = {}});
  CHECK(result.output.empty());
  CHECK(result.error.empty());
}

}  // namespace
