#include <cstdio>
#include <signal.h>
#include <string>
#include <unistd.h>

#include "catch.hpp"
#include "support/process.hpp"
#include "terminal/probe.hpp"

using support::contains;
using support::Exit;
using support::run;
using namespace std::string_view_literals;

TEST_CASE("on a pipe the transcript holds prompts and answers, and no escape byte") {
  const auto result = run(probe({"key", "line", "command"}), "b\r\nsome words\nlist\n");
  CHECK(result.exit == Exit{0, {}});
  CHECK(result.output ==
        "key> b\ngot [b]\nline> some words\ngot [some words]\nnines> list\ngot [list]\ndone\n");
}

TEST_CASE("the end of a pipe ends the prompt line, and a last line needs no newline") {
  CHECK(run(probe({"line", "line", "key"}), "last").output ==
        "line> last\ngot [last]\nline> \ngot end\nkey> \ngot end\ndone\n");
}

TEST_CASE("controls, NULs and broken UTF-8 on a pipe do no harm") {
  const auto result = run(probe({"line"}), "a\x1b[2J\0\xff\n"sv);
  CHECK(result.output == "line> a\\x1b[2J\\x00\\xff\ngot [a\\x1b[2J\\x00\\xff]\ndone\n");
}

TEST_CASE("a line without end is refused, not collected") {
  const auto result = run(probe({"line"}), std::string(200'000, 'x'));
  CHECK(result.exit == Exit{2, {}});
  CHECK(contains(result.error, "longer than 65536 bytes"));
}

TEST_CASE("in a locale without UTF-8 everything printed is ASCII") {
  support::Command command = probe({"text", "line"});
  command.environment["LC_ALL"] = "C";
  const auto result = run(command, "é\n");
  CHECK(result.output == "hello ?? world -> good\nline> e\ngot [e]\ndone\n");
}

TEST_CASE("colour can be forced into a pipe") {
  support::Command command = probe({"text"});
  command.environment["FORCE_COLOR"] = "1";
  CHECK(contains(run(command).output, "\x1b[32mgood\x1b[0m\n"));
}

TEST_CASE("a full disk is an error with its reason") {
  if (::access("/dev/full", W_OK) != 0) {
    std::puts("SKIPPED: there is no /dev/full here");
    return;
  }
  support::Command shell = probe({"-c", "exec \"$0\" text > /dev/full", CONSOLE_PROBE});
  shell.program = "sh";
  const auto result = run(shell);
  CHECK(result.exit == Exit{2, {}});
  CHECK(contains(result.error, "cannot write the output: No space left on device"));
}

TEST_CASE("a reader that goes away ends the process quietly") {
  for (const std::string before : {"", "trap '' PIPE; "}) {
    support::Command shell = probe(
        {"-c", before + "{ \"$0\" flood; echo \"status $?\" >&2; } | head -c 1", CONSOLE_PROBE});
    shell.program = "sh";
    const auto result = run(shell);
    CHECK(result.output == "x");
    CHECK(result.error == "status 141\n");
  }
}

TEST_CASE("input that is no stream of bytes is an error, and a missing one is the end") {
  support::Command shell = probe({"-c", "\"$0\" line < /; exec \"$0\" line <&-", CONSOLE_PROBE});
  shell.program = "sh";
  const auto result = run(shell);
  CHECK(contains(result.error, "cannot read the input: Is a directory"));
  CHECK(contains(result.output, "got end"));
}
