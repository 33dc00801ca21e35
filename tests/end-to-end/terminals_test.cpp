#include <algorithm>

#include "catch.hpp"
#include "session.hpp"

using end_to_end::has_escape;
using end_to_end::is_ascii;
using end_to_end::right_key;
using end_to_end::Session;
using support::contains;
using support::Exit;
using support::Home;

namespace {

const std::vector<std::string> wide_quiz{"quiz", "e2e-wide", "--seed", "3"};

/// One question by whole lines, as a terminal without single keys takes it.
void play_by_lines(Session& session) {
  const std::string question = session.next_question();
  session.send(std::string(1, right_key(question)) + " 2\r");
  session.expect("+ Right");
  session.expect("> ");
  session.send("\r");
  session.expect("1 of 1 right");
  CHECK(session.wait() == Exit{0, {}});
}

}  // namespace

TEST_CASE("no line of a quiz is wider than the terminal, at 40, 80 and 200 columns") {
  for (const int columns : {40, 80, 200}) {
    CAPTURE(columns);
    const Home home;
    Session session(home, wide_quiz, {columns, 24});
    session.answer(right_key(session.next_question()), "2");
    session.expect("Enter next");
    session.send("?s");
    session.expect("https://example.org/wide-markdown");
    session.send("\r");
    session.expect("1 of 1 right");
    CHECK(session.wait() == Exit{0, {}});
    CHECK(session.screen().broken_lines() == 0);
    const auto rows = session.screen().all_rows();
    CHECK(std::any_of(rows.begin(), rows.end(), [](const std::string& row) {
      return contains(row, "分散システムの一貫性");
    }));
  }
}

TEST_CASE("a window made smaller in the middle of a quiz gets lines that fit") {
  const Home home;
  Session session(home, wide_quiz, {100, 30});
  const std::string question = session.next_question();
  session.resize({40, 30});
  session.answer(right_key(question), "1");
  session.expect("Enter next");
  session.send("\r");
  session.expect("1 of 1 right");
  CHECK(session.wait() == Exit{0, {}});
  CHECK(session.screen().broken_lines() == 0);
}

TEST_CASE("a terminal without a size is laid out for all the same") {
  const Home home;
  Session session(home, wide_quiz, {0, 0});
  CHECK(contains(session.next_question(), "What holds?"));
}

TEST_CASE("a dumb terminal and an unset TERM get whole lines without an escape byte") {
  for (const bool unset : {false, true}) {
    Home home("dumb");
    if (unset) home.environment.erase("TERM");
    Session session(home, wide_quiz);
    play_by_lines(session);
    CHECK_FALSE(has_escape(session.output()));
  }
}

TEST_CASE("the prompt works on a dumb terminal and on an unknown one") {
  for (const std::string term : {"dumb", "nosuchterm"}) {
    const Home home(term);
    Session session(home, {});
    session.expect("nines> ");
    session.send("help stats\r");
    session.expect("Usage");
    session.expect("nines> ");
    session.send("quit\r");
    CHECK(session.wait() == Exit{0, {}});
    CHECK(session.is_cooked());
    if (term == "dumb") CHECK_FALSE(has_escape(session.output()));
  }
}

TEST_CASE("a quiz works on an unknown terminal") {
  const Home home("nosuchterm");
  Session session(home, {"quiz", "e2e-basics", "--count", "1"});
  session.next_question();
  // With single keys or whole lines: the letter answers, and an Enter gives no certainty.
  session.send("a\r\r");
  session.expect_match("\\+ Right|- Wrong");
  session.send("\rq\r");
  CHECK(session.wait() == Exit{0, {}});
  CHECK(session.is_cooked());
}

TEST_CASE("colour is there on a terminal, and gone with NO_COLOR, --no-color and --plain") {
  const auto colours = [](Home& home, std::vector<std::string> more) {
    more.insert(more.begin(), wide_quiz.begin(), wide_quiz.end());
    Session session(home, more);
    session.next_question();
    session.send("\x04");
    session.wait();
    // SGR sequences with a parameter other than 0.
    for (const char digit : std::string("13479"))
      if (contains(session.output(), std::string("\x1b[") + digit)) return true;
    return false;
  };
  Home home;
  CHECK(colours(home, {}));
  CHECK_FALSE(colours(home, {"--no-color"}));
  CHECK_FALSE(colours(home, {"--plain"}));
  home.environment["NO_COLOR"] = "";
  CHECK(colours(home, {}));
  home.environment["NO_COLOR"] = "1";
  CHECK_FALSE(colours(home, {}));
}

TEST_CASE("a locale without UTF-8 gets no byte outside ASCII") {
  Home home;
  home.environment["LC_ALL"] = "C";
  Session session(home, wide_quiz);
  session.answer(right_key(session.next_question()), "2");
  session.expect("Enter next");
  session.send("s\r");
  CHECK(session.wait() == Exit{0, {}});
  CHECK(is_ascii(session.output()));
  const auto piped = home.run(end_to_end::with_content(wide_quiz), "b\n");
  CHECK(is_ascii(piped.output + piped.error));
  const auto list = home.run(end_to_end::with_content({"list", "e2e-wide"}));
  CHECK(is_ascii(list.output));
  const auto json = home.run(end_to_end::with_content({"list", "topic:e2e-wide", "--json"}));
  CHECK(is_ascii(json.output));
}

TEST_CASE("a screen reader gets whole lines, words for symbols, and no escape byte") {
  for (const bool by_environment : {false, true}) {
    Home home;
    auto arguments = wide_quiz;
    if (by_environment) {
      home.environment["ACCESSIBLE"] = "1";
    } else {
      arguments.push_back("--screen-reader");
    }
    Session session(home, arguments);
    const std::string question = session.next_question();
    CHECK(contains(question, "Question 1 of 1"));
    CHECK(session.is_cooked());
    session.send(std::string(1, right_key(question)));
    session.settle(std::chrono::milliseconds(100));
    CHECK_FALSE(contains(session.screen().text(), "certainty"));  // it waits for Enter
    session.send("\r");
    session.expect("certainty");
    session.expect("> ");
    session.send("\r");
    session.expect("Right");
    session.expect("> ");
    session.send("\r");
    CHECK(session.wait() == Exit{0, {}});
    CHECK_FALSE(has_escape(session.output()));
    for (const char* drawing : {"│", "─", "|"}) CHECK_FALSE(contains(session.output(), drawing));
  }
}

TEST_CASE("the prompt for a screen reader sends no escape byte") {
  const Home home;
  Session session(home, {"--screen-reader"});
  session.expect("nines> ");
  session.send("help quiz\r");
  session.expect("--difficulty");
  session.expect("nines> ");
  session.send("quit\r");
  CHECK(session.wait() == Exit{0, {}});
  CHECK_FALSE(has_escape(session.output()));
}
