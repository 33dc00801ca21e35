#include "dashboard/report.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "dashboard/scenario_file.hpp"
#include "dashboard/session.hpp"
#include "simulation/scenarios.hpp"
#include "support/command.hpp"
#include "support/temporary_folder.hpp"

using dashboard::Report;
using nlohmann::ordered_json;
using support::contains;
using support::failure_of;
using namespace std::chrono_literals;

namespace {

Report report_of(const simulation::Scenario& scenario, std::uint64_t seed,
                 std::chrono::nanoseconds duration, const std::vector<dashboard::ArmPlan>& plans) {
  Report report{.build = "1.2.3", .seed = seed, .duration = duration, .scenario = scenario};
  for (const auto& plan : plans)
    report.arms.push_back(*dashboard::run_arm(scenario, seed, duration, plan));
  return report;
}

Report outage_report(std::uint64_t seed) {
  return report_of(*simulation::find_scenario("payment-outage"), seed, 60s,
                   dashboard::comparison_plans(*simulation::find_scenario("payment-outage")));
}

}  // namespace

TEST_CASE("a report has what users of each service got, by arm, and every transition's cause") {
  const auto json = dashboard::report_json(outage_report(42));
  CHECK(json["schema"] == "nines.dashboard/1");
  CHECK(json["seed"] == 42);
  CHECK(json["scenario"] == "payment-outage");
  CHECK(json["build"] == "1.2.3");
  REQUIRE(json["arms"].size() == 4);
  const auto& without = json["arms"][0];
  const auto& with = json["arms"][1];
  CHECK(without["name"] == "no breaker");
  CHECK(without["services"][0]["during_fault"]["served_percent"] < 70);
  CHECK(with["services"][0]["during_fault"]["served_percent"] > 99);
  CHECK(with["services"][2]["during_fault"]["fallback_percent"] > 80);
  CHECK(without["services"][0]["requests"] == with["services"][0]["requests"]);
  CHECK(without["services"][2]["breaker"].is_null());
  CHECK(with["services"][2]["breaker"]["attempts_while_open"] == 0);
  REQUIRE_FALSE(with["transitions"].empty());
  const auto& first = with["transitions"][0];
  CHECK(first["service"] == "Payment");
  CHECK(first["from"] == "CLOSED");
  CHECK(first["to"] == "OPEN");
  CHECK(first["t_s"] > 30);
  REQUIRE_FALSE(with["faults"].empty());
  CHECK(first["cause"] == with["faults"][0]["id"]);
  CHECK_FALSE(with["alerts"].empty());
  CHECK(json["events"] > 100'000);
}

TEST_CASE("a bare queue's figures stand beside its service's, and follow the closed form") {
  const auto scenario = dashboard::parse_scenario(
      R"({"name": "mm3", "gateway": null, "services": [{"name": "q", "workers": 3, "queue": null,
          "arrivals_per_s": 2.1,
          "service_time": {"distribution": "exponential", "mean_ms": 1000}}]})");
  const auto json = dashboard::report_json(report_of(scenario, 3, 100'000s, {{}}));
  const auto& queue = json["arms"][0]["services"][0];
  // M/M/3, rho 0.7: C = 0.492344, Wq = C / 0.9 = 0.547049 s.
  const double wait_ms = queue["mean_wait_ms"];
  CHECK(std::abs(wait_ms - 547.049) < 30);
  CHECK(std::abs(queue["mean_sojourn_ms"].get<double>() - wait_ms - 1000) < 20);
  CHECK(std::abs(queue["utilisation"].get<double>() - 0.7) < 0.02);
  CHECK(queue["blocked_percent"] == 0);
  for (const char* key : {"arrived", "completed", "p50_ms", "p99_ms", "mean_in_system"})
    CHECK(queue.contains(key));
}

TEST_CASE("a report that is run again gives the same numbers, and another seed does not") {
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "report.json";
  support::write_file(file, dashboard::report_json(outage_report(42)).dump());
  const auto rerun = dashboard::read_report(file);
  CHECK(rerun.seed == 42);
  CHECK(rerun.duration == 60s);
  CHECK(rerun.plans.size() == 4);
  CHECK(dashboard::differences(
            rerun.text, report_of(rerun.scenario, rerun.seed, rerun.duration, rerun.plans), 10)
            .empty());
  const auto places = dashboard::differences(
      rerun.text, report_of(rerun.scenario, 43, rerun.duration, rerun.plans), 10);
  REQUIRE(places.size() == 10);
  CHECK(places[0] == "/seed: was 42, is 43");
}

TEST_CASE("a run that was steered gives the same numbers again, with every control at its time") {
  const auto& scenario = *simulation::find_scenario("payment-outage");
  const dashboard::ArmPlan plan = dashboard::find_plan("both", scenario);
  dashboard::Session session(scenario, 7, plan);
  dashboard::ArmFollower follower(plan);
  session.run_until(2'345'678'901ns);
  session.hang(0);
  session.run_until(9s);
  session.switch_breakers();
  for (int i = 0; i < 100; ++i) session.step();
  session.switch_retries();
  session.degrade(2);
  session.compare(true);
  session.run_until(20'000'000'001ns);
  session.switch_bulkheads();
  session.switch_breakers();
  follower.follow(session.run());
  session.run_until(41s);
  session.switch_retries();
  follower.follow(session.run());
  Report report{.build = "1.2.3", .seed = 7, .duration = 41s, .scenario = scenario};
  report.arms.push_back(follower.result(session.run()));
  const auto json = dashboard::report_json(report);
  REQUIRE(json["arms"][0]["steering"].size() == 7);
  CHECK(json["arms"][0]["steering"][0]["action"] == "fault");
  CHECK(json["arms"][0]["steering"][0]["t_s"] == 2.345678901);
  CHECK(json["arms"][0]["breakers"] == true);
  CHECK(json["arms"][0]["services"][2]["breaker"].is_object());

  const support::TemporaryFolder folder;
  const auto file = folder.path() / "report.json";
  support::write_file(file, json.dump());
  auto rerun = dashboard::read_report(file);
  const auto again = [&rerun] {
    return dashboard::differences(
        rerun.text, report_of(rerun.scenario, rerun.seed, rerun.duration, rerun.plans), 10);
  };
  CHECK(again() == std::vector<std::string>{});
  rerun.plans[0].steering[2].time += 1ms;
  CHECK_FALSE(again().empty());
  rerun.plans[0].steering.clear();
  CHECK_FALSE(again().empty());
}

TEST_CASE("steering that cannot be is refused with its place") {
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "report.json";
  const auto complaint = [&file](const char* steering) {
    auto json = dashboard::report_json(outage_report(1));
    json["arms"][1]["steering"] = ordered_json::parse(steering);
    support::write_file(file, json.dump());
    return failure_of([&file] { dashboard::read_report(file); });
  };
  CHECK(contains(complaint(R"([{"t_s": 1, "action": "explode"}])"),
                 "arms[1].steering[0].action: expected"));
  CHECK(contains(complaint(R"([{"t_s": 1, "action": "retries"}])"), "arms[1].steering[0].on"));
  CHECK(contains(complaint(R"([{"t_s": 2, "action": "retries", "on": true},
                               {"t_s": 1, "action": "retries", "on": true}])"),
                 "arms[1].steering[1].t_s: expected a time that is not before"));
  CHECK(contains(complaint(R"([{"t_s": 2, "action": "fault", "fault": {"service": "Nobody",
                               "at_s": 2, "duration_s": 1, "effect": {}}}])"),
                 "Nobody"));
}

TEST_CASE("a report of before there was steering is run again") {
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "report.json";
  auto json = dashboard::report_json(outage_report(42));
  for (auto& arm : json["arms"]) arm.erase("steering");
  support::write_file(file, json.dump());
  const auto rerun = dashboard::read_report(file);
  CHECK(dashboard::differences(rerun.text, report_of(rerun.scenario, 42, 60s, rerun.plans), 10)
            .empty());
}

TEST_CASE("a file that is no report, or one of somebody's own breaker, is not run again") {
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "report.json";
  const auto complaint = [&file](const std::string& text) {
    support::write_file(file, text);
    return failure_of([&file] { dashboard::read_report(file); });
  };
  CHECK(contains(complaint("{}"), "is not a report of nines dashboard"));
  CHECK(contains(complaint("[1]"), "is not a report of nines dashboard"));
  CHECK(contains(complaint("{"), "report.json: is not valid JSON"));
  auto json = dashboard::report_json(outage_report(1));
  json["arms"][0]["breaker_file"] = "mine.hpp";
  CHECK(contains(complaint(json.dump()), "the breaker of mine.hpp"));
  json["arms"] = 5;
  CHECK(contains(complaint(json.dump()), "arms: expected a list"));
  CHECK(contains(failure_of([] { dashboard::read_report("/nonexistent/r.json"); }),
                 "/nonexistent/r.json"));
}
