#include "catch.hpp"
#include "session.hpp"

using end_to_end::answered;
using end_to_end::count;
using end_to_end::has_escape;
using end_to_end::with_content;
using support::contains;
using support::Exit;
using support::Home;

namespace {

std::vector<std::string> quiz(std::vector<std::string> more) {
  more.insert(more.begin(), {"quiz", "e2e-basics", "--seed", "7"});
  return with_content(std::move(more));
}

}  // namespace

TEST_CASE("three piped answers make a plain transcript of three questions") {
  const Home home;
  const auto result = home.run({"quiz", "--count", "3", "--seed", "7"}, "1\n2\n3\n");
  CHECK(result.exit == Exit{0, {}});
  CHECK(result.error.empty());
  CHECK_FALSE(has_escape(result.output));
  CHECK(count(result.output, "answer> ") == 3);
  CHECK(count(result.output, "+ Right") + count(result.output, "- Wrong") == 3);
  CHECK(contains(result.output, "of 3 right"));
  CHECK(answered(home) == 3);
}

TEST_CASE("the same seed gives the same questions and options, whatever was answered before") {
  const Home fresh;
  const Home practised;
  practised.run(quiz({"--count", "5"}), "a\nb\nc\na\nb\n");
  REQUIRE(answered(practised) == 5);
  const auto first = fresh.run(quiz({"--count", "4"}), "a\na\na\na\n");
  CHECK(count(first.output, "answer> ") == 4);
  CHECK(first.output == practised.run(quiz({"--count", "4"}), "a\na\na\na\n").output);
  const auto other = fresh.run(with_content({"quiz", "e2e-basics", "--seed", "8", "--count", "4"}),
                               "a\na\na\na\n");
  CHECK(first.output != other.output);
}

TEST_CASE("a certainty may follow the answer on its line") {
  const Home home;
  const auto result = home.run(quiz({"--count", "3"}), "a 3\nb3\n3 1\n");
  CHECK(result.exit == Exit{0, {}});
  CHECK(answered(home) == 3);
  const auto by_certainty = end_to_end::stats(home).at("by_certainty");
  CHECK(by_certainty.at("3").at("answers") == 2);
  CHECK(by_certainty.at("1").at("answers") == 1);
}

TEST_CASE("a piped quiz takes skip, undo, flags with notes, help and sources") {
  const Home home;
  const auto result =
      home.run(quiz({"--count", "3"}), "?\nf unclear wording\ns\na\nsources\nu\nb\nq\n");
  CHECK(result.exit == Exit{0, {}});
  CHECK(result.error.empty());
  CHECK(contains(result.output, "skip"));
  CHECK(contains(result.output, "https://example.org/alpha-"));
  CHECK(contains(result.output, "of 1 right, 1 skipped"));
  CHECK(answered(home) == 1);
  CHECK(contains(home.run(with_content({"list", "flag:", "--json"})).output, "unclear wording"));
}

TEST_CASE("a blank line, garbage or an option that is not there is asked again with a hint") {
  const Home home;
  for (const std::string input :
       {"\n", "rubbish\n", "d\n", "9\n", "a 7\n", "\x1b[2J\n", "\xff\n"}) {
    const auto result = home.run(quiz({"--count", "1"}), input + "a\n");
    CAPTURE(input, result.output);
    CHECK(result.exit == Exit{0, {}});
    CHECK(count(result.output, "answer> ") == 2);
    CHECK(contains(result.output, "a-c or 1-3"));
    CHECK(contains(result.output, "of 1 right"));
    CHECK_FALSE(has_escape(result.output));
  }
}

TEST_CASE("the end of the input ends a quiz with the summary and status 0") {
  const Home home;
  const auto result = home.run(quiz({"--count", "3"}), "a\n");
  CHECK(result.exit == Exit{0, {}});
  CHECK(contains(result.output, "of 1 right"));
  CHECK(home.run(quiz({"--count", "3"})).exit == Exit{0, {}});
  CHECK(home.run(quiz({"--count", "1"}), "a").exit == Exit{0, {}});  // no newline at the end
  CHECK(answered(home) == 2);
}

TEST_CASE("input with carriage returns is read as without") {
  const Home home;
  CHECK(home.run(quiz({"--count", "2"}), "a 3\r\nb\r\n").exit == Exit{0, {}});
  CHECK(answered(home) == 2);
}

TEST_CASE("an endless line of input is refused with its reason, and loses no answer") {
  const Home home;
  const std::string endless(3 << 20, 'a');
  const auto result = home.run(quiz({"--count", "2"}), "a\n" + endless + "\na\n");
  CHECK(result.exit == Exit{2, {}});
  CHECK(contains(result.error, "a line of the input is longer than 65536 bytes"));
  CHECK(answered(home) == 1);
}

TEST_CASE("quiz --weak asks again what was wrong, and only that") {
  const Home home;
  const auto none = home.run(quiz({"--weak"}), "a\n");
  CHECK(none.exit == Exit{2, {}});
  CHECK(contains(none.error, "weak"));
  home.run(quiz({"--count", "3"}), "a\na\na\n");
  const auto result = home.run(quiz({"--weak"}), "q\n");
  CHECK(result.exit == Exit{0, {}});
  CHECK(contains(result.output, "1/3"));
}
