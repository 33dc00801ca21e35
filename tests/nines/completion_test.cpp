#include <algorithm>

#include "catch.hpp"
#include "content/loader.hpp"
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
  for (const auto* verb :
       {"quiz", "interview", "drill", "read", "list", "stats", "undo", "content", "help"}) {
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

TEST_CASE("each verb is completed to what it takes") {
  const auto bank = content::load_text("pack.json", R"json([
    {"id": "an-article", "kind": "article", "topic": "t-read", "difficulty": 1, "prompt": "A", "body": "B"},
    {"id": "an-open", "kind": "open", "topic": "t-open", "difficulty": 1, "prompt": "A", "answer": "B",
     "key_points": [{"text": "C"}]}])json",
                                       NINES_SOURCE_FOLDER "/content/schema");
  REQUIRE(bank.items().size() == 2);
  CHECK(complete("interview ", bank) == Words{"an-open", "t-open"});
  CHECK(complete("read ", bank) == Words{"an-article", "errata"});
  CHECK(complete("quiz ", bank).empty());
  CHECK(complete("list an-", bank) == Words{"an-article", "an-open"});
}

TEST_CASE("options that choose among words are completed to them") {
  CHECK(complete("dashboard --scenario ", shipped()) ==
        Words{"flapping", "low-traffic", "payment-outage", "retry-storm", "slow-not-failing"});
  CHECK(complete("dashboard --headless --scenario re", shipped()) == Words{"retry-storm"});
  CHECK(complete("dashboard --scenario=re", shipped()) == Words{"--scenario=retry-storm"});
  CHECK(complete("dashboard --arm bo", shipped()) == Words{"both"});
  CHECK(complete("dashboard --arm sl", shipped()) == Words{"slow-call-breaker"});
  CHECK(complete("dashboard --speed 1", shipped()) == Words{"1", "10", "100"});
  CHECK(complete("grade --clock ", shipped()) == Words{"real", "virtual"});
  CHECK(complete("dashboard --expect ", shipped()) == Words{"isolation"});
  CHECK(complete("dashboard --compare ", shipped()).empty());
  CHECK(complete("quiz --scenario ", shipped()) == complete("quiz ", shipped()));
}

TEST_CASE("help is completed to verbs, and content to check") {
  CHECK(complete("help und", shipped()) == Words{"undo"});
  CHECK(complete("content c", shipped()) == Words{"check"});
}

TEST_CASE("inside a quotation nothing is offered") {
  CHECK(complete("list \"raft ", shipped()).empty());
}
