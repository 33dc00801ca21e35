#include <fstream>
#include <string>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "catch.hpp"
#include "dashboard/scenario_file.hpp"
#include "simulation/scenarios.hpp"
#include "support/command.hpp"

using nlohmann::json;

namespace {

bool schema_accepts(const json& scenario) {
  std::ifstream in(NINES_SOURCE_FOLDER "/content/schema/scenario.schema.json");
  const json document = json::parse(in);
  valijson::Schema schema;
  valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(document),
                                          schema);
  valijson::Validator validator;
  return validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(scenario), nullptr);
}

bool program_accepts(const json& scenario) {
  return support::failure_of([&scenario] { dashboard::parse_scenario(scenario.dump()); }).empty();
}

json payment_outage() {
  return json::parse(dashboard::to_json(*simulation::find_scenario("payment-outage")));
}

}  // namespace

TEST_CASE("the schema accepts every scenario that the program writes") {
  for (const auto& scenario : simulation::named_scenarios()) {
    CAPTURE(scenario.name);
    CHECK(schema_accepts(json::parse(dashboard::to_json(scenario))));
  }
}

TEST_CASE("the schema and the program agree about each field by itself") {
  const struct {
    const char* place;
    json value;
    bool is_fine;
  } cases[] = {
      {"/duration_s", 1, true},
      {"/duration_s", 0, false},
      {"/name", "", false},
      {"/unknown", 1, false},
      {"/gateway/workers", 1, true},
      {"/gateway/workers", 0, false},
      {"/gateway/queue", 0, true},
      {"/gateway/queue", 1.5, false},
      {"/gateway/retry/retries", 10, true},
      {"/gateway/retry/retries", 11, false},
      {"/gateway/retry/backoff", "linear", false},
      {"/gateway/retry/budget_percent", 20, true},
      {"/services/0/workers", 10000, true},
      {"/services/0/workers", 10001, false},
      {"/services/0/queue", json(), true},
      {"/services/0/arrivals_per_s", -0.5, false},
      {"/services/0/service_time/mean_ms", 0, false},
      {"/services/0/service_time/sigma", 3.5, false},
      {"/services/0/error_percent", 100, true},
      {"/services/0/error_percent", 100.5, false},
      {"/services/0/fallback", json(), true},
      {"/services/0/fallback/latency_ms", 60001, false},
      {"/services/0/bulkhead", 0, false},
      {"/services/0/breaker/window", {{"seconds", 10}}, true},
      {"/services/0/breaker/window", {{"seconds", 10}, {"calls", 10}}, false},
      {"/services/0/breaker/kind", "magic", false},
      {"/services/0/breaker/failure_percent", 0, false},
      {"/services/0/breaker", {{"kind", "consecutive"}, {"failures", 3}}, true},
      {"/fault_schedule/lasts_s", 0, false},
      {"/fault_schedule/effect/latency_factor", 0, false},
      {"/fault_schedule/effect/hang_percent", 101, false},
      {"/slo/window_s", 61, false},
      {"/slo/minimum_samples", 0, false},
      {"/slo/burn_rates/0/threshold", 0, false},
      {"/slo/burn_rates", json::array(), true},
  };
  for (const auto& one : cases) {
    CAPTURE(one.place, one.value.dump());
    json scenario = payment_outage();
    scenario[json::json_pointer(one.place)] = one.value;
    CHECK(schema_accepts(scenario) == one.is_fine);
    CHECK(program_accepts(scenario) == one.is_fine);
  }
}
