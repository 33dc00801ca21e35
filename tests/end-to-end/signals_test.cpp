#include <chrono>
#include <signal.h>
#include <thread>

#include "catch.hpp"
#include "session.hpp"

using end_to_end::right_key;
using end_to_end::Session;
using support::Exit;
using support::Home;

namespace {

bool ended_by(const Exit& exit, int signal) {
  return exit == Exit{{}, signal} || exit == Exit{128 + signal, {}};
}

const std::vector<std::string> quiz{"quiz", "e2e-basics", "--count", "3"};

/// Waits until single keys are read: the prompt is printed a moment before.
void wait_until_raw(const Session& session) {
  const auto deadline = std::chrono::steady_clock::now() + support::patience;
  while (session.is_cooked() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  REQUIRE_FALSE(session.is_cooked());
}

}  // namespace

TEST_CASE("a signal that ends the program puts the terminal back") {
  for (const int signal : {SIGTERM, SIGHUP, SIGINT, SIGQUIT}) {
    CAPTURE(signal);
    const Home home;
    {
      Session session(home, quiz);
      session.next_question();
      wait_until_raw(session);
      session.signal(signal);
      const Exit exit = session.wait();
      // SIGINT does what Ctrl-C does.
      CHECK((signal == SIGINT ? exit == Exit{130, {}} : ended_by(exit, signal)));
      CHECK(session.is_cooked());
    }
    if (signal == SIGINT) continue;
    Session prompt(home, {});
    prompt.expect("nines> ");
    wait_until_raw(prompt);
    prompt.signal(signal);
    CHECK(ended_by(prompt.wait(), signal));
    CHECK(prompt.is_cooked());
  }
}

TEST_CASE("a stopped quiz gives the terminal back and goes on where it was") {
  const Home home;
  Session session(home, quiz);
  const std::string question = session.next_question();
  wait_until_raw(session);
  session.signal(SIGTSTP);
  session.wait_stopped();
  CHECK(session.is_cooked());
  session.signal(SIGCONT);
  wait_until_raw(session);
  session.answer(right_key(question), "3");
  session.expect("Enter next");
  session.send("q");
  CHECK(session.wait() == Exit{0, {}});
  CHECK(end_to_end::answered(home) == 1);
}

TEST_CASE("a stopped prompt gives the terminal back and goes on") {
  const Home home;
  Session session(home, {});
  session.expect("nines> ");
  wait_until_raw(session);
  session.signal(SIGTSTP);
  session.wait_stopped();
  CHECK(session.is_cooked());
  session.signal(SIGCONT);
  wait_until_raw(session);
  session.send("help stats\r");
  session.expect("Usage");
  session.send("quit\r");
  CHECK(session.wait() == Exit{0, {}});
}

TEST_CASE("a closed window ends a quiz and the prompt, and keeps what was answered") {
  const Home home;
  {
    Session session(home, quiz);
    session.answer(right_key(session.next_question()));
    session.hang_up();
    session.wait();
    Session prompt(home, {});
    prompt.expect("nines> ");
    prompt.hang_up();
    prompt.wait();
  }
  CHECK(end_to_end::answered(home) == 1);
}
