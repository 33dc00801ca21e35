#include "terminal/completion.hpp"

#include <string>
#include <vector>

#include "catch.hpp"

using terminal::complete;
using terminal::Completion;
using terminal::last_word;
using terminal::list_choices;
using Words = std::vector<std::string>;

TEST_CASE("the word to complete is the one before the cursor") {
  CHECK(last_word("quiz --co") == "--co");
  CHECK(last_word("quiz ") == "");
  CHECK(last_word("") == "");
}

TEST_CASE("the only candidate completes the word") {
  const Completion completion = complete("qui", {"quiz", "quiz"});
  CHECK(completion.replacement == "quiz");
  CHECK(completion.is_complete);
  CHECK(completion.choices.empty());
}

TEST_CASE("several candidates complete what they have in common, and are listed after that") {
  const Completion first = complete("q", {"quorum", "quota"});
  CHECK(first.replacement == "quo");
  CHECK_FALSE(first.is_complete);
  CHECK(first.choices.empty());
  const Completion second = complete("quo", {"quota", "quorum"});
  CHECK(second.replacement == "quo");
  CHECK(second.choices == Words{"quorum", "quota"});
}

TEST_CASE("without candidates the word stays") {
  const Completion completion = complete("xyz", {});
  CHECK(completion.replacement == "xyz");
  CHECK_FALSE(completion.is_complete);
  CHECK(completion.choices.empty());
}

TEST_CASE("characters with the same first bytes are not taken for common ones") {
  CHECK(complete("", {"é", "è"}).replacement.empty());
}

TEST_CASE("choices are listed in columns that fit") {
  CHECK(list_choices({"a", "bbb", "分散"}, 20) == "a     bbb   分散\n");
  CHECK(list_choices({"a", "bbb", "cc"}, 8) == "a    bbb\ncc\n");
  CHECK(list_choices({std::string(100, 'x')}, 20) == std::string(20, 'x') + "\n");
  CHECK(list_choices({"\x1b[2J"}, 20) == "\\x1b[2J\n");
}

TEST_CASE("a long list of choices is cut and says so") {
  const std::string list = list_choices(Words(1000, "word"), 80);
  CHECK(list.ends_with("... and 880 more\n"));
}
