#include <algorithm>

#include "catch.hpp"
#include "nines/context.hpp"
#include "nines/repl.hpp"

using nines::complete;
using Words = std::vector<std::string>;

namespace {

const content::Bank& shipped() {
  static const auto bank = [] {
    const std::filesystem::path folder(NINES_SOURCE_FOLDER "/content");
    return content::load(std::span(&folder, 1), folder / "schema");
  }();
  return bank;
}

}  // namespace

TEST_CASE("the first word is completed to verbs") {
  CHECK(complete("qu", shipped()) == Words{"quiz"});
  const auto all = complete("", shipped());
  for (const auto* verb : {"quiz", "list", "stats", "undo", "content", "help"}) {
    CHECK(std::find(all.begin(), all.end(), verb) != all.end());
  }
}

TEST_CASE("options are completed, those of the verb and those of all") {
  CHECK(complete("quiz --cou", shipped()) == Words{"--count"});
  CHECK(complete("quiz --se", shipped()) == Words{"--seed"});
  CHECK(complete("stats --cou", shipped()).empty());
}

TEST_CASE("quiz and list are completed to topics and items") {
  CHECK(complete("quiz consensus-o", shipped()) == Words{"consensus-ordering"});
  CHECK_FALSE(complete("list raft-", shipped()).empty());
  CHECK(complete("stats raft-", shipped()).empty());
}

TEST_CASE("help is completed to verbs, and content to check") {
  CHECK(complete("help und", shipped()) == Words{"undo"});
  CHECK(complete("content c", shipped()) == Words{"check"});
}

TEST_CASE("inside a quotation nothing is offered") {
  CHECK(complete("list \"raft ", shipped()).empty());
}
