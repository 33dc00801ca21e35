#include <fmt/format.h>
#include <fstream>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "dashboard/json_field.hpp"
#include "dashboard/report.hpp"
#include "dashboard/scenario_decode.hpp"
#include "dashboard/words.hpp"

namespace dashboard {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t report_bytes_max = std::size_t{64} << 20;
constexpr std::size_t arms_max = 16;
constexpr std::size_t steering_max = 1'000'000;

std::string read_report_bytes(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    throw base::Error("is not a file that can be read");
  std::ifstream in(file, std::ios::binary);
  std::string bytes(report_bytes_max + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (in.bad() || !in.is_open()) throw base::Error("cannot be read");
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  if (bytes.size() > report_bytes_max)
    throw base::Error(fmt::format("is larger than {} MiB", report_bytes_max >> 20));
  return bytes;
}

simulation::Steering steering_of(const JsonField& field) {
  using Subject = simulation::Steering::Subject;
  simulation::Steering steering{.time = field.at("t_s").time(std::chrono::seconds(1), 0, 1e8)};
  const auto action = field.at("action").choice(
      {"fault", name(Subject::breakers), name(Subject::retries), name(Subject::bulkheads)});
  if (action == 0) {
    field.expect_fields({"t_s", "action", "fault"});
    steering.what = decode_fault(field.at("fault"));
  } else {
    field.expect_fields({"t_s", "action", "on"});
    steering.what =
        simulation::Steering::Switch{static_cast<Subject>(action - 1), field.at("on").flag()};
  }
  return steering;
}

void read_steering(const JsonField& field, const simulation::Scenario& scenario, ArmPlan& plan) {
  // The first reports had none.
  const auto list = field.find("steering");
  if (!list) return;
  std::chrono::nanoseconds before{};
  for (const auto& one : list->list(steering_max)) {
    plan.steering.push_back(steering_of(one));
    const auto& steering = plan.steering.back();
    if (steering.time < before)
      one.at("t_s").fail_expecting("a time that is not before that of the one before");
    before = steering.time;
    if (const auto* fault = std::get_if<simulation::Fault>(&steering.what))
      simulation::validate(*fault, scenario);
  }
}

ArmPlan plan_of(const JsonField& field, const simulation::Scenario& scenario) {
  if (const auto file = field.find_set("breaker_file")) {
    throw base::Error(fmt::format("the arm \"{}\" ran with the breaker of {}",
                                  field.at("name").text(200), file->text(4096)),
                      "Run it again with --breaker FILE and the same --seed.");
  }
  ArmPlan plan{.arm = {.name = field.at("name").text(200),
                       .breakers = field.at("breakers").flag(),
                       .bulkheads = field.at("bulkheads").flag(),
                       .retries = field.at("retries").flag()}};
  if (const auto slow = field.find_set("slow_calls"))
    plan.arm.slow_calls = decode_slow_calls(*slow);
  read_steering(field, scenario, plan);
  return plan;
}

Rerun decode_report(std::string text) {
  const nlohmann::json json = parse_json_text(text);
  const JsonField field(json, {});
  if (!json.is_object() || json.value("schema", nlohmann::json()) != "nines.dashboard/1")
    throw base::Error("is not a report of nines dashboard",
                      "Make one with: nines dashboard --headless --json > report.json");
  Rerun rerun{.build = field.at("build").text(200),
              .seed = field.at("seed").unsigned_whole(),
              .duration = field.at("duration_s").time(std::chrono::seconds(1), 1e-3, 1e8),
              .scenario = decode_scenario(field.at("scenario_definition"))};
  simulation::validate(rerun.scenario);
  for (const auto& arm : field.at("arms").list(arms_max))
    rerun.plans.push_back(plan_of(arm, rerun.scenario));
  rerun.text = std::move(text);
  return rerun;
}

/// What is told about the machine, the program and what was asked, not about the simulation.
void remove_incidentals(Json& json) {
  json.erase("events_per_second");
  json.erase("build");
  json.erase("expectations");
  if (!json.contains("arms")) return;
  for (auto& arm : json["arms"]) {
    arm.erase("events_per_second");
    // Where there was none, it may not be mentioned.
    if (arm.contains("steering") && arm["steering"].empty()) arm.erase("steering");
  }
}

}  // namespace

Rerun read_report(const std::filesystem::path& file) {
  try {
    return decode_report(read_report_bytes(file));
  } catch (const base::Error& error) {
    throw base::Error(fmt::format("{}: {}", file.string(), error.what()), error.advice());
  }
}

std::vector<std::string> differences(std::string_view text, const Report& again,
                                     std::size_t count_max) {
  Json before = Json::parse(text);
  // Through text, as the one before came: numbers then have the same types.
  Json after = Json::parse(report_json(again).dump(-1, ' ', true, Json::error_handler_t::replace));
  remove_incidentals(before);
  remove_incidentals(after);
  std::vector<std::string> places;
  for (const auto& change : Json::diff(before, after)) {
    if (places.size() == count_max) break;
    const std::string path = change["path"];
    const auto shown = [&path](const Json& json) {
      const Json::json_pointer place(path);
      if (!json.contains(place)) return std::string("nothing");
      const std::string value = json[place].dump(-1, ' ', true, Json::error_handler_t::replace);
      return value.size() > 40 ? value.substr(0, 40) + "..." : value;
    };
    places.push_back(fmt::format("{}: was {}, is {}", path, shown(before), shown(after)));
  }
  return places;
}

}  // namespace dashboard
