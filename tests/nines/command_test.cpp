#include "nines/command.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "texts.hpp"

using nines::parse;

namespace {

std::string refusal(const std::vector<std::string>& words) {
  try {
    parse(words, {});
  } catch (const base::Error& error) {
    return std::string(error.what()) + " | " + error.advice();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("global options may stand before and behind the verb") {
  for (const auto& words : std::vector<std::vector<std::string>>{{"--seed", "7", "--json", "quiz"},
                                                                 {"quiz", "--seed", "7", "--json"},
                                                                 {"quiz", "--seed=7", "--json"}}) {
    const auto invocation = parse(words, {});
    CHECK(invocation.globals.seed == 7);
    CHECK(invocation.globals.json);
    CHECK(invocation.action);
  }
}

TEST_CASE("a pack named by --content is added to those that are there") {
  nines::Globals defaults;
  defaults.packs = {"first"};
  const auto invocation = parse({"list", "--content", "second", "--content", "third"}, defaults);
  CHECK(invocation.globals.packs == std::vector<std::filesystem::path>{"first", "second", "third"});
}

TEST_CASE("a mistyped verb is answered with the one that was meant") {
  CHECK(has(refusal({"quizz"}), "unknown command \"quizz\": did you mean \"quiz\"?"));
  CHECK(has(refusal({"stat"}), "\"stats\""));
  CHECK(has(refusal({"zzzzzz"}), "unknown command \"zzzzzz\" |"));
}

TEST_CASE("a mistyped option is answered with the one that was meant") {
  CHECK(has(refusal({"quiz", "--cuont", "3"}), "did you mean \"--count\"?"));
  CHECK(has(refusal({"quiz", "--sed=3"}), "did you mean \"--seed\"?"));
}

TEST_CASE("values out of range name their option") {
  CHECK(has(refusal({"quiz", "--count", "0"}), "--count"));
  CHECK(has(refusal({"quiz", "--difficulty", "9"}), "--difficulty"));
  CHECK(has(refusal({"quiz", "--seed", "abc"}), "--seed"));
  CHECK(has(refusal({"quiz", "--seed", "-1"}), "--seed"));
  CHECK(has(refusal({"quiz", "--count"}), "--count"));
}

TEST_CASE("verbs are not abbreviated and words without a verb are refused") {
  CHECK(refusal({"q"}) != "accepted");
  CHECK(refusal({"content"}) != "accepted");
  CHECK(refusal({"stats", "extra"}) != "accepted");
}

TEST_CASE("no words ask for the prompt") {
  CHECK_FALSE(parse({}, {}).action);
}
