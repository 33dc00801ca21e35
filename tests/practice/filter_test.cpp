#include "practice/filter.hpp"

#include "base/error.hpp"
#include "catch.hpp"

using practice::Filter;
using practice::ItemRecord;

namespace {

content::Item item(const std::string& id, const std::string& topic, int difficulty) {
  content::Item result;
  result.id = id;
  result.topic = topic;
  result.difficulty = difficulty;
  result.prompt = "What does a Quorum promise?";
  result.body = content::Choice{};
  return result;
}

bool fits(const std::vector<std::string>& words, const ItemRecord& record = {}) {
  return Filter::parse(words).matches(item("raft-commit", "consensus", 2), record);
}

ItemRecord answered(bool last_correct) {
  ItemRecord record;
  record.answers = 2;
  record.right = 1;
  record.last_correct = last_correct;
  return record;
}

}  // namespace

TEST_CASE("an empty filter lets everything through") {
  CHECK(fits({}));
}

TEST_CASE("a bare word is looked for in id, topic and prompt, whatever its case") {
  CHECK(fits({"COMMIT"}));
  CHECK(fits({"consens"}));
  CHECK(fits({"quorum"}));
  CHECK_FALSE(fits({"paxos"}));
}

TEST_CASE("all terms must fit, but one of several topics is enough") {
  CHECK(fits({"topic:consensus", "difficulty:2", "kind:choice"}));
  CHECK_FALSE(fits({"topic:consensus", "difficulty:3"}));
  CHECK_FALSE(fits({"kind:open"}));
  CHECK(fits({"topic:other", "topic:consensus"}));
  CHECK_FALSE(fits({"topic:consens"}));
}

TEST_CASE("the standing is that of the latest answer") {
  CHECK(fits({"is:new"}));
  CHECK_FALSE(fits({"is:seen"}));
  CHECK_FALSE(fits({"is:wrong"}));
  CHECK(fits({"is:wrong"}, answered(false)));
  CHECK_FALSE(fits({"is:right"}, answered(false)));
  CHECK(fits({"is:right", "is:seen"}, answered(true)));
  CHECK_FALSE(fits({"is:new"}, answered(true)));
}

TEST_CASE("flag: finds what has a flag, with a note or without") {
  ItemRecord flagged;
  flagged.notes = {""};
  CHECK(fits({"flag:"}, flagged));
  CHECK_FALSE(fits({"flag:"}));
}

TEST_CASE("a term that cannot be understood says what it takes") {
  for (const auto* term : {"difficulty:4", "difficulty:", "kind:quiz", "is:due?", "flag:x"}) {
    CAPTURE(term);
    try {
      Filter::parse(std::vector<std::string>{term});
      FAIL("accepted");
    } catch (const base::Error& error) {
      CHECK(std::string(error.what()).find(term) != std::string::npos);
      CHECK_FALSE(error.advice().empty());
    }
  }
}
