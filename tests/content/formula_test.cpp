#include "content/formula.hpp"

#include <cmath>

#include "catch.hpp"
#include "content/template.hpp"

namespace {

using content::Formula;
using content::FormulaFault;
using content::Template;

std::optional<double> value(std::string_view text) {
  const auto parsed = Formula::parse(text);
  const auto* fault = std::get_if<FormulaFault>(&parsed);
  if (fault != nullptr) FAIL(text << ": " << fault->message);
  return std::get<Formula>(parsed).evaluate();
}

std::string fault(std::string_view text, std::vector<std::string> names = {}) {
  const auto parsed = Formula::parse(text, names);
  const auto* found = std::get_if<FormulaFault>(&parsed);
  return found == nullptr ? "none" : std::to_string(found->position) + ": " + found->message;
}

TEST_CASE("formulas follow the usual precedence, and a sum includes both ends") {
  struct Case {
    const char* text;
    double value;
  };
  const Case cases[] = {
      {"1 + 2 * 3", 7},
      {"(1 + 2) * 3", 9},
      {"10 - 4 - 3", 3},
      {"24 / 4 / 3", 2},
      {"-2 * -3", 6},
      {"- pow(2, 2)", -4},
      {"1e3 + .5", 1000.5},
      {"2 < 3", 1},
      {"2 >= 3 or 1 == 1", 1},
      {"not 1 < 2", 0},
      {"1 == 1 and 2 != 2", 0},
      {"0 and 1 or 1", 1},
      {"if(2 > 1, 5, 1 / 0)", 5},
      {"min(3, 1, 2) + max(3, 9)", 10},
      {"comb(5, 2) + comb(5, 6)", 10},
      {"comb(60, 30)", 118264581564861424.0},
      {"floor(-1.5) + ceil(1.2) + round(2.5)", 3},
      {"abs(-3) + sqrt(16)", 7},
      {"log(exp(2)) + log2(8) + log10(1000)", 8},
      {"sum(i, 1, 4, i * i)", 30},
      {"sum(i, 3, 2, i)", 0},
      {"sum(i, 1, 3, sum(j, 1, i, j))", 10},
      {"(1-0.9999)*365*1440", 52.56},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    const auto result = value(one.text);
    REQUIRE(result);
    CHECK(std::abs(*result - one.value) <= 1e-12 * std::abs(one.value));
  }
}

TEST_CASE("names stand for the values given in their order") {
  const std::vector<std::string> names{"n", "p"};
  const auto formula = std::get<Formula>(Formula::parse("100*(1-pow(1-p,n))", names));
  const std::vector<double> values{100, 0.01};
  REQUIRE(formula.evaluate(values));
  CHECK(std::abs(*formula.evaluate(values) - 63.396765872677) < 1e-9);
}

TEST_CASE("what has no finite value, or would take too long, has none") {
  for (const char* text :
       {"1 / 0", "log(0)", "sqrt(-1)", "pow(10, 400)", "comb(1.5, 1)", "sum(i, 0, 1.5, i)",
        "sum(i, 1, 1e12, i)", "comb(1e12, 5e11)", "sum(i, 1, 1000, sum(j, 1, 1000, j))"}) {
    INFO(text);
    CHECK_FALSE(value(text));
  }
}

TEST_CASE("a fault names the character it is at") {
  CHECK(fault("") == "1: ends where a number, a name or '(' must follow");
  CHECK(fault("1 +") == "4: ends where a number, a name or '(' must follow");
  CHECK(fault("2^3") == "2: has a '^'; powers are written pow(a,b)");
  CHECK(fault("a + 1", {"b"}) == "1: does not know \"a\"");
  CHECK(fault("(1 + 2") == "7: ends where ')' must follow");
  CHECK(fault("1 2") == "3: must have an operator here, has \"2\"");
  CHECK(fault("1 < 2 < 3") == "7: must have an operator here, has \"< 3\"");
  CHECK(fault("pow(2)") == "4: gives pow 1 arguments, it takes 2");
  CHECK(fault("max(1)") == "4: gives max 1 arguments, it takes 2 or more");
  CHECK(fault("sum(n, 1, 2, n)", {"n"}) == "5: must have a name here that is not in use");
  CHECK(fault("sum(i, 1, 2, i) + i") == "19: does not know \"i\"");
  CHECK(fault("system(1)") == "1: does not know \"system\"");
  CHECK(fault("1.2.3") == "4: must have an operator here, has \".3\"");
  CHECK(fault("and") == "1: does not know \"and\"");
}

TEST_CASE("depth and length are bounded") {
  std::string brackets(400, '(');
  brackets += '1';
  brackets.append(400, ')');
  CHECK(fault(brackets) == "52: is nested more than 50 deep");
  std::string signs(900, '-');
  signs += '1';
  CHECK(fault(signs).find("nested more than 50 deep") != std::string::npos);
  CHECK(fault(std::string(1001, '1')) == "1000: is longer than 1000 characters");
  std::string chain = "1";
  for (int i = 0; i < 300; ++i) chain += "+1";
  CHECK(fault(chain).find("has too many operators") != std::string::npos);
}

TEST_CASE("a template is text with formulas in braces, and decimals behind a colon") {
  const std::vector<std::string> names{"n"};
  const auto parsed = Template::parse("a {n} b {n/3:2} {{c}}", names);
  const auto& parts = std::get<Template>(parsed).parts();
  REQUIRE(parts.size() == 5);
  CHECK(parts[0].text == "a ");
  CHECK(parts[1].formula);
  CHECK(parts[3].text == "n/3");
  CHECK(parts[3].decimals == 2);
  CHECK(parts[4].text == " {c}");
  for (const char* text : {"{", "}", "{n", "a}b", "{{n}", "{n:}", "{n:13}", "{n:x}", "{}", "{m}"}) {
    INFO(text);
    CHECK(std::holds_alternative<FormulaFault>(Template::parse(text, names)));
  }
  CHECK(std::get<FormulaFault>(Template::parse("ab {n+} c", names)).position == 7);
}

}  // namespace
