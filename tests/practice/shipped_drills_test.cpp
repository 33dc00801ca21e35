// Every drill that belongs to the program, drawn a thousand times.
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "catch.hpp"
#include "content/bank.hpp"
#include "content/formula.hpp"
#include "practice/drill.hpp"
#include "rounds.hpp"

namespace {

const content::Bank& shipped() {
  static const content::Bank bank = [] {
    const std::vector<std::filesystem::path> packs{NINES_SOURCE_FOLDER "/content"};
    return content::load(packs, NINES_SOURCE_FOLDER "/content/schema");
  }();
  return bank;
}

bool is_rendered(const std::string& text) {
  return text.find('{') == std::string::npos && text.find('}') == std::string::npos;
}

bool holds(const content::Drill& drill, const std::vector<double>& values) {
  if (drill.constraint.empty()) return true;
  const auto names = drill.names();
  return std::get<content::Formula>(content::Formula::parse(drill.constraint, names))
             .evaluate(values)
             .value_or(0) != 0;
}

TEST_CASE("every shipped drill gives its sample's answer, with and without a unit") {
  for (const content::Item& item : shipped().items()) {
    if (item.drill() == nullptr) continue;
    INFO(item.id);
    const content::Drill& drill = *item.drill();
    REQUIRE(drill.sample);
    const auto drawn = practice::fill_in(item, drill.sample->values);
    REQUIRE(drawn);
    CHECK(holds(drill, drawn->values));
    CHECK(drill.tolerance.accepts(drawn->answer, drill.sample->answer));
    for (const std::string& unit : {std::string(), " " + drill.unit}) {
      char number[40];
      std::snprintf(number, sizeof number, "%.12g", drawn->answer);
      INFO(number << unit);
      CHECK(practice::check_answer(*drawn, number + unit).outcome ==
            practice::DrillVerdict::Outcome::right);
    }
  }
}

TEST_CASE("a thousand draws of every shipped drill can be asked, answered and explained") {
  for (const content::Item& item : shipped().items()) {
    if (item.drill() == nullptr) continue;
    INFO(item.id);
    base::RandomStream random(1, item.id);
    for (int i = 0; i < support::rounds(1000, 20); ++i) {
      const auto drawn = practice::draw(item, random);
      REQUIRE(drawn);
      REQUIRE(holds(*item.drill(), drawn->values));
      REQUIRE(std::isfinite(drawn->answer));
      INFO(drawn->prompt << "\n" << drawn->explanation);
      REQUIRE(is_rendered(drawn->prompt));
      REQUIRE(is_rendered(drawn->explanation));
    }
  }
}

}  // namespace
