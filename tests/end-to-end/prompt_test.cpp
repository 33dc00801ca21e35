#include "catch.hpp"
#include "session.hpp"

using end_to_end::Session;
using support::Exit;
using support::Home;

namespace {

/// The prompt on a terminal, after its greeting.
struct Prompt : Session {
  explicit Prompt(const Home& home, support::Size size = {}) : Session(home, {}, size) {
    greeting = expect("nines> ");
  }
  std::string greeting;
};

}  // namespace

TEST_CASE("the prompt greets, shows where to start and leaves with status 0") {
  const Home home;
  for (const std::string leave : {"quit\r", "exit\r", "\x04"}) {
    Prompt prompt(home);
    CHECK(support::contains(prompt.greeting, "nines"));
    CHECK(support::contains(prompt.greeting, "quiz"));
    CHECK(support::contains(prompt.greeting, "help"));
    prompt.send(leave);
    CHECK(prompt.wait() == Exit{0, {}});
    CHECK(prompt.is_cooked());
  }
}

TEST_CASE("the prompt takes the verbs of the command line and goes on") {
  const Home home;
  Prompt prompt(home);
  prompt.send("help\r");
  prompt.expect("quiz");
  prompt.expect("nines> ");
  prompt.send("help quiz\r");
  prompt.expect("--difficulty");
  prompt.expect("nines> ");
  prompt.send("list topic:e2e-wide\r");
  prompt.expect("wide-markdown");
  prompt.expect("nines> ");
  prompt.send("quit\r");
  CHECK(prompt.wait() == Exit{0, {}});
}

TEST_CASE("a typo at the prompt gets a suggestion, and the prompt goes on") {
  const Home home;
  Prompt prompt(home);
  prompt.send("quizz\r");
  prompt.expect("unknown command \"quizz\": did you mean \"quiz\"?");
  prompt.expect("nines> ");
  prompt.send("quiz --dificulty 2\r");
  prompt.expect("--difficulty");
  prompt.expect("nines> ");
  prompt.send("quit\r");
  CHECK(prompt.wait() == Exit{0, {}});
}

TEST_CASE("letters outside ASCII and wide ones can be typed and edited at the prompt") {
  const Home home;
  Prompt prompt(home);
  prompt.send("héllo 分散");
  prompt.expect_screen("nines> héllo 分散");
  CHECK(prompt.screen().cursor_column() == 17);
  prompt.send("\x02\x7f");  // left, rub out
  prompt.expect_screen("nines> héllo 散");
  prompt.send(
      "\x01\x1b[C\x1b[C\x7f"
      "e");  // home, right, right: an é to an e
  prompt.expect_screen("nines> hello 散");
  prompt.send("\r");
  prompt.expect("unknown command \"hello\"");
}

TEST_CASE("Tab completes verbs, flags, topics and question names") {
  const Home home;
  Prompt prompt(home);
  prompt.send("sta\t");
  prompt.expect_screen("nines> stats");
  prompt.send("\x15quiz --diff\t");
  prompt.expect_screen("nines> quiz --difficulty");
  prompt.send("\x15quiz e2e-b\t");
  prompt.expect_screen("nines> quiz e2e-basics");
  prompt.send("\x15list wide-m\t");
  prompt.expect_screen("nines> list wide-markdown");
}

TEST_CASE("the history of one run is there in the next") {
  const Home home;
  {
    Prompt prompt(home);
    prompt.send("help stats\r");
    prompt.expect("nines> ");
    prompt.send("\x04");
    CHECK(prompt.wait() == Exit{0, {}});
  }
  CHECK(std::filesystem::exists(home.path() / "state" / "nines" / "history"));
  Prompt prompt(home);
  prompt.send("\x1b[A");
  prompt.expect_screen("nines> help stats");
}

TEST_CASE("Ctrl-C at the prompt clears the line and does not leave") {
  const Home home;
  Prompt prompt(home);
  prompt.send("rubbish");
  prompt.expect_screen("nines> rubbish");
  prompt.send("\x03");
  prompt.expect("nines> ");
  prompt.send("help stats\r");
  prompt.expect("stats");
  prompt.expect("nines> ");
  CHECK_FALSE(support::contains(prompt.screen().text(), "unknown command"));
  prompt.send("\x04");
  CHECK(prompt.wait() == Exit{0, {}});
}

TEST_CASE("Ctrl-C in a quiz leads back to the prompt, and the open question is not recorded") {
  const Home home;
  Prompt prompt(home);
  prompt.send("quiz e2e-basics --count 3\r");
  prompt.answer(end_to_end::right_key(prompt.next_question()));
  prompt.expect("> ");
  prompt.send("\r");
  prompt.next_question();
  prompt.send("\x03");
  prompt.expect("nines> ");
  prompt.send("stats\r");
  prompt.expect("1 answer");
  prompt.expect("nines> ");
  prompt.send("quit\r");
  CHECK(prompt.wait() == Exit{0, {}});
  CHECK(end_to_end::answered(home) == 1);
}

TEST_CASE("the prompt survives a new window size while a line is typed") {
  const Home home;
  Prompt prompt(home);
  prompt.send("help st");
  prompt.expect_screen("nines> help st");
  prompt.resize({50, 20});
  prompt.send("ats\r");
  prompt.expect("Usage");
  prompt.expect("nines> ");
  prompt.send("quit\r");
  CHECK(prompt.wait() == Exit{0, {}});
}
