#include "dashboard/control.hpp"

#include <variant>

#include "base/error.hpp"
#include "catch.hpp"

namespace {

using namespace dashboard;
using namespace std::chrono_literals;

TEST_CASE("every control is read") {
  CHECK(std::get<Pause>(parse_control(R"({"action":"pause"})")).is_on);
  CHECK_FALSE(std::get<Pause>(parse_control(R"({"action":"resume"})")).is_on);
  CHECK(std::get<Step>(parse_control(R"({"action":"step","what":"event"})")).size ==
        Step::Size::event);
  CHECK(std::get<Step>(parse_control(R"({"action":"step","what":"second"})")).size ==
        Step::Size::second);
  CHECK(std::get<SetSpeed>(parse_control(R"({"action":"speed","value":10})")).factor == 10);
  const auto off = std::get<Switch>(parse_control(R"({"action":"retries","on":false})"));
  CHECK(off.what == Switch::What::retries);
  CHECK_FALSE(off.is_on);
  const auto on = std::get<Switch>(parse_control(R"({"action":"bulkheads","on":true})"));
  CHECK(on.what == Switch::What::bulkheads);
  CHECK(on.is_on);
  CHECK(std::get<Switch>(parse_control(R"({"action":"breakers","on":true})")).what ==
        Switch::What::breakers);
}

TEST_CASE("a fault lasts twenty seconds unless the control says otherwise") {
  const auto fault = std::get<StartFault>(
      parse_control(R"({"action":"fault","service":"Payment","kind":"hang"})"));
  CHECK(fault.service == "Payment");
  CHECK(fault.kind == StartFault::Kind::hang);
  CHECK(fault.duration == 20s);
  CHECK(effect_of(fault.kind).hang_percent == 100);
  const auto shorter = std::get<StartFault>(
      parse_control(R"({"action":"fault","service":"Payment","kind":"degrade","seconds":2.5})"));
  CHECK(shorter.duration == 2500ms);
  CHECK(effect_of(shorter.kind).error_percent > 5);
  CHECK(effect_of(shorter.kind).latency_factor > 10);
}

TEST_CASE("what is no control is refused") {
  for (const auto* text : {"",
                           "{",
                           "[]",
                           "null",
                           "\"pause\"",
                           "{}",
                           R"({"action":"stop"})",
                           R"({"action":1})",
                           R"({"action":"pause","on":true})",
                           R"({"action":"speed","value":0})",
                           R"({"action":"speed","value":1e300})",
                           R"({"action":"speed","value":"10"})",
                           R"({"action":"breakers"})",
                           R"({"action":"breakers","on":"true"})",
                           R"({"action":"breakers","on":1})",
                           R"({"action":"step","what":"year"})",
                           R"({"action":"fault","service":"","kind":"hang"})",
                           R"({"action":"fault","service":"Payment","kind":"fire"})",
                           R"({"action":"fault","service":"Payment","kind":"hang","seconds":601})",
                           R"({"action":"fault","service":["Payment"],"kind":"hang"})",
                           "{\"action\":\"\xff\"}"}) {
    INFO(text);
    CHECK_THROWS_AS(parse_control(text), base::Error);
  }
}

}  // namespace
