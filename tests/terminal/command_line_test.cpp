#include "terminal/command_line.hpp"

#include <string>
#include <vector>

#include "base/error.hpp"
#include "catch.hpp"

using terminal::split_words;
using Words = std::vector<std::string>;

TEST_CASE("a command line splits at blanks") {
  CHECK(split_words("  quiz --count\t3 ") == Words{"quiz", "--count", "3"});
  CHECK(split_words("").empty());
  CHECK(split_words(" \t ").empty());
  CHECK(split_words("分散 é") == Words{"分散", "é"});
}

TEST_CASE("quotes keep blanks and join with what touches them") {
  CHECK(split_words("read 'a b'\"c d\"e") == Words{"read", "a bc de"});
  CHECK(split_words("''") == Words{""});
  CHECK(split_words("'a\\b\"'") == Words{"a\\b\""});
  CHECK(split_words("\"a \\\"b\\\" \\\\ \\n\"") == Words{"a \"b\" \\ \\n"});
}

TEST_CASE("a backslash keeps the next character") {
  CHECK(split_words("a\\ b \\'c \\\\") == Words{"a b", "'c", "\\"});
}

TEST_CASE("what is not closed is an error that says how to mend it") {
  for (const std::string line : {"say 'hello", "say \"hello", "say hello\\", "'\"", "\"\\"}) {
    try {
      split_words(line);
      FAIL("accepted: " << line);
    } catch (const base::Error& error) {
      CHECK_FALSE(error.advice().empty());
    }
  }
}
