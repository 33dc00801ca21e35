#include "support/pty.hpp"

#include <signal.h>
#include <thread>

#include "catch.hpp"
#include "support/temporary_folder.hpp"

using support::contains;
using support::Exit;
using support::failure_of;
using support::Pty;
using namespace std::chrono_literals;

TEST_CASE("a program in a pseudo-terminal has a terminal of the given size") {
  Pty pty(support::shell("test -t 0 && test -t 1 && test -t 2 && stty size && exit 3"), {44, 11});
  pty.expect("11 44");
  CHECK(pty.wait() == Exit{3, {}});
}

TEST_CASE("what is typed reaches the program, and its answer is found in order") {
  Pty pty(support::shell("echo first; read line; echo \"got $line\"; echo first"));
  pty.expect("first");
  pty.send("héllo\r");
  CHECK(pty.expect_match("got [^ \n]+") == "got héllo");
  pty.expect("first");
  CHECK(pty.wait() == Exit{0, {}});
  CHECK(pty.screen().text() == "first\nhéllo\ngot héllo\nfirst");
  const std::string failure = failure_of([&] { pty.expect("first"); });
  CHECK(contains(failure, "ended with status 0"));
  CHECK(contains(failure, "got héllo"));
}

TEST_CASE("what does not come is reported with the screen") {
  Pty pty(support::shell("echo here; sleep 100"));
  pty.expect("here");
  const std::string failure = failure_of([&] { pty.expect("there", 20ms); });
  CHECK(contains(failure, "\"there\""));
  CHECK(contains(failure, "here"));
}

TEST_CASE("Ctrl-C and resizing reach the program as signals") {
  Pty pty(
      support::shell("trap 'echo interrupted' INT; trap 'stty size' WINCH; echo ready;"
                     "while :; do sleep 0.01; done"));
  pty.expect("ready");
  pty.send("\x03");
  pty.expect("interrupted");
  pty.resize({30, 20});
  pty.expect("20 30");
}

TEST_CASE("Ctrl-Z stops the program, and SIGCONT goes on with it") {
  Pty pty(support::shell("echo ready; read line; echo \"got $line\""));
  pty.expect("ready");
  pty.send("\x1a");
  pty.wait_stopped();
  pty.signal(SIGCONT);
  pty.send("x\n");
  pty.expect("got x");
  CHECK(pty.wait() == Exit{0, {}});
}

TEST_CASE("a hang-up ends a program that does not mind it") {
  Pty pty(support::shell("echo ready; exec sleep 100"));
  pty.expect("ready");
  pty.hang_up();
  CHECK(pty.wait() == Exit{{}, SIGHUP});
}

TEST_CASE("the terminal tells whether it was left raw") {
  Pty pty(support::shell("stty raw -echo; echo raw; read line; stty sane; echo sane; read line"));
  pty.expect("raw");
  CHECK_FALSE(pty.is_cooked());
  pty.send("\n");
  pty.expect("sane");
  CHECK(pty.is_cooked());
}

TEST_CASE("nothing is left running behind a pseudo-terminal") {
  int child = 0;
  {
    Pty pty(support::shell("sleep 1000 & echo \"child $!;\"; wait"));
    child = std::stoi(pty.expect_match("child [0-9]+;").substr(6));
    REQUIRE(::kill(child, 0) == 0);
  }
  // Its parent is init now, which may take a moment to notice.
  for (int i = 0; i < 1000 && ::kill(child, 0) == 0; ++i) {
    const std::string status = "/proc/" + std::to_string(child) + "/stat";
    if (std::filesystem::exists(status) &&
        support::read_file(status).find(") Z ") != std::string::npos)
      return;
    std::this_thread::sleep_for(10ms);
  }
  CHECK(::kill(child, 0) != 0);
}

TEST_CASE("a program that cannot be started in a pseudo-terminal is an error") {
  const auto start = [] {
    Pty pty({"/nonexistent/program", {}, {}, {}});
    pty.wait();
  };
  CHECK(contains(failure_of(start), "No such file"));
}
