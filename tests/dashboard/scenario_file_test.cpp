#include "dashboard/scenario_file.hpp"

#include <fmt/format.h>
#include <string>
#include <sys/stat.h>

#include "base/error.hpp"
#include "catch.hpp"
#include "simulation/scenarios.hpp"
#include "support/command.hpp"
#include "support/temporary_folder.hpp"

using dashboard::parse_scenario;
using support::contains;
using support::failure_of;
using namespace std::chrono_literals;

namespace {

const std::string queue_of_three =
    R"({"name": "mm3", "gateway": null, "services": [{"name": "q", "workers": 3, "queue": null,
        "arrivals_per_s": 2.1,
        "service_time": {"distribution": "exponential", "mean_ms": 1000}}]})";

/// A scenario with one service in which `from` is replaced.
std::string queue_with(const std::string& from, const std::string& to) {
  std::string text = queue_of_three;
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string complaint_about(const std::string& text) {
  return failure_of([&text] { parse_scenario(text); });
}

}  // namespace

TEST_CASE("a bare queue is read as it stands") {
  const auto scenario = parse_scenario(queue_of_three);
  CHECK(scenario.name == "mm3");
  CHECK_FALSE(scenario.gateway);
  REQUIRE(scenario.services.size() == 1);
  const auto& service = scenario.services[0];
  CHECK(service.name == "q");
  CHECK(service.workers == 3);
  CHECK_FALSE(service.queue);
  CHECK(service.arrivals_per_s == 2.1);
  CHECK(service.service_time.kind == simulation::ServiceTime::Kind::exponential);
  CHECK(service.service_time.mean == 1s);
}

TEST_CASE("every named scenario is the same after it was written and read") {
  for (const auto& scenario : simulation::named_scenarios()) {
    CAPTURE(scenario.name);
    const std::string text = dashboard::to_json(scenario);
    const auto again = parse_scenario(text);
    CHECK(dashboard::to_json(again) == text);
    CHECK(again.services.size() == scenario.services.size());
    CHECK(again.faults.size() == scenario.faults.size());
    CHECK(again.duration == scenario.duration);
    CHECK(again.slo.p99 == scenario.slo.p99);
  }
}

TEST_CASE("scenarios that differ in one number have different hashes") {
  auto scenario = *simulation::find_scenario("payment-outage");
  const std::string hash = dashboard::scenario_hash(scenario);
  CHECK(hash.size() == 16);
  CHECK(dashboard::scenario_hash(scenario) == hash);
  scenario.services[1].error_percent += 0.01;
  CHECK(dashboard::scenario_hash(scenario) != hash);
}

TEST_CASE("a fault in a scenario is told by its place and by what is expected there") {
  const struct {
    std::string text;
    std::string place;
    std::string expected;
  } cases[] = {
      {queue_with("\"workers\": 3", "\"workers\": \"three\""), "services[0].workers",
       "a whole number from 1 to 10000, found \"three\""},
      {queue_with("\"workers\": 3", "\"workers\": 0"), "services[0].workers", "found 0"},
      {queue_with("\"workers\": 3", "\"workers\": 2.5"), "services[0].workers", "found 2.5"},
      {queue_with("2.1", "-1"), "services[0].arrivals_per_s", "a number from 0 to 10000000"},
      {queue_with("2.1", "1e400"), "", "too large"},
      {queue_with("2.1", "null"), "services[0].arrivals_per_s", "found null"},
      {queue_with("1000", "0"), "services[0].service_time.mean_ms", "found 0"},
      {queue_with("exponential", "normal"), "services[0].service_time.distribution",
       "\"lognormal\""},
      {queue_with("\"workers\"", "\"worker\""), "services[0].worker", "did you mean \"workers\"?"},
      {queue_with("\"queue\": null", "\"queue\": -1"), "services[0].queue", "found -1"},
      {queue_with("\"name\": \"q\", ", ""), "services[0].name", "is missing"},
      {queue_with("\"name\": \"q\"", "\"name\": \"a\\u001b[2J\""), "services[0].name",
       "without control characters"},
      {queue_with("\"gateway\": null", "\"gateway\": 1"), "gateway", "an object, found 1"},
      {queue_with("\"gateway\": null", "\"gateway\": {\"workers\": 1e9}"), "gateway.workers",
       "found 1000000000"},
      {queue_with("\"gateway\": null", "\"slo\": {\"p99_ms\": []}"), "slo.p99_ms", "found a list"},
      {queue_with("\"gateway\": null",
                  "\"faults\": [{\"service\": \"z\", \"at_s\": 1, \"duration_s\": 1, "
                  "\"effect\": {}}]"),
       "faults[0].service", "there is no service \"z\""},
      {"[]", "", "an object, found a list"},
      {"{}", "name", "is missing"},
      {"{\"name\": \"a\", \"services\": []}", "services", "at least one service"},
      {"{\"name\": \"a\", \"name\": \"b\"}", "\"name\"", "stands twice"},
      {"{\"name\": \"a\",\n  services: 1}", "", "line 2, column 3"},
      {"{\"name\": ", "", "ends too early"},
      {"", "", "ends too early"},
      {"{\"name\": \"\xff\"}", "", "UTF-8"},
      {std::string(100'000, '['), "", "nested deeper than 32"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.text.substr(0, 400));
    const std::string complaint = complaint_about(one.text);
    CAPTURE(complaint);
    CHECK(contains(complaint, one.place));
    CHECK(contains(complaint, one.expected));
  }
}

TEST_CASE("too many services are refused before any is looked at") {
  std::string list;
  for (int i = 0; i < 100'000; ++i) list += list.empty() ? "0" : ",0";
  CHECK(contains(complaint_about("{\"name\": \"a\", \"services\": [" + list + "]}"),
                 "services: expected at most 64 entries, found 100000"));
}

TEST_CASE("a breaker without a gateway is refused") {
  const std::string text =
      queue_with("\"workers\": 3", "\"workers\": 3, \"breaker\": {\"kind\": \"consecutive\"}");
  CHECK(contains(complaint_about(text), "breaker"));
}

TEST_CASE("a file that cannot be a scenario is refused by its name, and none is waited for") {
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "s.json";
  const auto complaint = [&file] {
    return failure_of([&file] { dashboard::read_scenario_file(file); });
  };
  CHECK(contains(complaint(), file.string() + ": cannot be read: No such file"));
  support::write_file(file, std::string((1 << 20) + 1, ' '));
  CHECK(contains(complaint(), "larger than a scenario may be (1 MiB)"));
  support::write_file(file, queue_with("\"workers\": 3", "\"workers\": 0"));
  CHECK(contains(complaint(), file.string() + ": services[0].workers: expected"));
  std::filesystem::remove(file);
  std::filesystem::create_directory(file);
  CHECK(contains(complaint(), "is not a regular file"));
  std::filesystem::remove(file);
  REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
  CHECK(contains(complaint(), "is not a regular file"));
}

TEST_CASE("a scenario is found by its name or its file, and a slip gets a suggestion") {
  CHECK(dashboard::find_scenario("flapping").name == "flapping");
  const auto advice = [](const std::string& name) {
    try {
      dashboard::find_scenario(name);
    } catch (const base::Error& error) {
      return error.advice();
    }
    return std::string();
  };
  CHECK(contains(advice("flaping"), "did you mean \"flapping\"?"));
  CHECK(contains(advice("zzz"), "retry-storm"));
  const support::TemporaryFolder folder;
  support::write_file(folder.path() / "mm3.json", queue_of_three);
  CHECK(dashboard::find_scenario((folder.path() / "mm3.json").string()).name == "mm3");
}
