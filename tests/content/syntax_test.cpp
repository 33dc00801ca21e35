#include "catch.hpp"
#include "content_texts.hpp"

namespace {

using namespace content_texts;
using Texts = std::vector<std::string>;

std::string good(const std::string& id) {
  return choice(id).dump();
}

TEST_CASE("what is no list of items is said to be so") {
  CHECK(described(load("")) == Texts{"pack.json:1: is empty; a list of items in [ ] is expected"});
  CHECK(described(load(" \n\t ")).size() == 1);
  CHECK(described(load(good("a"))) ==
        Texts{"pack.json:1: must be a list of items in [ ], is a single object"});
  CHECK(described(load("null")) == Texts{"pack.json:1: must be a list of items in [ ]"});
  CHECK(described(load("[1, \"x\", null]")) ==
        Texts{"pack.json:1: an item must be an object in { }, this is 1",
              "pack.json:1: an item must be an object in { }, this is \"x\"",
              "pack.json:1: an item must be an object in { }, this is null"});
  CHECK(described(load("[]")).empty());
}

TEST_CASE("a byte order mark is accepted at the start") {
  CHECK(load("\xEF\xBB\xBF[" + good("a") + "]").items().size() == 1);
}

TEST_CASE("a fault between items spoils none of them") {
  struct Case {
    std::string text;
    std::string wanted;
  };
  const std::vector<Case> cases{
      {"[" + good("a") + ",\n" + good("b") + ",\n]",
       "pack.json:3: a comma stands before the closing ]"},
      {"[" + good("a") + "\n" + good("b") + "]",
       "pack.json:2: a comma is missing between two items"},
      {"[" + good("a") + ",\n," + good("b") + "]",
       "pack.json:2: a comma stands where an item is expected"},
      {"[" + good("a") + ",\n// it's \"b\"\n" + good("b") + "]",
       "pack.json:2: JSON has no comments"},
      {"[" + good("a") + ",/* \n */" + good("b") + "]", "pack.json:1: JSON has no comments"},
      {"[" + good("a") + ",\n" + good("b"),
       "pack.json:2: the list is not closed: the last ] is missing"},
      {"[" + good("a") + "}," + good("b") + "]", "pack.json:1: a } closes nothing"},
      {"[" + good("a") + "," + good("b") + "]\n[]",
       "pack.json:2: text follows the end of the list; it is not read"},
  };
  for (const Case& one : cases) {
    const content::Bank bank = load(one.text);
    CHECK(described(bank) == Texts{one.wanted});
    CHECK(bank.items().size() == 2);
  }
}

TEST_CASE("a fault inside an item spoils that item only, and has the line it is on") {
  struct Case {
    std::string text;  ///< what replaces `"difficulty":2`
    std::string message;
  };
  const std::vector<Case> cases{
      {"\"difficulty\":2,", ", is not expected here"},
      {"\"difficulty\":NaN", "NaN is not a number in JSON"},
      {"\"difficulty\":True", "True is Python's; JSON has true, false and null"},
      {"\"difficulty\":-Infinity", "-Infinity is not a number in JSON"},
      {"\"difficulty\":1e999", "a number in it is too large"},
      {"\"difficulty\":02", "2 is not expected here"},
      {"\"difficulty\":2 // two", "JSON has no comments"},
      {"\"difficulty\":'2'", "texts stand in double quotation marks"},
      {"\"difficulty\":\"2\n", "a line ends inside a text"},
      {"\"difficulty\":\"\\x\"", "the \\ begins no escape that JSON has"},
      {"\"difficulty\":\"\\ud800\"", ""},
      {"\"difficulty\":\"a\tb\"", "U+0009"},
      {"\"difficulty\" 2", "2 is not expected here"},
      {"\"difficulty\":[1,]", "a comma stands before the closing ]"},
      {"\"difficulty\":[[1]", "pected"},
      {"\"difficulty\":2 \"x\":1", "a comma is missing before this"},
  };
  for (const Case& one : cases) {
    std::string bad = good("bad");
    const std::string before = "\"difficulty\":2";
    bad.replace(bad.find(before), before.size(), "\n\n" + one.text);
    const content::Bank bank = load("[" + good("a") + ",\n" + bad + ",\n" + good("b") + "]");
    INFO(one.text);
    REQUIRE(bank.problems().size() == 1);
    INFO(describe(bank.problems()[0]));
    CHECK(bank.problems()[0].rule == "syntax");
    CHECK(bank.problems()[0].message.find(one.message) != std::string::npos);
    CHECK(bank.problems()[0].place.line >= 2);
    CHECK(bank.items().size() == 2);
  }
}

TEST_CASE("a broken item is still called by its id") {
  const content::Bank bank = load("[{\n\"id\" : \"kafka-7\",\n\"topic\": ,\n}]");
  CHECK(described(bank) ==
        Texts{"pack.json:3: item \"kafka-7\": is not valid JSON: , is not expected here"});
}

TEST_CASE("an item that is left open does not take the items before it along") {
  const content::Bank bank = load("[" + good("a") + ",\n{\"id\":\"b\",\"prompt\":\"x\"");
  CHECK(bank.items().size() == 1);
  CHECK(described(bank) ==
        Texts{"pack.json:2: the file ends inside this item: a bracket or a quotation mark is not "
              "closed"});
}

TEST_CASE("bytes that are not UTF-8 spoil the item they are in") {
  for (const char* bytes :
       {"\xFF", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x9B"}) {
    std::string bad = good("bad");
    bad.replace(bad.find("That is"), 4, bytes);
    bad.insert(1, "\n\n");
    const content::Bank bank = load("[" + good("a") + ",\n" + bad + "]");
    CHECK(described(bank) == Texts{"pack.json:4: item \"bad\": is not valid UTF-8 on this line"});
    CHECK(bank.items().size() == 1);
  }
}

TEST_CASE("ten thousand nested brackets give one error, and the next item is read") {
  for (const char* bracket : {"[", "{\"a\":"}) {
    std::string deep;
    for (int i = 0; i < 10'000; ++i) deep += bracket;
    deep += '1';
    for (int i = 0; i < 10'000; ++i) deep += bracket[0] == '[' ? ']' : '}';
    const content::Bank bank = load("[" + deep + ",\n" + good("a") + "]");
    CHECK(described(bank) == Texts{"pack.json:1: is nested more than 32 deep"});
    CHECK(bank.items().size() == 1);
    CHECK(load("[" + deep.substr(0, 10'000)).problems().size() == 1);
  }
}

TEST_CASE("a flood of problems is cut") {
  std::string text = "[";
  for (int i = 0; i < 20'000; ++i) text += "{},";
  const content::Bank bank = load(text + "{}]");
  REQUIRE(bank.problems().size() == 100);
  CHECK(bank.problems().back().message == "has more problems than the 99 shown");

  CHECK(load("[" + std::string(1'000'000, ',')).problems().size() == 100);
  CHECK(load("[\"" + std::string(4'000'000, '\\') + "\"").problems().size() == 1);
}

TEST_CASE("more items than a file may have are not read") {
  std::string text = "[";
  for (std::size_t i = 0; i < content::elements_per_file_max; ++i) text += "1,";
  text += good("late") + "]";
  const content::Bank bank = load(text);
  CHECK(bank.items().empty());
  CHECK(bank.problems().front().message == "has more than 50000 items; the rest is not read");
}

}  // namespace
