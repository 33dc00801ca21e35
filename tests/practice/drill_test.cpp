#include "practice/drill.hpp"

#include <set>

#include "catch.hpp"
#include "practice/number_text.hpp"
#include "practice/quantity.hpp"

namespace {

using practice::DrillVerdict;
using Outcome = DrillVerdict::Outcome;
using Type = content::Parameter::Type;

content::Item item_of(content::Drill drill) {
  content::Item item;
  item.id = "drill:test";
  item.prompt = "{n} servers";
  item.body = std::move(drill);
  return item;
}

/// A drill whose answer is `answer` in `unit`.
content::Item asking_for(double answer, const std::string& unit, content::Tolerance tolerance) {
  content::Drill drill;
  drill.parameters = {{.name = "n", .type = Type::choice, .values = {answer}}};
  drill.answer = "n";
  drill.unit = unit;
  drill.tolerance = tolerance;
  drill.explain = "It is {n}.";
  return item_of(drill);
}

constexpr content::Tolerance one_percent{content::Tolerance::Type::relative, 0.01};

DrillVerdict verdict(double answer, const std::string& unit, std::string_view text,
                     content::Tolerance tolerance = one_percent) {
  const content::Item item = asking_for(answer, unit, tolerance);
  return practice::check_answer(*practice::fill_in(item, {answer}), text);
}

TEST_CASE("an answer is read in any unit that measures the same") {
  struct Case {
    double answer;
    const char* unit;
    const char* text;
  };
  const Case cases[] = {
      {1050, "min", "1050"},
      {1050, "min", "17.5 h"},
      {1050, "min", "17,5 hours"},
      {1050, "min", "1,050"},
      {1050, "min", "1 050 min"},
      {1050, "min", "about 1050 m"},
      {1050, "min", "17 h 30 min"},
      {1050, "min", "17h30m"},
      {1050, "min", "63000s"},
      {2, "days", "48 hours"},
      {0.25, "s", "250 ms"},
      {40, "us", "0.04ms"},
      {5e6, "requests", "5M"},
      {5e6, "requests", "5 million"},
      {5e6, "requests", "5e6"},
      {5e6, "requests", "5 * 10^6"},
      {5e6, "requests", "5000k"},
      {3e9, "", "3 billion"},
      {2, "GB", "2000 MB"},
      {2, "GB", "2e9 B"},
      {2, "GB", "16 Gbit"},
      {2, "GB", "2 gb"},
      {2, "GiB", "2048 MiB"},
      {100, "MB/s", "800 Mbit/s"},
      {100, "MB/s", "800 Mbps"},
      {100, "MB/s", "6 GB/min"},
      {50, "requests/s", "50 rps"},
      {50, "requests/s", "3000 per minute"},
      {50, "requests/s", "3k requests/min"},
      {5, "%", "5 %"},
      {5, "%", "5 percent"},
      {5, "%", "5"},
      {0.5, "", "50 %"},
      {7, "servers", "7"},
      {7, "servers", "7 machines"},
      {-3, "ms", "-3 ms"},
  };
  for (const Case& one : cases) {
    const auto result = verdict(one.answer, one.unit, one.text);
    INFO(one.text << " for " << one.answer << " " << one.unit << ": " << result.given << " "
                  << result.hint);
    CHECK(result.outcome == Outcome::right);
  }
}

TEST_CASE("what is no amount is said to be none, and a wrong unit is named") {
  for (const char* text : {"", "abc", "ten", "1 2 3 4", "5 s 3 GB", "--5", "1/0/", "5 $", "nan",
                           "inf", "1e999", "0x10"}) {
    INFO(text);
    CHECK(verdict(1050, "min", text).outcome == Outcome::unreadable);
  }
  const auto wrong = verdict(1050, "min", "1050 GB");
  CHECK(wrong.outcome == Outcome::wrong_unit);
  CHECK(wrong.hint == "\"GB\" is an amount of data; asked for is a time (min)");
  CHECK(verdict(100, "MB/s", "100 MB").outcome == Outcome::wrong_unit);
  CHECK(verdict(7, "servers", "7 s").outcome == Outcome::wrong_unit);
}

TEST_CASE("tolerances are relative, absolute or none, with their ends") {
  using T = content::Tolerance;
  CHECK(verdict(100, "", "101").outcome == Outcome::right);
  CHECK(verdict(100, "", "101.1").outcome == Outcome::wrong);
  CHECK(verdict(100, "", "100.5", {T::Type::absolute, 0.5}).outcome == Outcome::right);
  CHECK(verdict(100, "", "100.6", {T::Type::absolute, 0.5}).outcome == Outcome::wrong);
  CHECK(verdict(3, "", "3", {}).outcome == Outcome::right);
  CHECK(verdict(3, "", "3.0001", {}).outcome == Outcome::wrong);
}

TEST_CASE("a known slip is explained") {
  const auto hint = [](double answer, const char* unit, const char* text) {
    return verdict(answer, unit, text).hint;
  };
  const auto has = [](const std::string& text, const char* part) {
    INFO(text);
    return text.find(part) != std::string::npos;
  };
  CHECK(has(hint(100, "MB/s", "800"), "bits and bytes"));
  CHECK(has(hint(2, "GB", "2000"), "1,000 too much"));
  CHECK(has(hint(99.9, "%", "0.1"), "complement"));
  CHECK(has(hint(20, "%", "0.2"), "fraction"));
  CHECK(has(hint(1050, "min", "17.5"), "60 too little"));
  CHECK(has(verdict(3, "votes", "4", {}).hint, "off by one"));
  CHECK(hint(100, "ms", "137").empty());
}

TEST_CASE("numbers are drawn within their ranges, on their grid, and as the constraint asks") {
  content::Drill drill;
  drill.parameters = {{.name = "n", .type = Type::integer, .min = "3", .max = "9"},
                      {.name = "k", .type = Type::integer, .min = "floor(n/2)+1", .max = "n"},
                      {.name = "r", .type = Type::real, .min = "0.1", .max = "0.9", .step = 0.1}};
  drill.constraint = "k != 5";
  drill.answer = "n*k*r";
  drill.explain = "{n} {k} {r}";
  const content::Item item = item_of(drill);
  base::RandomStream random(7);
  std::set<double> reals;
  for (int i = 0; i < 500; ++i) {
    const auto drawn = practice::draw(item, random);
    REQUIRE(drawn);
    const double n = drawn->values[0], k = drawn->values[1];
    REQUIRE((n >= 3 && n <= 9 && k >= static_cast<int>(n / 2) + 1 && k <= n && k != 5));
    reals.insert(drawn->values[2]);
    REQUIRE(drawn->explanation.size() <= 7);  // no 0.30000000000000004
  }
  CHECK(reals.size() == 9);
  CHECK(*reals.rbegin() == 0.9);
  base::RandomStream once(3), again(3);
  CHECK(practice::draw(item, once)->values == practice::draw(item, again)->values);
}

TEST_CASE("a constraint that nothing satisfies ends in no drill, not in a loop") {
  content::Drill drill;
  drill.parameters = {{.name = "n", .type = Type::integer, .min = "1", .max = "3"}};
  drill.constraint = "n > 3";
  drill.answer = "n";
  base::RandomStream random(1);
  CHECK_FALSE(practice::draw(item_of(drill), random));
  drill.constraint = "";
  drill.answer = "1/(n-n)";
  CHECK_FALSE(practice::draw(item_of(drill), random));
}

TEST_CASE("numbers read well") {
  using practice::exact_number_text;
  using practice::number_text;
  CHECK(number_text(1050) == "1,050");
  CHECK(number_text(1234567.891) == "1,234,567.9");
  CHECK(number_text(0.1 + 0.2) == "0.3");
  CHECK(number_text(1.0 / 3) == "0.333333");
  CHECK(number_text(99.99999) == "99.99999");
  CHECK(number_text(-0.5) == "-0.5");
  CHECK(number_text(0) == "0");
  CHECK(number_text(2e15) == "2e+15");
  CHECK(number_text(0.00001) == "0.00001");
  CHECK(number_text(1234.5, 2) == "1,234.50");
  CHECK(number_text(-0.001, 2) == "0.00");
  CHECK(exact_number_text(0.99999) == "0.99999");
  CHECK(exact_number_text(100000000) == "100,000,000");
}

}  // namespace
