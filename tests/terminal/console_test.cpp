#include "terminal/console.hpp"

#include <cstring>
#include <signal.h>
#include <string>

#include "catch.hpp"
#include "support/pty.hpp"
#include "terminal/probe.hpp"

using support::contains;
using support::Exit;
using support::Pty;
using namespace std::chrono_literals;

namespace {

bool same_modes(const termios& a, const termios& b) {
  return a.c_iflag == b.c_iflag && a.c_oflag == b.c_oflag && a.c_cflag == b.c_cflag &&
         a.c_lflag == b.c_lflag && std::memcmp(a.c_cc, b.c_cc, sizeof a.c_cc) == 0;
}

/// The settings that a pseudo-terminal has before anybody changes them.
termios fresh_modes() {
  Pty pty({.program = "sleep",
           .arguments = {"100"},
           .environment = support::clean_environment("/nonexistent"),
           .folder = {}});
  return pty.modes();
}

bool is_for_keys(const Pty& pty) {
  return (pty.modes().c_lflag & (ICANON | ECHO)) == 0;
}

}  // namespace

TEST_CASE("a key needs no Enter and is shown behind the prompt") {
  Pty pty(probe({"key", "key", "key"}));
  pty.expect("key> ");
  pty.send("b");
  pty.expect("b\ngot [b]\nkey> ");
  pty.send("分");
  pty.expect("分\ngot [分]\nkey> ");
  pty.send("\r");
  pty.expect("\ngot []\ndone");
  CHECK(pty.wait() == Exit{0, {}});
  CHECK(same_modes(pty.modes(), fresh_modes()));
}

TEST_CASE("arrow keys, function keys, pastes and a lone Escape are no answers") {
  Pty pty(probe({"key", "key"}));
  pty.expect("key> ");
  pty.send("\x1b[A\x1bOD\x1b[15~\x1b[200~pasted\ntext\x1b[201~\t\x01x");
  pty.expect("x\ngot [x]\nkey> ");
  pty.send("\x1b");
  pty.settle(300ms);
  pty.send("y");
  pty.expect("y\ngot [y]");
  CHECK(pty.wait() == Exit{0, {}});
}

TEST_CASE("Ctrl-C interrupts a question and nothing else") {
  Pty pty(probe({"key", "line", "command", "key"}));
  for (const std::string prompt : {"key> ", "line> ", "nines> "}) {
    pty.expect(prompt);
    if (prompt != "key> ") {
      pty.send("half a line");
      pty.expect("half a line");
    }
    pty.send("\x03");
    pty.expect("\ngot interrupted\n");
  }
  pty.expect("key> ");
  pty.send("x");
  pty.expect("got [x]\ndone");
  CHECK(pty.wait() == Exit{0, {}});
}

TEST_CASE("Ctrl-D ends a question on a line of its own") {
  Pty pty(probe({"key", "line", "command"}));
  for (const char* prompt : {"key> ", "line> ", "nines> "}) {
    pty.expect(prompt);
    pty.send("\x04");
    pty.expect("\ngot end\n");
  }
  CHECK(pty.wait() == Exit{0, {}});
  CHECK(same_modes(pty.modes(), fresh_modes()));
}

TEST_CASE("Ctrl-C outside a question ends the process and gives the terminal back") {
  for (const char* before : {"key", "command"}) {
    Pty pty(probe({before, "busy"}));
    pty.expect("> ");
    pty.send("x\r");
    pty.expect("busy");
    CHECK(is_for_keys(pty));
    pty.send("\x03");
    CHECK(pty.wait() == Exit{{}, SIGINT});
    CHECK(same_modes(pty.modes(), fresh_modes()));
  }
}

TEST_CASE("signals that end the process give the terminal back, in a question and outside") {
  const termios fresh = fresh_modes();
  for (const int signal : {SIGTERM, SIGHUP, SIGQUIT}) {
    for (const char* action : {"key", "line", "busy"}) {
      INFO("signal " << signal << " in " << action);
      Pty pty(probe({action}));
      pty.expect(action);
      pty.signal(signal);
      CHECK(pty.wait() == Exit{{}, signal});
      CHECK(same_modes(pty.modes(), fresh));
    }
  }
}

TEST_CASE("the terminal is given back by exit(), an exception and abort()") {
  const termios fresh = fresh_modes();
  for (const auto& [action, exit] :
       {std::pair{"exit", Exit{3, {}}}, {"throw", Exit{2, {}}}, {"abort", Exit{{}, SIGABRT}}}) {
    INFO(action);
    Pty pty(probe({"command", action}));
    pty.expect("nines> ");
    pty.send("x\r");
    CHECK(pty.wait() == exit);
    CHECK(same_modes(pty.modes(), fresh));
  }
}

TEST_CASE("what is typed ahead is kept for the questions and not shown before them") {
  Pty pty(probe({"key", "hold", "key", "line", "command", "key"}));
  pty.expect("key> ");
  pty.send("a");
  pty.expect("holding");
  pty.send("bsome words\rtod\tx\rc");
  pty.settle(200ms);
  pty.signal(SIGUSR1);
  CHECK(pty.expect("got [c]") ==
        "\nkey> b\ngot [b]\nline> some words\ngot [some words]\nnines> today x\ngot [today x]\n"
        "key> c\ngot [c]");
  CHECK(pty.wait() == Exit{0, {}});
}

TEST_CASE("Ctrl-Z gives the terminal back until the process goes on and asks again") {
  const termios fresh = fresh_modes();
  for (const char* action : {"key", "line"}) {
    INFO(action);
    Pty pty(probe({action}));
    const std::string prompt = std::string(action) + "> ";
    pty.expect(prompt);
    pty.send("\x1a");
    pty.wait_stopped();
    CHECK(same_modes(pty.modes(), fresh));
    pty.signal(SIGCONT);
    pty.expect(prompt);
    CHECK(is_for_keys(pty));
    pty.send("z\r");
    pty.expect("got [z]");
    pty.wait();
    CHECK(same_modes(pty.modes(), fresh));
  }
}

TEST_CASE("a process that was stopped from outside asks again, too") {
  Pty pty(probe({"key"}));
  pty.expect("key> ");
  pty.signal(SIGSTOP);
  pty.wait_stopped();
  pty.signal(SIGCONT);
  pty.expect("key> ");
  pty.send("z");
  pty.expect("got [z]");
}

TEST_CASE("the width follows the window, and a question goes on") {
  Pty pty(probe({"width", "key", "width"}), {.columns = 60, .rows = 24});
  pty.expect("width 60\nkey> ");
  pty.resize({.columns = 40, .rows = 24});
  pty.send("x");
  pty.expect("got [x]\nwidth 40");
  CHECK(pty.wait() == Exit{0, {}});
}

TEST_CASE("running text is no wider than 100 columns and lays out for no fewer than 20") {
  Pty wide(probe({"width"}), {.columns = 200, .rows = 24});
  wide.expect("width 100\n");
  Pty narrow(probe({"width"}), {.columns = 5, .rows = 24});
  narrow.expect("width 20\n");
}

TEST_CASE("a hung-up terminal ends the process or the input") {
  for (const char* action : {"keys", "line"}) {
    Pty pty(probe({action}));
    pty.expect("> ");
    pty.hang_up();
    const Exit exit = pty.wait();
    CHECK((exit == Exit{{}, SIGHUP} || exit == Exit{2, {}}));
  }
}

TEST_CASE("a dumb, a nameless and an unknown terminal work, without complaints of libraries") {
  for (const char* term : {"dumb", "", "nosuchterm"}) {
    INFO("TERM=" << term);
    Pty pty(probe({"key", "line", "command", "text"}, term));
    pty.expect("key> ");
    pty.send("k\r");
    pty.expect("k\ngot [k]\n");
    // Where a key is enough, Enter answers the next question.
    if (std::string_view(term) == "nosuchterm") {
      pty.expect("got []\n");
    } else {
      pty.expect("line> ");
      pty.send("some words\r");
      pty.expect("some words\ngot [some words]\n");
    }
    pty.expect("nines> ");
    pty.send("today\r");
    pty.expect("today\ngot [today]\n");
    pty.expect("héllo 分散 wörld → good\ndone");
    CHECK(pty.wait() == Exit{0, {}});
    CHECK(pty.is_cooked());
    if (std::string_view(term) != "nosuchterm") CHECK_FALSE(contains(pty.output(), "\x1b"));
    CHECK_FALSE(contains(pty.output(), "No entry"));
  }
}

TEST_CASE("Ctrl-C and Ctrl-D also answer where the terminal edits the line") {
  Pty pty(probe({"key", "line", "busy"}, "dumb"));
  pty.expect("key> ");
  pty.send("half\x03");
  pty.expect("got interrupted\n");
  pty.expect("line> ");
  pty.send("\x04");
  pty.expect("got end\n");
  pty.expect("busy");
  pty.send("\x03");
  CHECK(pty.wait() == Exit{{}, SIGINT});
}

TEST_CASE("for a screen reader lines are read, and nothing is redrawn") {
  Pty pty(probe({"--screen-reader", "key", "line", "command", "text"}));
  for (const char* prompt : {"key> ", "line> ", "nines> "}) {
    pty.expect(prompt);
    CHECK(pty.is_cooked());
    pty.send("x\r");
    pty.expect("x\ngot [x]");
  }
  CHECK(pty.wait() == Exit{0, {}});
  CHECK_FALSE(contains(pty.output(), "\x1b"));
}

TEST_CASE("colour shows on a terminal, and NO_COLOR takes it away") {
  Pty colourful(probe({"text"}));
  colourful.wait();
  CHECK(contains(colourful.output(), "\x1b[32mgood\x1b[0m"));
  support::Command command = probe({"text"});
  command.environment["NO_COLOR"] = "1";
  Pty plain(command);
  plain.wait();
  CHECK_FALSE(contains(plain.output(), "\x1b"));
}
