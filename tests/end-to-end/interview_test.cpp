#include <chrono>
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

std::vector<std::string> interview(std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"interview", "spoken-one"});
  return with_content(std::move(more));
}

/// Judges the four points with these answers.
void judge(Session& session, std::string_view keys) {
  for (const char key : keys) {
    session.expect("said? ");
    session.expect("] ");
    session.send(std::string(1, key));
  }
}

}  // namespace

TEST_CASE("a piped interview is lines, judged point by point, and the same each time") {
  const Home home;
  const auto result = home.run(interview(), "\ny\nn\ny\ny\n");
  CHECK(result.exit == Exit{0, {}});
  CHECK(result.error.empty());
  CHECK_FALSE(has_escape(result.output));
  CHECK(contains(result.output, "Speak. Target 2 to 3 minutes."));
  CHECK(contains(result.output, "- 3 of 4, a \"must\" is missing: again."));
  CHECK(contains(result.output, "The holder may write until the lease expires"));
  CHECK(contains(result.output, "Watch out: \"A lease is a lock.\""));
  CHECK(contains(result.output, "Commonly repeated, but wrong: A lease needs no clock."));
  // The follow-up fits the point that was missed.
  CHECK(contains(result.output, "Where is the fencing token compared?"));
  CHECK(contains(result.output, "In the store, at every write."));
  CHECK(contains(result.output, "0 of 1 right"));
  const Home other;
  CHECK(other.run(interview(), "\ny\nn\ny\ny\n").output == result.output);
  CHECK(end_to_end::stats(home).at("by_kind").at("open").at("answers") == 1);
}

TEST_CASE("all points in time are easy, and every must alone is hard") {
  const Home home;
  CHECK(contains(home.run(interview(), "\ny\ny\ny\ny\n").output, "+ 4 of 4, all of them: easy."));
  CHECK(contains(home.run(interview(), "\ny\ny\nn\nn\n").output, "+ 2 of 4"));
  const auto json = nlohmann::json::parse(home.run(interview({"--json"}), "\ny\ny\nn\nn\n").output);
  CHECK(json.at("schema") == "nines.interview/1");
  CHECK(json.at("answers").at(0).at("rating") == "hard");
  CHECK(json.at("answers").at(0).at("said") == nlohmann::json({true, true, false, false}));
}

TEST_CASE("a typed answer is kept and compared, which only suggests the ticks") {
  const Home home;
  const auto result =
      home.run(interview({"--json"}),
               "t\nThe lease expires after ten seconds.\nIt does not need clocks.\n\n\nn\ny\n\n");
  CHECK(contains(result.error, "found: \"lease expires\""));
  CHECK(contains(result.error, "possibly the opposite: \"clocks\""));
  const auto answer = nlohmann::json::parse(result.output).at("answers").at(0);
  CHECK(answer.at("said") == nlohmann::json({true, false, true, false}));
  CHECK(answer.at("typed") == "The lease expires after ten seconds.\nIt does not need clocks.");
  const auto suggestions = end_to_end::stats(home).at("suggestions");
  CHECK(suggestions.at("judged") == 4);
  CHECK(suggestions.at("agreed") == 3);
}

TEST_CASE("wrong input is asked again, and skip, flag, undo and the end of input work") {
  const Home home;
  const auto result = home.run(interview(), "rubbish\n?\nf unclear\n\nmaybe\n\ny\nu\nn\ny\ny\ny\n");
  CHECK(result.exit == Exit{0, {}});
  CHECK(count(result.output, "Enter when you have said it; ? shows all keys.") == 1);
  CHECK(count(result.output, "y or n; ? shows all keys.") == 2);
  CHECK(contains(result.output, "Flagged spoken-one"));
  CHECK(contains(result.output, "3 of 4"));
  REQUIRE(answered(home) == 1);
  CHECK(contains(home.run(interview(), "u\ns\n").output, "Taken back: the answer to spoken-one"));
  CHECK(answered(home) == 0);
  CHECK(home.run(interview(), "\ny\ny\n").exit == Exit{0, {}});
  CHECK(home.run(interview(), "t\nhalf an answer").exit == Exit{0, {}});
  CHECK(answered(home) == 0);
}

TEST_CASE("a design case is judged by phase and points to its walkthrough") {
  const Home home;
  const auto result = home.run(with_content({"interview", "e2e-case"}), "\ny\ny\ny\n");
  CHECK(contains(result.output, "Target 40 minutes"));
  CHECK(result.output.find(" requirements\n") < result.output.find(" estimates\n"));
  CHECK(contains(result.output, "nines read spoken-case"));
}

TEST_CASE("an interview on a terminal has a running clock, a pause, a follow-up, and undo") {
  const Home home;
  Session session(home, {"interview", "spoken-one"});
  session.expect("0:00 done> ");
  session.expect("0:01 done> ");
  session.send("p");
  session.expect("Paused");
  session.send("\r");
  session.expect("done> ");
  session.send("\r");
  session.expect("shorter than the target");
  judge(session, "yyyy");
  session.expect("4 of 4");
  CHECK(answered(home) == 1);  // before anything else is asked
  session.expect("Think it through, then Enter> ");
  session.send("\r");
  session.expect("Bound the drift");
  session.expect("Enter next");
  session.send("u");
  session.expect("Taken back");
  session.expect("done> ");
  session.send("\r");
  judge(session, "nyyy");
  session.expect("again");
  session.expect("Think it through, then Enter> ");
  session.send("\r");
  session.expect("Enter next");
  session.send("q");
  session.expect("0 of 1 right");
  CHECK(session.wait() == Exit{0, {}});
  CHECK(session.is_cooked());
  CHECK(answered(home) == 1);
}

TEST_CASE("Ctrl-C in the middle of the points leaves with 130 and records nothing") {
  const Home home;
  Session session(home, {"interview", "spoken-one"});
  session.expect("done> ");
  session.send("\r");
  session.expect("said? ");
  session.send("y");
  session.expect("   2 must");
  session.expect("] ");
  session.send("\x03");
  CHECK(session.wait() == Exit{130, {}});
  CHECK(session.is_cooked());
  CHECK(answered(home) == 0);
}

TEST_CASE("an answer whose rating was shown survives kill -9") {
  const Home home;
  for (int i = 1; i <= 5; ++i) {
    Session session(home, {"interview", "spoken-one"});
    session.expect("done> ");
    session.send("\r");
    judge(session, "yyny");
    session.expect("3 of 4");
    session.signal(SIGKILL);
    session.wait();
    CHECK(answered(home) == i);
  }
}

TEST_CASE("for a screen reader the clock is announced and nothing is redrawn") {
  const Home home;
  Session session(home, {"interview", "spoken-one", "--screen-reader"});
  session.expect("done> ");
  session.send("\r");
  session.expect("Point 1, must:");
  session.send("y\r");
  session.expect("Point 2");
  session.send("q\r");
  CHECK(session.wait() == Exit{0, {}});
  CHECK_FALSE(contains(session.screen().stream(), "0:00 done"));
  CHECK_FALSE(has_escape(session.screen().stream()));
}
