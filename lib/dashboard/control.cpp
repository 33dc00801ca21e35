#include "dashboard/control.hpp"

#include <nlohmann/json.hpp>

#include "dashboard/json_field.hpp"

namespace dashboard {
namespace {

using namespace std::chrono_literals;

Control read_switch(const nlohmann::json& value, Switch::What what) {
  const JsonField field(value, "");
  field.expect_fields({"action", "on"});
  const auto on = field.at("on");
  if (!value["on"].is_boolean()) on.fail_expecting("true or false");
  return Switch{what, value["on"].get<bool>()};
}

Control read_step(const JsonField& field) {
  field.expect_fields({"action", "what"});
  return Step{static_cast<Step::Size>(field.at("what").choice({"event", "second"}))};
}

Control read_speed(const JsonField& field) {
  field.expect_fields({"action", "value"});
  return SetSpeed{field.at("value").number(speed_min, speed_max)};
}

Control read_fault(const JsonField& field) {
  field.expect_fields({"action", "service", "kind", "seconds"});
  StartFault fault{field.at("service").text(200), {}, fault_duration_usual};
  fault.kind = static_cast<StartFault::Kind>(
      field.at("kind").choice({"degrade", "errors", "latency", "hang", "reset"}));
  if (const auto seconds = field.find("seconds")) {
    fault.duration =
        seconds->time(1s, 0.1, std::chrono::duration<double>(fault_duration_max).count());
  }
  return fault;
}

}  // namespace

simulation::FaultEffect effect_of(StartFault::Kind kind) {
  switch (kind) {
    case StartFault::Kind::errors:
      return {.error_percent = 20};
    case StartFault::Kind::latency:
      return {.latency_factor = 15};
    case StartFault::Kind::hang:
      return {.hang_percent = 100};
    case StartFault::Kind::reset:
      return {.reset_percent = 100};
    case StartFault::Kind::degrade:
      break;
  }
  return {.error_percent = 20, .latency_factor = 15};
}

Control parse_control(std::string_view json) {
  const auto value = parse_json_text(json);
  const JsonField field(value, "");
  switch (field.at("action").choice(
      {"pause", "resume", "step", "speed", "fault", "breakers", "retries", "bulkheads"})) {
    case 0:
      field.expect_fields({"action"});
      return Pause{true};
    case 1:
      field.expect_fields({"action"});
      return Pause{false};
    case 2:
      return read_step(field);
    case 3:
      return read_speed(field);
    case 4:
      return read_fault(field);
    case 5:
      return read_switch(value, Switch::What::breakers);
    case 6:
      return read_switch(value, Switch::What::retries);
    default:
      return read_switch(value, Switch::What::bulkheads);
  }
}

}  // namespace dashboard
