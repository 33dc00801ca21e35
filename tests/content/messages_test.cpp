#include "catch.hpp"
#include "content_texts.hpp"

namespace {

using namespace content_texts;
using nlohmann::json;

/// `FIELD: MESSAGE` of every problem.
std::vector<std::string> complaints(const json& item) {
  std::vector<std::string> texts;
  const content::Bank bank = load_items({item});
  for (const content::Problem& problem : bank.problems()) {
    texts.push_back(problem.field.empty() ? problem.message
                                          : problem.field + ": " + problem.message);
  }
  return texts;
}

struct Change {
  const char* pointer;  ///< what is changed
  json value;           ///< discarded: the field is removed
  std::vector<std::string> wanted;
};

void check(const json& good, const std::vector<Change>& cases) {
  REQUIRE(complaints(good).empty());
  for (const Change& one : cases) {
    json item = good;
    const json::json_pointer pointer(one.pointer);
    if (one.value.is_discarded()) {
      item.at(pointer.parent_pointer()).erase(pointer.back());
    } else {
      item[pointer] = one.value;
    }
    INFO(one.pointer << " = " << one.value);
    CHECK(complaints(item) == one.wanted);
  }
}

const json removed(json::value_t::discarded);

TEST_CASE("what is wrong with a multiple-choice item is said in words, with the field's path") {
  const std::string slug =
      "must be at most 80 lower-case letters, digits, '-', '_' and ':', a letter or digit first; "
      "is ";
  check(
      choice(),
      {{"/difficulty", "hard", {"difficulty: must be a whole number from 1 to 3, is \"hard\""}},
       {"/difficulty", 4, {"difficulty: must be a whole number from 1 to 3, is 4"}},
       {"/difficulty", 1.5, {"difficulty: must be a whole number from 1 to 3, is 1.5"}},
       {"/difficulty", true, {"difficulty: must be a whole number from 1 to 3, is true"}},
       {"/options/2/why", removed, {"options[2].why: is missing"}},
       {"/options/2/why", "", {"options[2].why: must not be empty"}},
       {"/options/1/correct", "yes", {"options[1].correct: must be true or false, is \"yes\""}},
       {"/options/1/colour", 1, {"options[1]: unknown field \"colour\""}},
       {"/options/1", 5, {"options[1]: must be an object, is 5"}},
       {"/options/0/correct", false, {"options: no option is correct; exactly one must be"}},
       {"/options", "none", {"options: must be a list, is \"none\""}},
       {"/prompt", nullptr, {"prompt: must be text, is null"}},
       {"/prompt", json::array({1}), {"prompt: must be text, is a list"}},
       {"/prompt",
        std::string(20'001, 'x'),
        {"prompt: is 20001 characters long; 20000 are allowed"}},
       {"/id", removed, {"id: is missing"}},
       {"/id", "Foo bar", {"id: " + slug + "\"Foo bar\""}},
       {"/see_also/0", "-x", {"see_also[0]: " + slug + "\"-x\""}},
       {"/kind", removed, {"kind: is missing"}},
       {"/kind",
        "chioce",
        {"kind: must be one of choice, open, article, erratum, drill, is \"chioce\" (did you mean "
         "\"choice\"?)"}},
       {"/sources/0/url",
        "ftp://x",
        {"sources[0].url: must begin with http:// or https://; is \"ftp://x\""}},
       {"/sources/0/year", 1999, {"sources[0]: unknown field \"year\""}}});
}

TEST_CASE("a misspelt field is taken for the one that is missing") {
  auto item = choice();
  item["optoins"] = item["options"];
  item.erase("options");
  CHECK(complaints(item) ==
        std::vector<std::string>{"unknown field \"optoins\" (did you mean \"options\"?)"});
}

TEST_CASE("what is wrong with an open question is said in words") {
  check(open(),
        {{"/key_points", json::array(), {"key_points: must have at least 1 elements, has 0"}},
         {"/key_points/0/match/any", removed, {"key_points[0].match.any: is missing"}},
         {"/key_points/0/match/any/1",
          "cancel",
          {"key_points[0].match.any[1]: must be a list, is \"cancel\""}},
         {"/key_points/0/match/near",
          0,
          {"key_points[0].match.near: must be a whole number from 1 to 1000, is 0"}},
         {"/watch_out", "no", {"watch_out: must be an object or a list, is \"no\""}},
         {"/watch_out/true", removed, {"watch_out.true: is missing"}},
         {"/watch_out", json::array({json{{"said", "x"}}}), {"watch_out[0].true: is missing"}},
         {"/follow_ups/0/prompt", 3, {"follow_ups[0].prompt: must be text, is 3"}},
         {"/minutes", 0, {"minutes: must be a whole number from 1 to 60, is 0"}}});
}

TEST_CASE("what is wrong with a drill is said in words") {
  check(drill(),
        {{"/parameters/0/type",
          "float",
          {"parameters[0].type: must be one of \"int\", \"choice\", \"real\", is \"float\""}},
         {"/parameters/0/step", 0, {"parameters[0].step: must be greater than 0, is 0"}},
         {"/tolerance/abs", 1, {"tolerance: must have at most 1 field, has 2"}},
         {"/tolerance/rel", 2, {"tolerance.rel: must be a number from 0 to 1, is 2"}},
         {"/explain", removed, {"explain: is missing"}}});
}

TEST_CASE("a control character in any text, in any spelling, is refused and named") {
  for (const char* escape : {"\\u001b", "\\u0000", "\\u007f", "\\u0085", "\\u202e", "\\u2066"}) {
    std::string text = json::array({choice("bad"), choice("good")}).dump();
    text.replace(text.find("That is the share"), 4, std::string("That") + escape);
    const content::Bank bank = load(text);
    INFO(escape);
    REQUIRE(bank.problems().size() == 1);
    CHECK(bank.problems()[0].rule == "control-character");
    CHECK(bank.problems()[0].field == "options[1].why");
    std::string code(escape + 2);
    std::ranges::transform(code, code.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    CHECK(bank.problems()[0].message.find("U+" + code) != std::string::npos);
    CHECK(bank.items().size() == 1);
  }
  auto item = choice();
  item["prompt"] = "Which mark \u202E here, if any at all?";
  CHECK(load_items({item}).items().empty());
  item["prompt"] = "Which one?\n\n\tThis \u2013 or that?";
  CHECK(load_items({item}).items().size() == 1);
}

TEST_CASE("a field that stands twice is refused, at any depth") {
  std::string text = json::array({choice()}).dump();
  text.insert(text.find("\"text\":\"About 5"), "\"why\":\"x\",");
  const content::Bank bank = load(text);
  REQUIRE(bank.problems().size() == 1);
  CHECK(bank.problems()[0].field == "options[2].why");
  CHECK(bank.problems()[0].rule == "repeated-field");
}

}  // namespace
