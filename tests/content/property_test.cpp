#include "base/random.hpp"
#include "catch.hpp"
#include "content/quick_choice.hpp"
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
                                 json{{"text", "t"}, {"correct", false}, {"why", "w"}}};
  return values[random.below(values.size())];
}

json mutated(base::RandomStream& random) {
  json item = choice();
  item["author"] = "somebody";
  item["licence"] = "CC-BY-4.0";
  item["attribution"] = "somebody else";
  item["see_also"] = {"a", "drill:b"};
  item["sources"][0]["checked"] = true;
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

void compare_readers(const std::string& text, std::size_t& accepted, std::size_t& refused) {
  const auto quick = content::read_choice_quickly(text);
  const content::Element element{text, 1, false};
  const auto full = content::read_element(element, schemas(), content::Validation::full);
  INFO(text);
  if (quick) {
    ++accepted;
    REQUIRE(full.item);
    CHECK(full.item->id == quick->id);
    CHECK(full.item->topic == quick->topic);
    CHECK(full.item->difficulty == quick->difficulty);
    CHECK(full.item->prompt == quick->prompt);
    CHECK(full.item->covers == quick->covers);
    CHECK(full.item->see_also == quick->see_also);
    REQUIRE(full.item->sources.size() == quick->sources.size());
    for (std::size_t i = 0; i < quick->sources.size(); ++i) {
      CHECK(full.item->sources[i].ref == quick->sources[i].ref);
      CHECK(full.item->sources[i].url == quick->sources[i].url);
      CHECK(full.item->sources[i].checked == quick->sources[i].checked);
    }
    CHECK(full.item->revision == quick->revision);  // options and explanations
  } else {
    ++refused;
    // The quick reader may leave to the other what it does not expect: here only surrogate pairs.
    if (full.item && full.item->choice() != nullptr) {
      CHECK(text.find("\\ud83d") != std::string::npos);
    }
    // Whatever the schema refuses, there is a reason in words.
    for (const content::Problem& problem : full.problems) CHECK(problem.rule != "schema");
    CHECK((full.item.has_value() || !full.problems.empty()));
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
  const std::string text = choice().dump(1);
  constexpr std::size_t texts = support::rounds(3000, 300);
  for (std::size_t i = 0; i < texts; ++i)
    compare_readers(scratched(random, text), accepted, refused);
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
