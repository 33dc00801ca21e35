#include "base/random.hpp"
#include "catch.hpp"
#include "content/quick_item.hpp"
#include "content_texts.hpp"
#include "rounds.hpp"

namespace {

using namespace content_texts;
using nlohmann::json;

/// Every value below `value`, as pointers.
void collect(const json& value, const json::json_pointer& at,
             std::vector<json::json_pointer>& all) {
  if (!at.empty()) all.push_back(at);
  if (value.is_object()) {
    for (const auto& [name, part] : value.items()) collect(part, at / name, all);
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) collect(value[i], at / i, all);
  }
}

json odd_value(base::RandomStream& random) {
  const std::vector<json> values{nullptr,
                                 true,
                                 false,
                                 0,
                                 1,
                                 2,
                                 3,
                                 4,
                                 -1,
                                 12,
                                 1.0,
                                 2.5,
                                 1e300,
                                 "",
                                 "x",
                                 "X",
                                 "choice",
                                 "open",
                                 "a b",
                                 "https://x",
                                 "https://",
                                 "http:// x",
                                 "ftp://x",
                                 "\u00e9",
                                 "\u2013 ok",
                                 "\U0001F600",
                                 "tab\there",
                                 "line\nbreak",
                                 "back\\slash \"quoted\"",
                                 "\x1b[31m",
                                 "\u202e",
                                 "\x7f",
                                 std::string(80, 'a'),
                                 std::string(81, 'a'),
                                 std::string(200, 'b'),
                                 std::string(201, 'b'),
                                 std::string(1001, 'c'),
                                 std::string(5000, 'd'),
                                 std::string(5001, 'd'),
                                 std::string(20'001, 'e'),
                                 json::array(),
                                 json::object(),
                                 json::array({"a"}),
                                 json::array({json::array({"a"})}),
                                 61,
                                 1001,
                                 0.1,
                                 0.30000000000000004,
                                 0.5,
                                 0.51,
                                 "design",
                                 "1,000.5",
                                 json{{"said", "s"}, {"true", "t"}},
                                 json{{"text", "t"}, {"correct", false}, {"why", "w"}}};
  return values[random.below(values.size())];
}

/// One of each kind that is read quickly, with every field that it may have.
std::vector<json> full_items() {
  json open = content_texts::open();
  open["walkthrough"] = "Worked.";
  open["key_points"][0]["match"]["contradicts"] = {{"never"}};
  open["key_points"][1]["phase"] = "failure";
  open["follow_ups"][0]["answer"] = "Each knows of the other.";
  json listed = open;
  listed["watch_out"] = json::array({open["watch_out"], open["watch_out"]});
  std::vector<json> items{choice(), open, listed, erratum(), article()};
  for (json& item : items) {
    item["author"] = "somebody";
    item["licence"] = "CC-BY-4.0";
    item["attribution"] = "somebody else";
    item["covers"] = {"012-a"};
    item["see_also"] = {"a", "drill:b"};
    item["sources"] = {{{"ref", "Dean"}, {"url", "https://example.org"}, {"checked", true}}};
    item["numbers"] = {{{"shown", "-1,234.5"}, {"is", "1+1"}, {"rel", 0.015}}};
  }
  return items;
}

json mutated(base::RandomStream& random) {
  static const std::vector<json> items = full_items();
  json item = items[random.below(items.size())];
  const std::uint64_t edits = 1 + random.below(3);
  for (std::uint64_t i = 0; i < edits; ++i) {
    std::vector<json::json_pointer> places;
    collect(item, json::json_pointer(), places);
    const auto& place = places[random.below(places.size())];
    json& parent = item.at(place.parent_pointer());
    switch (random.below(4)) {
      case 0:
        item.at(place) = odd_value(random);
        break;
      case 1:
        if (parent.is_array()) {
          parent.erase(parent.begin());
        } else {
          parent.erase(place.back());
        }
        break;
      case 2:
        if (parent.is_array()) {
          const json copy = parent.back();
          for (std::uint64_t n = random.below(60); n > 0; --n) parent.push_back(copy);
        } else {
          parent["extra"] = odd_value(random);
        }
        break;
      default:
        if (item.at(place).is_boolean()) item.at(place) = !item.at(place).get<bool>();
        break;
    }
  }
  return item;
}

/// A character more, less or changed: mostly broken JSON.
std::string scratched(base::RandomStream& random, std::string text) {
  constexpr std::string_view pieces = "{}[]\",:\\/ \n\t0129.eEu-+tfn\x01\x7f\xff\xc3\xa9*";
  for (std::uint64_t n = random.below(3); n > 0 && !text.empty(); --n) {
    const std::size_t at = random.below(text.size());
    const char piece = pieces[random.below(pieces.size())];
    if (random.below(3) == 0)
      text.erase(at, 1);
    else if (random.below(2) == 0)
      text.insert(at, 1, piece);
    else
      text[at] = piece;
  }
  return text;
}

/// What the quick reader may leave to the other: surrogate pairs, and numbers that are written in
/// another way than digits or digits.digits.
bool is_left_to_the_other(const std::string& text) {
  for (const char* part : {"\\ud83d", "1.0", "1e"}) {
    if (text.find(part) != std::string::npos) return true;
  }
  return false;
}

void compare_readers(const std::string& text, std::size_t& accepted, std::size_t& refused) {
  const auto quick = content::read_item_quickly(text);
  const content::Element element{text, 1, false};
  auto full = content::read_element(element, schemas(), content::Validation::full);
  INFO(text);
  if (quick) {
    ++accepted;
    REQUIRE(full.item);
    full.item->place.line = quick->place.line;
    CHECK(*full.item == *quick);
  } else {
    ++refused;
    if (full.item && full.item->drill() == nullptr) CHECK(is_left_to_the_other(text));
    // Whatever the schema refuses, there is a reason in words.
    for (const content::Problem& problem : full.problems) CHECK(problem.rule != "schema");
    CHECK((full.item.has_value() || !full.problems.empty()));
  }
}

TEST_CASE("what is read quickly is read at once, whatever fields it has") {
  for (const json& item : full_items()) {
    INFO(item.dump());
    CHECK(content::read_item_quickly(item.dump()));
  }
}

TEST_CASE("the quick reader and the schema agree on thousands of altered items") {
  base::RandomStream random(20'260'101);
  std::size_t accepted = 0;
  std::size_t refused = 0;
  constexpr std::size_t items = support::rounds(3000, 200);
  for (std::size_t i = 0; i < items; ++i) {
    const json item = mutated(random);
    compare_readers(item.dump(random.below(2) == 0 ? -1 : 2, ' ', random.below(2) == 0), accepted,
                    refused);
  }
  CHECK(accepted > items / 10);
  CHECK(refused > items / 10);
}

TEST_CASE("the quick reader and the full one agree on scratched text") {
  base::RandomStream random(20'260'102);
  std::size_t accepted = 0;
  std::size_t refused = 0;
  std::vector<std::string> written;
  for (const json& item : full_items()) written.push_back(item.dump(1));
  constexpr std::size_t texts = support::rounds(3000, 300);
  for (std::size_t i = 0; i < texts; ++i)
    compare_readers(scratched(random, written[i % written.size()]), accepted, refused);
  CHECK(accepted > texts / 10);
  CHECK(refused > texts / 10);
}

TEST_CASE("a whole file is read alike by fast and full validation") {
  base::RandomStream random(7);
  json items = json::array();
  for (int i = 0; i < 400; ++i) {
    json item = i % 2 == 0 ? mutated(random) : choice();
    if (i % 2 == 1 || item.contains("id")) item["id"] = "n" + std::to_string(i);
    items.push_back(item);
  }
  const auto fast = load(items.dump(1), content::Validation::fast);
  const auto full = load(items.dump(1), content::Validation::full);
  CHECK(described(fast) == described(full));
  REQUIRE(fast.items().size() == full.items().size());
  CHECK(fast.items().size() > 200);
  for (std::size_t i = 0; i < fast.items().size(); ++i) {
    CHECK(fast.items()[i].revision == full.items()[i].revision);
    CHECK(fast.items()[i].place.line == full.items()[i].place.line);
  }
}

}  // namespace
