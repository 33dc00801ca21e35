#include "terminal/suggest.hpp"

#include <string>
#include <vector>

#include "catch.hpp"

using terminal::nearest;

namespace {

const std::vector<std::string> verbs = {"today", "quiz",       "interview", "drill",
                                        "exam",  "read",       "grade",     "stats",
                                        "list",  "completion", "why",       "undo"};

}  // namespace

TEST_CASE("a typing slip is recognised") {
  CHECK(nearest("qiuz", verbs) == "quiz");
  CHECK(nearest("quz", verbs) == "quiz");
  CHECK(nearest("quizz", verbs) == "quiz");
  CHECK(nearest("Interveiw", verbs) == "interview");
  CHECK(nearest("stast", verbs) == "stats");
}

TEST_CASE("a word that only one known word begins with is recognised") {
  CHECK(nearest("comp", verbs) == "completion");
  CHECK(nearest("inter", verbs) == "interview");
}

TEST_CASE("far words get no suggestion") {
  CHECK_FALSE(nearest("kubernetes", verbs));
  CHECK_FALSE(nearest("xyzzy", verbs));
  CHECK_FALSE(nearest("q", verbs));
  CHECK_FALSE(nearest("", verbs));
  CHECK_FALSE(nearest("abc", verbs));
  CHECK_FALSE(nearest("quiz", {}));
  CHECK_FALSE(nearest(std::string(100'000, 'q'), verbs));
}
