#include "dashboard/recorder.hpp"

#include <sstream>

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "simulation/scenarios.hpp"
#include "support/screen.hpp"

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

std::string cast_of(std::uint64_t seed) {
  return *dashboard::record_cast(*simulation::find_scenario("payment-outage"), seed, 40s, {},
                                 {80, 24, true});
}

std::vector<json> parsed_lines(const std::string& cast) {
  std::vector<json> lines;
  std::istringstream in(cast);
  for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
  return lines;
}

}  // namespace

TEST_CASE("a recording is the same bytes for a seed, and others for another") {
  const std::string cast = cast_of(42);
  CHECK(cast == cast_of(42));
  CHECK(cast != cast_of(43));
}

TEST_CASE("a recording is an asciicast of version 2 with times that never go back") {
  const auto lines = parsed_lines(cast_of(42));
  REQUIRE(lines.size() > 40);
  CHECK(lines[0]["version"] == 2);
  CHECK(lines[0]["width"] == 80);
  CHECK(lines[0]["height"] == 24);
  double last = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    REQUIRE(lines[i].size() == 3);
    CHECK(lines[i][0].get<double>() >= last);
    last = lines[i][0];
  }
  CHECK(last == 40);
}

TEST_CASE("a recording marks the breaker's transitions and ends with the screen of its end") {
  support::Screen screen(80, 24);
  std::vector<std::string> markers;
  for (const auto& line : parsed_lines(cast_of(42))) {
    if (!line.is_array()) continue;
    if (line[1] == "o") screen.feed(line[2].get<std::string>());
    if (line[1] == "m") markers.push_back(line[2]);
  }
  REQUIRE_FALSE(markers.empty());
  CHECK(markers[0].starts_with("Payment CLOSED -> OPEN"));
  CHECK(screen.text().find("t 00:40.0") != std::string::npos);
  CHECK(screen.broken_lines() == 0);
}
