#include <algorithm>
#include <functional>

#include "catch.hpp"
#include "content/lint.hpp"
#include "content_texts.hpp"

namespace {

using namespace content_texts;
using nlohmann::json;
using Texts = std::vector<std::string>;

/// A choice item with this question and these options, the first of which is correct.
json question(const std::string& prompt, const Texts& options) {
  json item = choice();
  item["prompt"] = prompt;
  item["options"] = json::array();
  for (const std::string& text : options) {
    item["options"].push_back(
        {{"text", text}, {"correct", item["options"].empty()}, {"why", "It is so."}});
  }
  return item;
}

const char* const neutral = "What happens to the second request in this case?";

struct Case {
  std::string what;
  Texts rules;  ///< none for a near miss
  json item;
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    INFO(one.what);
    CHECK(broken_rules({one.item}) == one.rules);
  }
}

TEST_CASE("a good item breaks no rule") {
  CHECK(broken_rules({choice()}).empty());
  CHECK(broken_rules({choice(), article()}) == Texts{"W no-source"});
}

TEST_CASE("options that are the same but for case, blanks and marks are an error") {
  check({{"emphasis and a full stop",
          {"E equal-options", "W not-parallel"},
          question(neutral, {"It waits", "It  `Waits`.", "It fails"})},
         {"a sign that matters", {}, question(neutral, {"k < n", "k > n", "k = n"})},
         {"signs alone", {}, question(neutral, {"*", "_", "`"})}});
}

TEST_CASE("options that stand for others are an error") {
  for (const char* text : {"All of the above", "None of these", "none of the options", "Both",
                           "Neither of them", "None are correct"}) {
    CHECK(broken_rules({question(neutral, {"It waits", "It fails", text})}).at(0) ==
          "E all-or-none");
  }
  check({{"all of something",
          {},
          question(neutral, {"All of the nodes", "Some of the nodes", "Either of the nodes"})}});
}

TEST_CASE("options that refer to others by letter, number or place are an error") {
  for (const char* text : {"A and C", "Both B or D", "As in option 2", "The same as option B",
                           "What the options above say", "The second option, but later"}) {
    INFO(text);
    CHECK(broken_rules({question(neutral, {"It waits a while now", "It fails a bit later",
                                           text})}) == Texts{"E refers-to-options"});
  }
  json by_why = choice();
  by_why["options"][1]["why"] = "Unlike answer (b), it counts one shard.";
  check({{"an explanation", {"E refers-to-options"}, by_why},
         {"nodes called A and C",
          {},
          question("Nodes A, B and C vote. Which of them can win?",
                   {"A and B", "A and C", "B and C"})},
         {"an answer A, with a majority",
          {},
          question(neutral,
                   {"It answers. A majority", "It answers a client", "The first answer wins"})}});
}

TEST_CASE("a blank text or explanation is an error") {
  json item = choice();
  item["options"][2]["why"] = " \n";
  check({{"blank", {"E blank"}, item}});
}

TEST_CASE("a key that is much longer or shorter than all wrong options is a warning") {
  check({{"long",
          {"W long-key"},
          question(neutral, {"The request waits in the queue until a worker is free",
                             "The request is refused by it", "The request is sent back"})},
         {"under the ratio",
          {},
          question(neutral, {"The request waits in the longer queue",
                             "The request is refused by the proxy", "The request is sent back"})},
         {"short texts", {}, question(neutral, {"At once", "Late", "Soon"})},
         {"short",
          {"W short-key"},
          question(neutral,
                   {"It waits", "The request is refused by it", "The request is sent back"})}});
}

TEST_CASE("a key that alone has a number, a bracket, code or a clause is a warning") {
  check({{"number",
          {"W odd-one-out"},
          question(neutral, {"After 5 tries", "After some tries", "After many tries"})},
         {"bracket",
          {"W odd-one-out"},
          question(neutral, {"Later (in order)", "Later and mixed", "Later or never"})},
         {"code",
          {"W odd-one-out"},
          question(neutral, {"With `fsync`", "With a sync", "With a flush"})},
         {"clause",
          {"W odd-one-out"},
          question(neutral,
                   {"Later, when it is there", "Later than all of these", "Later than any other"})},
         {"a wrong option has it too",
          {},
          question(neutral, {"After 5 tries", "After 6 tries", "After many tries"})},
         {"only a wrong option has it",
          {},
          question(neutral, {"After some tries", "After 6 tries", "After many tries"})}});
}

TEST_CASE("a stem whose grammar rules out an option is a warning") {
  check({{"an",
          {"W agreement"},
          question("A log entry that may not be lost is an",
                   {"acknowledged one", "volatile one", "open one"})},
         {"a, and all fit",
          {},
          question("A log entry that may be lost is a",
                   {"volatile one", "local one", "private one"})},
         {"are",
          {"W agreement"},
          question("The two phases of the protocol are",
                   {"prepare and commit", "a vote and a count", "commit and apply"})},
         {"a question",
          {},
          question("Which is it, of the three states there are?", {"ab", "a b", "c"})}});
}

TEST_CASE("a key that alone repeats words of the question is a warning") {
  const std::string stem = "A partitioned leader keeps its lease. What may the clients observe?";
  check({{"two words",
          {"W clang"},
          question(stem, {"The leader honours leases", "The node answers later",
                          "The group takes votes"})},
         {"one word",
          {},
          question(stem, {"The leader answers", "The node answers", "The group votes"})},
         {"wrong options do it too",
          {},
          question(stem, {"The leader honours leases", "The clients keep it",
                          "The group takes votes"})}});
}

TEST_CASE("absolute words in wrong options only, and a hedge in the key only, are warnings") {
  check({{"absolutes",
          {"W absolutes"},
          question(neutral, {"It is lost", "It is never lost", "It is always lost"})},
         {"one absolute", {}, question(neutral, {"It is lost", "It is never lost", "It is kept"})},
         {"the key too",
          {},
          question(neutral, {"It is never lost", "It is never kept", "It is always kept"})},
         {"hedge",
          {"W hedged-key"},
          question(neutral, {"It is usually lost", "It is surely lost", "It is kept then"})},
         {"hedges all round",
          {},
          question(neutral, {"It is usually lost", "It is often lost", "It is kept then"})}});
}

TEST_CASE("a negative stem that does not show it is a warning") {
  const Texts options{"It waits", "It fails", "It runs"};
  check({{"not", {"W negative-stem"}, question("Which of these does the log not give?", options)},
         {"n't", {"W negative-stem"}, question("Which of these doesn't the log give?", options)},
         {"except",
          {"W negative-stem"},
          question("Which holds for all except one of them?", options)},
         {"shouted", {}, question("Which of these does the log NOT give?", options)},
         {"bold", {}, question("Which of these does the log **not** give?", options)},
         {"a story",
          {},
          question("The node does not answer. Which of these follows at once?", options)},
         {"why not", {}, question("Why does the node not answer at all here?", options)},
         {"note", {}, question("Which of these is the first to take note?", options)}});
}

TEST_CASE("a key of another form than all wrong options is a warning") {
  check({{"-ing",
          {"W not-parallel"},
          question(neutral, {"By the retry", "Sending it", "Keeping it"})},
         {"numbers",
          {"W not-parallel"},
          question(neutral, {"none to be seen", "18 to be seen", "20 to be seen"})},
         {"stops", {"W not-parallel"}, question(neutral, {"It waits.", "It fails", "It runs"})},
         {"a wrong option is the odd one",
          {},
          question(neutral, {"Sending it", "Keeping it", "By the retry"})},
         {"stops everywhere", {}, question(neutral, {"It waits.", "It fails.", "It runs."})}});
}

TEST_CASE("an option that stands whole in another is a warning") {
  check({{"whole",
          {"W part-of-option"},
          question(neutral, {"It waits here", "It fails", "It waits here then fails"})},
         {"part of a word", {}, question(neutral, {"About 1 %", "About 18 %", "About 11 %"})}});
}

TEST_CASE("a stem of few words, of too many, or with an endless sentence is a warning") {
  std::string longwinded;
  for (int i = 0; i < 40; ++i) longwinded += "It goes on. ";
  std::string endless = "It";
  for (int i = 0; i < 45; ++i) endless += " goes";
  const Texts options{"It waits", "It fails", "It runs"};
  check({{"four words", {"W short-stem"}, question("What is a quorum?", options)},
         {"five words", {}, question("What is a read quorum?", options)},
         {"130 words and more", {"W long-stem"}, question(longwinded + longwinded, options)},
         {"120 words", {}, question(longwinded, options)},
         {"46 words", {"W long-sentence"}, question(endless + ".", options)},
         {"two sentences", {}, question("Now. " + endless.substr(0, 200) + ". And then?", options)},
         {"code does not count",
          {"W wide-block"},
          question("What does this code print here?\n```\n" + longwinded + longwinded + "\n```",
                   options)}});
}

TEST_CASE("two options or more than four are a warning") {
  check({{"two", {"W option-count"}, question(neutral, {"It waits", "It fails"})},
         {"five", {"W option-count"}, question(neutral, {"aa", "bb", "cc", "dd", "ee"})}});
}

TEST_CASE("missing sources, papers without a year and dangling links are warnings") {
  json item = choice();
  item["sources"][0]["ref"] = "Dean & Barroso, 'The Tail at Scale', CACM 56(2)";
  check({{"year", {"W no-year"}, item}});
  item["sources"][0]["url"] = "https://etcd.io/docs";
  check({{"documentation", {}, item}});
  item.erase("sources");
  check({{"none", {"W no-source"}, item}});

  item = choice();
  item["see_also"] = {"nowhere", "drill:tail-fanout", "hedged-requests", "tail-of-twenty"};
  CHECK(broken_rules({item}) == Texts(4, "W dangling-link"));
  const auto rules = broken_rules({item, drill(), open()});
  CHECK(std::ranges::count(rules, "W dangling-link") == 2);
}

TEST_CASE(
    "a question that is asked twice is an error, and what is right in one is not wrong in the "
    "other") {
  json again = choice("again");
  again["prompt"] = again["prompt"].get<std::string>() + " Think.";
  CHECK(broken_rules({choice(), again}) == Texts{"E duplicate-stem"});
  again["options"][0]["correct"] = false;
  again["options"][1]["correct"] = true;
  CHECK(broken_rules({choice(), again}) ==
        Texts{"W sibling-key", "E duplicate-stem", "W sibling-key"});

  json other = choice("other");
  other["prompt"] =
      "A query waits for the slowest of 20 shards. Each answers 99 % of its requests in 10 ms and "
      "the rest in about 500 ms, independently of the others. A hedge is sent to a second replica "
      "after 12 ms. How many requests does that add?";
  CHECK(broken_rules({choice(), other}).empty());
}

TEST_CASE("a thousand copies of a question are found without comparing each with each") {
  std::vector<json> items;
  for (int i = 0; i < 1000; ++i) items.push_back(choice("copy-" + std::to_string(i)));
  const auto rules = broken_rules(items);
  CHECK(std::ranges::count(rules, "E duplicate-stem") == 999);
}

TEST_CASE("what is wrong with the files is among the findings, in the order of the places") {
  json bad = choice("bad");
  bad["difficulty"] = 9;
  const auto report = content::lint(
      load_items({question("What is it?", {"It waits", "It fails", "It runs"}), bad}));
  REQUIRE(report.problems.size() == 2);
  CHECK(report.problems[0].rule == "short-stem");
  CHECK(report.problems[1].rule == "out-of-range");
}

}  // namespace
