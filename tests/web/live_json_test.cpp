#include "dashboard/live_json.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "web/live_server.hpp"

namespace {

using namespace dashboard;
using namespace std::chrono_literals;
using nlohmann::json;

TEST_CASE("a picture has what the page draws, in the run's own numbers") {
  const auto scenario = web_tests::small_scenario();
  simulation::Run run(scenario, 7);
  run.run_until(8s);
  LiveFeed feed(web_tests::facts_of(scenario, 18446744073709551615U));
  const auto live = feed.take(run, 10, true);
  const auto text = live_json(live, LogPart::all);
  CHECK(text.find('\n') == std::string::npos);
  const auto seen = json::parse(text);
  CHECK(seen["schema"] == "nines.live/1");
  CHECK(seen["number"] == 1);
  CHECK(seen["seed"] == "18446744073709551615");
  CHECK(seen["time_s"] == 8.0);
  CHECK(seen["speed"] == 10.0);
  CHECK(seen["paused"] == true);
  CHECK(seen["slo"]["p99_ms"] == 300.0);
  CHECK(seen["gateway"]["workers"] == 32);
  REQUIRE(seen["services"].size() == 2);
  CHECK(seen["services"][0]["health"] == "healthy");
  const auto& payment = seen["services"][1];
  CHECK(payment["name"] == "Payment <b>&\"x\"");
  CHECK(payment["breaker"]["state"] == "open");
  CHECK(payment["breaker"]["until_half_open_s"].is_number());
  CHECK(payment["faults"] == json::array({0}));
  CHECK(payment["history"]["qps"].size() == 8);
  CHECK(seen["latency_bands"] == json{{"octaves", 12}, {"parts", 4}});
  const auto& latency = payment["latency"];
  const auto counts = run.snapshot().services[1].node.latency.counts;
  REQUIRE_FALSE(latency["counts"].empty());
  CHECK(latency["counts"].front() != 0);
  CHECK(latency["counts"].back() != 0);
  auto written = std::vector<std::uint64_t>(latency["first"].get<std::size_t>());
  for (const auto& count : latency["counts"]) written.push_back(count);
  written.resize(counts.size());
  CHECK(written == counts);
  CHECK(latency["p50_ms"] <= latency["p90_ms"]);
  CHECK(seen["faults"][0]["text"] == "errors 50 %, latency x10");
  REQUIRE_FALSE(seen["log"].empty());
  CHECK(seen["log"][0]["kind"] == "fault_begins");
  CHECK(seen["log"].size() == run.log().size());
}

TEST_CASE("news have the log entries that the picture before had not") {
  const auto scenario = web_tests::small_scenario();
  simulation::Run run(scenario, 7);
  LiveFeed feed(web_tests::facts_of(scenario, 7));
  run.run_until(8s);
  feed.take(run, 1, false);
  const auto before = run.log().size();
  CHECK(json::parse(live_json(feed.take(run, 1, false), LogPart::new_ones))["log"].empty());
  run.run_until(30s);
  const auto news = json::parse(live_json(feed.take(run, 1, false), LogPart::new_ones))["log"];
  CHECK(news.size() == run.log().size() - before);
  CHECK(news[0]["id"] == before + 1);
}

TEST_CASE("texts that are not UTF-8 leave valid JSON") {
  auto scenario = web_tests::small_scenario();
  simulation::Run run(scenario, 7);
  LiveFeed feed({});
  auto live = feed.take(run, 1, false);
  live.snapshot.services[0].node.name = "\xff\xc0";
  live.snapshot.failure = "broken \xf0\x9f";
  CHECK(json::accept(live_json(live, LogPart::all)));
  CHECK(json::accept(error_json("\xff\"\n")));
}

TEST_CASE("an effect is said in words") {
  CHECK(describe({}) == "no effect");
  CHECK(describe({.error_percent = 12.5,
                  .latency_factor = 15,
                  .added_latency = 250ms,
                  .hang_percent = 5,
                  .reset_percent = 100}) ==
        "errors 12.5 %, latency x15, latency +250 ms, hangs 5 %, resets 100 %");
}

}  // namespace
