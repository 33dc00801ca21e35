#include "terminal/line_editor.hpp"

#include <signal.h>
#include <string>

#include "catch.hpp"
#include "support/pty.hpp"
#include "terminal/probe.hpp"

using support::contains;
using support::Exit;
using support::Pty;

TEST_CASE("a line of wide and accented characters is edited by characters") {
  for (const int columns : {40, 80, 200}) {
    Pty pty(probe({"line"}), {.columns = columns, .rows = 24});
    pty.expect("line> ");
    pty.send("héllo 分散 wörld");
    pty.expect_screen("line> héllo 分散 wörld");
    // Home, delete, End, two backspaces, then left over a wide character and insert.
    pty.send("\x1b[H\x1b[3~\x1b[F\x7f\x7f\x1b[D\x1b[D\x1b[D\x1b[D\x1b[DX\r");
    pty.expect("got [éllo 分X散 wör]");
    CHECK(pty.wait() == Exit{0, {}});
  }
}

TEST_CASE("a line longer than the terminal is wide wraps and comes back whole") {
  Pty pty(probe({"line"}), {.columns = 40, .rows = 24});
  pty.expect("line> ");
  std::string text;
  for (int i = 0; i < 30; ++i) text += "word" + std::to_string(i) + "分 ";
  pty.send(text + "\r");
  pty.expect("got [");
  pty.expect("word29");
  CHECK(pty.wait() == Exit{0, {}});
}

TEST_CASE("the words and the rest of the line are killed by the usual keys") {
  Pty pty(probe({"line", "line", "line", "line", "line"}));
  pty.expect("line> ");
  pty.send("one two three\x17\r");
  pty.expect("got [one two ]");
  pty.send("one two\x15three\r");
  pty.expect("got [three]");
  pty.send(
      "one two\x1b"
      "b\x0b\r");
  pty.expect("got [one ]");
  pty.send("one two\x1b[1;5D\x1b[1;5DX\r");
  pty.expect("got [Xone two]");
  pty.send(
      "one two three\x01\x1b"
      "f\x1b"
      "d\r");
  pty.expect("got [one three]");
}

TEST_CASE("Tab completes the only candidate, or what several have in common, then lists them") {
  Pty pty(probe({"command", "command", "command"}));
  pty.expect("nines> ");
  pty.send("to\tx\r");
  pty.expect("got [today x]");
  pty.expect("nines> ");
  pty.send("quo\t");
  pty.expect("\nquorum  quota\n");
  pty.expect("nines> quo");
  pty.send("r\t\r");
  pty.expect("got [quorum ]");
  pty.send("read 分\t.\r");
  pty.expect("got [read 分散 .]");
}

TEST_CASE("Tab in a line that is no command does nothing") {
  Pty pty(probe({"line"}));
  pty.expect("line> ");
  pty.send("to\tx\r");
  pty.expect("got [tox]");
}

TEST_CASE("an error of the completer reaches the caller") {
  Pty pty(probe({"command"}));
  pty.expect("nines> ");
  pty.send("fail\t");
  pty.expect("probe: completer failed");
  CHECK(pty.wait() == Exit{2, {}});
  CHECK(pty.is_cooked());
}

TEST_CASE("commands are found again by Up and by Ctrl-R, other lines are not among them") {
  Pty pty(probe({"history", "command", "line", "command", "command", "line"}));
  pty.expect("nines> ");
  pty.send("third\r");
  pty.expect("got [third]");
  pty.expect("line> ");
  pty.send("a note\r");
  pty.expect("got [a note]");
  pty.expect("nines> ");
  pty.send("\x1b[A\x1b[A!\r");
  pty.expect("got [second 分散!]");
  pty.expect("nines> ");
  pty.send(
      "\x12"
      "first\r");
  pty.expect("got [first command]");
  pty.expect("line> ");
  pty.send("\x1b[Anote\r");
  pty.expect("got [note]");
}

TEST_CASE("Ctrl-C in the middle of a search ends the question") {
  Pty pty(probe({"history", "command", "key"}));
  pty.expect("nines> ");
  pty.send(
      "\x12"
      "sec");
  pty.expect("second");
  pty.send("\x03");
  pty.expect("got interrupted");
  pty.expect("key> ");
  pty.send("k");
  pty.expect("got [k]");
}

TEST_CASE("a line in editing follows a new width and a pause") {
  Pty pty(probe({"line"}));
  pty.expect("line> ");
  pty.send("before");
  pty.expect("before");
  pty.resize({.columns = 40, .rows = 20});
  pty.send(" after");
  pty.expect("after");
  pty.send("\x1a");
  pty.wait_stopped();
  CHECK(pty.is_cooked());
  pty.signal(SIGCONT);
  pty.expect("line> before after");
  pty.send(" end\r");
  pty.expect("got [before after end]");
}

TEST_CASE("a prompt with no room behind it stands in a line of its own") {
  Pty pty(probe({"long-line"}), {.columns = 80, .rows = 24});
  pty.expect("ppp> ");
  pty.expect("\n> ");
  pty.send("x\r");
  pty.expect("got [x]");
}

TEST_CASE("bracketed paste is not turned on, but a paste does not end the line") {
  Pty pty(probe({"line"}));
  pty.expect("line> ");
  pty.send("\x1b[200~two\nlines\x1b[201~\r");
  pty.expect("got [two lines]");
  pty.wait();
  CHECK_FALSE(contains(pty.output(), "\x1b[?2004h"));
}

TEST_CASE("without UTF-8 the editor keeps what is typed and prints ASCII alone") {
  support::Command command = probe({"line"});
  command.environment["LC_ALL"] = "C";
  Pty pty(command);
  pty.expect("line> ");
  pty.send("h\xc3\xa9llo\r");
  pty.expect("got [hello]");
  pty.wait();
  for (const char byte : pty.output()) CHECK(static_cast<unsigned char>(byte) < 0x80);
}

TEST_CASE("a line is bounded, however much is pasted") {
  Pty pty(probe({"line"}));
  pty.expect("line> ");
  pty.send(std::string(20'000, 'x'));
  pty.send("\r");
  pty.expect("got [");
  CHECK(pty.wait() == Exit{0, {}});
}
