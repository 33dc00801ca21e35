#include <signal.h>

#include "catch.hpp"
#include "session.hpp"

using end_to_end::answered;
using end_to_end::count;
using end_to_end::has_escape;
using end_to_end::Session;
using end_to_end::with_content;
using support::contains;
using support::Exit;
using support::Home;

namespace {

std::vector<std::string> drill(std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"drill", "seven-times", "--seed", "5"});
  return with_content(std::move(more));
}

/// The answer to the drill asked last.
int right_answer(std::string_view output) {
  const std::string text(output);
  const std::size_t at = text.rfind("One request takes ");
  REQUIRE(at != std::string::npos);
  return 7 * std::stoi(text.substr(at + 18));
}

}  // namespace

TEST_CASE("the same seed draws the same numbers, and a second round draws others") {
  const Home home;
  const auto first = home.run(drill({"--count", "6"}), "1\n2\n3\n4\n5\n6\n");
  CHECK(first.exit == Exit{0, {}});
  CHECK_FALSE(has_escape(first.output));
  CHECK(count(first.output, "answer> ") == 6);
  CHECK(first.output == home.run(drill({"--count", "6"}), "1\n2\n3\n4\n5\n6\n").output);
  bool differs = false;
  for (int n = 10; n <= 90; n += 10) {
    const auto same = count(first.output, "takes " + std::to_string(n) + " ms");
    differs = differs || (same > 0 && same < 6);
  }
  CHECK(differs);
  CHECK(answered(home) == 12);
}

TEST_CASE("a right answer in any unit is right, with its solution; a wrong unit is asked again") {
  const Home home;
  const int right = right_answer(home.run(drill(), "q\n").output);
  const std::string seconds = std::to_string(right / 1000.0) + " s";
  const auto result = home.run(drill({"--count", "1"}),
                               "five\n" + std::to_string(right) + " GB\n" + seconds + "\n");
  CHECK(contains(result.output, "That is no amount"));
  CHECK(contains(result.output, "Wrong unit: \"GB\" is an amount of data"));
  CHECK(contains(result.output, "+ Right"));
  CHECK(contains(result.output, "7 x "));
  CHECK(contains(result.output, "1 of 1 right"));
  CHECK(answered(home) == 1);
  CHECK(end_to_end::stats(home).at("by_kind").at("drill").at("right") == 1);
  CHECK(contains(home.run({"undo"}).output, "drill:seven-times"));
  CHECK(answered(home) == 0);
}

TEST_CASE("a known slip is named") {
  const Home home;
  const int right = right_answer(home.run(drill(), "q\n").output);
  const auto result = home.run(drill({"--count", "1"}), std::to_string(right) + " s\n");
  CHECK(contains(result.output, "- Wrong"));
  CHECK(contains(result.output, "1,000 too much"));
}

TEST_CASE("drills go on until q, with skip, undo, flag and help; Ctrl-C ends them with 130") {
  const Home home;
  const auto result = home.run(drill(), "1\n?\nf hm\ns\nu\n2\nq\n");
  CHECK(result.exit == Exit{0, {}});
  CHECK(contains(result.output, "Taken back"));
  CHECK(contains(result.output, "0 of 1 right, 1 skipped"));
  CHECK(answered(home) == 1);
  Session session(home, {"drill", "seven-times"});
  const int right = right_answer(session.expect("answer> "));
  session.send(std::to_string(right) + "\r");
  session.expect("+ Right");
  CHECK(answered(home) == 2);
  session.expect("Enter next");
  session.send("\r");
  session.expect("answer> ");
  session.send("\x03");
  CHECK(session.wait() == Exit{130, {}});
  CHECK(session.is_cooked());
}

TEST_CASE("an answer to a drill whose feedback was shown survives kill -9") {
  const Home home;
  for (int i = 1; i <= 5; ++i) {
    Session session(home, {"drill", "seven-times"});
    session.expect("answer> ");
    session.send("1\r");
    session.expect("- Wrong");
    session.signal(SIGKILL);
    session.wait();
    CHECK(answered(home) == i);
  }
}

TEST_CASE("an unknown drill is told with what comes near") {
  const Home home;
  const auto result = home.run(with_content({"drill", "drill:seven-tines"}));
  CHECK(result.exit == Exit{2, {}});
  CHECK(contains(result.error, "did you mean \"drill:seven-times\"?"));
}
