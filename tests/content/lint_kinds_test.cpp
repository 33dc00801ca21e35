#include <algorithm>

#include "catch.hpp"
#include "content/lint.hpp"
#include "content/related.hpp"
#include "content_texts.hpp"

namespace {

using namespace content_texts;
using nlohmann::json;
using Texts = std::vector<std::string>;

json point(const char* text, bool must = false) {
  return {{"text", text}, {"must", must}, {"match", {{"any", {{"word"}}}}}};
}

json sound_open() {
  json item = open();
  item["see_also"] = json::array();
  item["key_points"] = {point("a", true), point("b"), point("c"), point("d")};
  item["follow_ups"] = {{{"prompt", "Why?"}, {"answer", "So."}, {"key_points", {"a"}}},
                        {{"prompt", "How?"}, {"answer", "Thus."}, {"key_points", {"b"}}}};
  return item;
}

json sound_case() {
  json item = sound_open();
  item["key_points"] = json::array();
  for (const std::string_view phase : content::phase_names) {
    for (const char* text : {"a", "b"}) {
      json one = point(text, true);
      one["phase"] = phase;
      item["key_points"].push_back(one);
    }
  }
  return item;
}

json sound_drill() {
  json item = drill();
  item["sample"] = {{"parameters", {{"n", 100}, {"p", 0.01}}}, {"answer", 63.4}};
  return item;
}

std::string words(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "word ";
  return text;
}

TEST_CASE("a sound item of any kind breaks no rule") {
  CHECK(broken_rules({sound_open()}).empty());
  CHECK(broken_rules({sound_case()}).empty());
  CHECK(broken_rules({sound_drill()}).empty());
  CHECK(broken_rules({erratum()}).empty());
}

TEST_CASE("open questions are short enough to say, and can be judged") {
  json item = sound_open();
  item["answer"] = words(450);
  CHECK(broken_rules({item}).empty());
  item["answer"] = words(451);
  CHECK(broken_rules({item}) == Texts{"W long-answer"});

  item = sound_open();
  item["key_points"].erase(3);
  CHECK(broken_rules({item}) == Texts{"W point-count"});
  item = sound_open();
  item["key_points"][0]["must"] = false;
  CHECK(broken_rules({item}) == Texts{"W no-must"});
  item = sound_open();
  item["key_points"][1].erase("match");
  CHECK(broken_rules({item}) == Texts{"W no-match"});
  item = sound_open();
  item["follow_ups"][1].erase("answer");
  CHECK(broken_rules({item}) == Texts{"W no-answer"});
  item["follow_ups"].erase(1);
  CHECK(broken_rules({item}) == Texts{"W few-follow-ups"});
}

TEST_CASE("a design case has points of every phase, and more of them") {
  json item = sound_case();
  item["key_points"][0].erase("phase");
  CHECK(broken_rules({item}) == Texts{"W no-phase"});
  item = sound_case();
  item["key_points"].erase(0);
  item["key_points"].erase(0);
  CHECK(broken_rules({item}) == Texts{"W no-phase"});
  item["key_points"].erase(0);
  CHECK(broken_rules({item}) == Texts({"W point-count", "W no-phase"}));
}

TEST_CASE("the sample of a drill is computed") {
  json item = sound_drill();
  item["sample"]["answer"] = 60;
  CHECK(broken_rules({item}) == Texts{"E wrong-sample"});
  item["sample"] = {{"parameters", {{"n", 600}, {"p", 0.01}}}, {"answer", 99.8}};
  CHECK(broken_rules({item}) == Texts{"E wrong-sample"});
  item.erase("sample");
  CHECK(broken_rules({item}) == Texts{"W no-sample"});
}

TEST_CASE("a figure must stand in the item and be what its formula gives") {
  const auto rules = [](const char* shown, const char* is, json rel = {}) {
    json item = sound_open();
    item["answer"] = "It is 52.56 minutes, about 1,800 in all, 0.87 or 1.5.";
    item["numbers"] = {{{"shown", shown}, {"is", is}}};
    if (!rel.is_null()) item["numbers"][0]["rel"] = rel;
    return broken_rules({item});
  };
  const Texts wrong{"E wrong-number"};
  CHECK(rules("52.56", "(1-0.9999)*365*1440").empty());
  CHECK(rules("52.56", "52.5649").empty());
  CHECK(rules("52.56", "52.566") == wrong);
  CHECK(rules("1,800", "30*60").empty());
  CHECK(rules("1,800", "1810") == wrong);
  CHECK(rules("1,800", "1810", 0.01).empty());
  CHECK(rules("2.5", "2.5") == wrong);  // part of 52.56 at best
  CHECK(rules("52", "52") == wrong);
  CHECK(rules("800", "800") == wrong);
  CHECK(rules("87", "87") == wrong);
  CHECK(rules("1.5", "3/2").empty());  // a full stop follows
  CHECK(rules("1.5", "1/0") == wrong);
  CHECK(rules("1.5", "3//2") == wrong);
}

TEST_CASE("articles need headings, and blocks fit a terminal") {
  json item = article();
  item["sources"] = erratum()["sources"];
  CHECK(broken_rules({item}).empty());
  item["body"] = words(500);
  CHECK(broken_rules({item}) == Texts{"W no-headings"});
  item["body"] = "## One\n\n```\n" + std::string(77, '-') + "\n```";
  CHECK(broken_rules({item}) == Texts{"W wide-block"});
}

TEST_CASE("the errata about an item are those linked by name, then by what both cover") {
  json one = erratum("erratum-a");
  one["covers"] = {"m1"};
  json two = erratum("erratum-b");
  two["covers"] = {"m2"};
  two["see_also"] = {"hedged-requests"};
  json three = erratum("erratum-c");
  three["covers"] = {"m3"};
  json item = open();
  item["covers"] = {"m1"};
  const auto bank = load_items({one, two, three, item});
  const auto found = content::errata_about(*bank.find("hedged-requests"), bank);
  REQUIRE(found.size() == 2);
  CHECK(found[0]->id == "erratum-b");
  CHECK(found[1]->id == "erratum-a");
}

}  // namespace
