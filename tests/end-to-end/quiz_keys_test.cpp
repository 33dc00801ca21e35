#include "catch.hpp"
#include "session.hpp"

using end_to_end::right_key;
using end_to_end::Session;
using end_to_end::wrong_key;
using support::contains;
using support::Exit;
using support::Home;

namespace {

std::vector<std::string> quiz(std::string count) {
  return {"quiz", "e2e-basics", "--count", std::move(count), "--seed", "5"};
}

}  // namespace

TEST_CASE("a quiz on a terminal goes by single keys, with marks for certainty and a summary") {
  const Home home;
  Session session(home, quiz("3"));
  session.answer(right_key(session.next_question()), "3");
  session.expect("(+3)");
  session.expect("It fails at the first step");
  session.expect("Enter next");
  session.send("\r");
  session.answer(wrong_key(session.next_question()), "2");
  session.expect("(-2)");
  session.expect("It is right because of");
  session.expect("Enter next");
  session.send(" ");
  const std::string third = session.next_question();
  CHECK(contains(third, "3/3"));
  session.answer(right_key(third));
  session.expect("Enter next");
  session.send("\r");
  session.expect("2 of 3 right");
  session.expect("e2e-basics");
  CHECK(session.wait() == Exit{0, {}});
  CHECK(session.is_cooked());
  const auto stats = end_to_end::stats(home);
  CHECK(stats.at("answered") == 3);
  CHECK(stats.at("marks") == 1);
}

TEST_CASE("digits answer as letters do") {
  const Home home;
  Session session(home, quiz("1"));
  const char letter = right_key(session.next_question());
  session.answer(static_cast<char>('1' + (letter - 'a')));
  session.expect("Enter next");
  CHECK(contains(session.screen().text(), "+ Right"));
}

TEST_CASE("help, skip, flag and undo work before an answer") {
  const Home home;
  Session session(home, quiz("3"));
  session.next_question();
  session.send("?");
  session.expect("skip");
  session.next_question();
  session.send("f");
  session.expect("note");
  session.expect("> ");
  session.send("needs a picture\r");
  session.expect("Flagged");
  session.next_question();
  session.send("s");
  session.expect("2/3");
  session.answer(wrong_key(session.next_question()));
  session.expect("Enter next");
  session.send("\r");
  session.expect("3/3");
  session.next_question();
  session.send("u");
  session.expect("2/3");
  session.answer(right_key(session.next_question()));
  session.expect("Enter next");
  session.send("q");
  session.expect("1 of 1 right, 1 skipped");
  CHECK(session.wait() == Exit{0, {}});
  CHECK(end_to_end::answered(home) == 1);
  const auto flags = home.run(end_to_end::with_content({"list", "flag:", "--json"}));
  CHECK(contains(flags.output, "needs a picture"));
}

TEST_CASE("sources, reason, flag and undo work after an answer") {
  const Home home;
  Session session(home, quiz("1"));
  session.answer(wrong_key(session.next_question()));
  session.expect("Enter next");
  session.send("s");
  session.expect("https://example.org/alpha-");
  session.send("w");
  session.expect("nswered");
  session.send("f");
  session.expect("note");
  session.send("\r");
  session.expect("Flagged");
  session.send("u");
  session.answer(right_key(session.next_question()));
  session.expect("Enter next");
  session.send("\r");
  session.expect("1 of 1 right");
  CHECK(session.wait() == Exit{0, {}});
  CHECK(end_to_end::answered(home) == 1);
}

TEST_CASE("Ctrl-C ends the question and the run with status 130 and records nothing for it") {
  const Home home;
  Session session(home, quiz("3"));
  session.answer(right_key(session.next_question()));
  session.expect("Enter next");
  session.send("\r");
  session.next_question();
  session.send("\x03");
  session.expect("1 of 1 right");
  CHECK(session.wait() == Exit{130, {}});
  CHECK(session.is_cooked());
  CHECK(end_to_end::answered(home) == 1);
}

TEST_CASE("Ctrl-C at the certainty records nothing for the question") {
  const Home home;
  Session session(home, quiz("1"));
  session.next_question();
  session.send("a");
  session.expect("certainty");
  session.expect("> ");
  session.send("\x03");
  CHECK(session.wait() == Exit{130, {}});
  CHECK(session.is_cooked());
  CHECK(end_to_end::answered(home) == 0);
}

TEST_CASE("Ctrl-D leaves with the summary as q does") {
  const Home home;
  for (const std::string key : {"\x04", "q"}) {
    Session session(home, quiz("3"));
    session.answer(right_key(session.next_question()));
    session.expect("Enter next");
    session.send("\r");
    session.next_question();
    session.send(key);
    session.expect("1 of 1 right");
    CHECK(session.wait() == Exit{0, {}});
  }
}

TEST_CASE("keys that mean nothing, arrows and function keys answer nothing") {
  const Home home;
  Session session(home, quiz("1"));
  session.next_question();
  session.send("\x1b[A\x1b[15~\x1bOP");
  session.send("z");
  session.expect("? shows all keys");
  session.answer(right_key(session.next_question() + session.screen().text()));
  session.expect("Enter next");
  session.send("q");
  CHECK(session.wait() == Exit{0, {}});
  CHECK(end_to_end::answered(home) == 1);
}

TEST_CASE("quiz --no-save leaves no journal behind") {
  const Home home;
  auto arguments = quiz("1");
  arguments.push_back("--no-save");
  Session session(home, arguments);
  session.answer(right_key(session.next_question()));
  session.expect("Enter next");
  session.send("\r");
  session.expect("1 of 1 right");
  CHECK(session.wait() == Exit{0, {}});
  CHECK_FALSE(std::filesystem::exists(home.journal()));
}
