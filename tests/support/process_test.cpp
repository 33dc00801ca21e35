#include "support/process.hpp"

#include <signal.h>

#include "catch.hpp"
#include "support/temporary_folder.hpp"

using support::contains;
using support::Exit;
using support::failure_of;
using support::Process;
using namespace std::chrono_literals;

TEST_CASE("a run keeps standard output, standard error and the exit status apart") {
  const auto result = support::run(support::shell("cat; echo oops >&2; exit 7"), "in\n");
  CHECK(result.output == "in\n");
  CHECK(result.error == "oops\n");
  CHECK(result.exit == Exit{7, {}});
}

TEST_CASE("input and output larger than a pipe holds do not block each other") {
  const std::string input(1 << 20, 'x');
  CHECK(support::run(support::shell("cat"), input).output == input);
}

TEST_CASE("a program that reads no input is no failure") {
  CHECK(support::run(support::shell("exec true"), std::string(1 << 20, 'x')).exit == Exit{0, {}});
}

TEST_CASE("a run has the given folder and environment, and nothing else") {
  ::setenv("NINES_TEST_LEAK", "1", 1);
  support::TemporaryFolder folder;
  auto command = support::shell("pwd; echo \"$HOME\"; echo \"leak=$NINES_TEST_LEAK\"");
  command.folder = folder.path();
  const auto result = support::run(command);
  CHECK(result.output == folder.path().string() + "\n/nonexistent\nleak=\n");
}

TEST_CASE("a run that takes too long is an error with the output so far") {
  const std::string failure =
      failure_of([] { support::run(support::shell("echo here; exec sleep 100"), {}, 200ms); });
  CHECK(contains(failure, "did not end"));
  CHECK(contains(failure, "here"));
}

TEST_CASE("a conversation goes step by step") {
  Process process(support::shell("while read line; do echo \"<$line>\"; done"));
  process.send("a\n");
  CHECK(process.expect("<a>") == "<a>");
  process.send("b\n");
  CHECK(process.expect("<b>") == "\n<b>");
  process.close_input();
  CHECK(process.wait() == Exit{0, {}});
}

TEST_CASE("a killed program tells its signal") {
  Process process(support::shell("echo ready; exec sleep 100"));
  process.expect("ready");
  process.signal(SIGKILL);
  CHECK(process.wait() == Exit{{}, SIGKILL});
}

TEST_CASE("a program that cannot be started is an error") {
  CHECK(contains(failure_of([] { support::run({"/nonexistent/program", {}, {}, {}}); }),
                 "/nonexistent/program"));
}
