#include "catch.hpp"
#include "session.hpp"

using end_to_end::with_content;
using support::contains;
using support::Exit;
using support::Home;

TEST_CASE("commands from a pipe are run line by line without an escape byte") {
  const Home home;
  const auto result =
      home.run(with_content({}), "quiz e2e-basics --count 1 --seed 1\na\nstats\nhelp list\n");
  CHECK(result.exit == Exit{0, {}});
  CHECK(contains(result.output, "1/1"));
  CHECK(contains(result.output, "1 answer"));
  CHECK(contains(result.output, "is:wrong"));
  CHECK_FALSE(end_to_end::has_escape(result.output + result.error));
  CHECK(end_to_end::answered(home) == 1);
}

TEST_CASE("a script with a command that failed runs to its end and ends with status 2") {
  const Home home;
  const auto result = home.run({}, "quizz\nstats\n");
  CHECK(result.exit == Exit{2, {}});
  CHECK(contains(result.error, "unknown command \"quizz\": did you mean \"quiz\"?"));
  CHECK(contains(result.output, "Nothing answered yet"));
}

TEST_CASE("an empty script prints the help") {
  const Home home;
  const auto result = home.run({});
  CHECK(result.exit == Exit{0, {}});
  CHECK(contains(result.output, "quiz"));
  CHECK(contains(result.output, "Usage"));
}

TEST_CASE("blank lines in a script do nothing, and quit ends it") {
  const Home home;
  const auto result = home.run({}, "\n   \nquit\nquizz\n");
  CHECK(result.exit == Exit{0, {}});
  CHECK(result.error.empty());
}

TEST_CASE("hostile lines in a script are refused without being passed on to a terminal") {
  const Home home;
  const auto result = home.run({}, "\x1b]0;owned\x07\nquiz 'unfinished\n\xff\xfe\nhelp\n" +
                                       std::string(100'000, 'x') + "\n");
  CHECK(result.exit == Exit{2, {}});
  CHECK_FALSE(end_to_end::has_escape(result.output + result.error));
  CHECK(contains(result.output, "Usage"));
}
