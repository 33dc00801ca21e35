#include "dashboard/cockpit.hpp"

#include <string>

#include "catch.hpp"
#include "dashboard/plain_lines.hpp"
#include "simulation/scenarios.hpp"
#include "support/command.hpp"

using dashboard::Cockpit;
using dashboard::Session;
using support::contains;
using Kind = Cockpit::Key::Kind;
using namespace std::chrono_literals;

namespace {

void press_all(Cockpit& cockpit, std::u32string_view keys) {
  for (const char32_t key : keys) cockpit.press({Kind::text, key});
}

std::string screen_of(const Cockpit& cockpit) {
  return dashboard::plain_text(cockpit.frame({120, 48, true}));
}

simulation::Scenario quiet_shop() {
  auto scenario = *simulation::find_scenario("payment-outage");
  scenario.fault_schedule.reset();
  return scenario;
}

}  // namespace

TEST_CASE("simulated time goes with the wall times the pace, and stands while paused") {
  Session session(quiet_shop(), 1);
  Cockpit cockpit(session, Cockpit::Pace::x1, {});
  cockpit.pass(100ms);
  CHECK(session.run().now() == 100ms);
  press_all(cockpit, U"+");
  cockpit.pass(100ms);
  CHECK(session.run().now() == 1100ms);
  press_all(cockpit, U" ");
  cockpit.pass(100ms);
  CHECK(session.run().now() == 1100ms);
  CHECK(contains(screen_of(cockpit), "PAUSED"));
  press_all(cockpit, U" --++++");
  CHECK(cockpit.pace() == Cockpit::Pace::max);
  cockpit.pass(0ms);
  CHECK(session.run().now() == 2100ms);
}

TEST_CASE("a program that was stopped for an hour does not make up for it") {
  Session session(quiet_shop(), 1);
  Cockpit cockpit(session, Cockpit::Pace::x1, {});
  cockpit.pass(1h);
  CHECK(session.run().now() == 500ms);
}

TEST_CASE("a step is one second, a comma one event, and both pause") {
  Session session(quiet_shop(), 1);
  Cockpit cockpit(session, Cockpit::Pace::x1, {});
  press_all(cockpit, U".");
  CHECK(session.run().now() == 1s);
  CHECK(cockpit.is_paused());
  const auto events = session.run().events();
  press_all(cockpit, U",");
  CHECK(session.run().events() == events + 1);
}

TEST_CASE("a run with an end stops there") {
  Session session(quiet_shop(), 1);
  Cockpit cockpit(session, Cockpit::Pace::x100, 20s);
  cockpit.pass(300ms);
  CHECK(session.run().now() == 20s);
  CHECK(cockpit.is_over());
  press_all(cockpit, U".,");
  CHECK(session.run().now() == 20s);
}

TEST_CASE("every control is in the log, with its time") {
  Session session(quiet_shop(), 1);
  Cockpit cockpit(session, Cockpit::Pace::x1, {});
  press_all(cockpit, U"...3brk");
  press_all(cockpit, U".@");
  int controls = 0;
  int faults = 0;
  for (const auto& entry : session.run().log()) {
    if (entry.kind == simulation::LogEntry::Kind::control) ++controls;
    if (entry.kind == simulation::LogEntry::Kind::fault_begins) ++faults;
  }
  CHECK(controls == 3);
  CHECK(faults == 2);
  press_all(cockpit, U".");
  const std::string screen = screen_of(cockpit);
  CHECK(contains(screen, "00:03.000 FAULT    Payment"));
  CHECK(contains(screen, "00:04.000 FAULT    Order"));
}

TEST_CASE("a key for a service that is not there says how many there are") {
  Session session(quiet_shop(), 1);
  Cockpit cockpit(session, Cockpit::Pace::x1, {});
  press_all(cockpit, U"7");
  CHECK(contains(screen_of(cockpit), "There are 3 services"));
  press_all(cockpit, U"Z");
  CHECK(contains(screen_of(cockpit), "No such key"));
  press_all(cockpit, U"t");
  CHECK_FALSE(contains(screen_of(cockpit), "No such key"));
}

TEST_CASE("the filter lets only fitting events through, and Escape drops it") {
  Session session(quiet_shop(), 1);
  Cockpit cockpit(session, Cockpit::Pace::x1, {});
  press_all(cockpit, U"12./payx");
  cockpit.press({Kind::backspace});
  CHECK(contains(screen_of(cockpit), "filter: pay_"));
  cockpit.press({Kind::enter});
  CHECK(contains(screen_of(cockpit), "with \"pay\""));
  CHECK_FALSE(contains(screen_of(cockpit), "FAULT    User"));
  cockpit.press({Kind::escape});
  CHECK(contains(screen_of(cockpit), "FAULT    User"));
}

TEST_CASE("the other side of a comparison has had the same faults, however late it is asked for") {
  const auto run = [](bool from_the_start) {
    Session session(quiet_shop(), 5);
    if (from_the_start) session.compare(true);
    session.run_until(10s);
    session.degrade(2);
    session.run_until(25s);
    session.compare(true);
    return session.twin().without;
  };
  const auto early = run(true);
  const auto late = run(false);
  CHECK(early.events == late.events);
  CHECK(early.services[0].all().ok == late.services[0].all().ok);
  REQUIRE(late.fault_began);
  CHECK(*late.fault_began == 10s);
}

TEST_CASE("help takes the screen and any key gives it back") {
  Session session(quiet_shop(), 1);
  Cockpit cockpit(session, Cockpit::Pace::x1, {});
  press_all(cockpit, U"?");
  CHECK(contains(screen_of(cockpit), "Any key goes back."));
  press_all(cockpit, U"q");
  CHECK_FALSE(cockpit.wants_to_quit());
  CHECK_FALSE(contains(screen_of(cockpit), "Any key goes back."));
  press_all(cockpit, U"q");
  CHECK(cockpit.wants_to_quit());
}

TEST_CASE("as lines, every second is one line, and in words only what has changed is told") {
  Session session(quiet_shop(), 1);
  dashboard::PlainLines lines(false);
  dashboard::PlainLines words(true);
  session.run_until(1s);
  CHECK(lines.next(session).size() == 1);
  CHECK(words.next(session).size() == 4);
  session.run_until(2s);
  const auto second = lines.next(session);
  REQUIRE(second.size() == 1);
  CHECK(contains(second[0], "00:02.000  API Gateway HEALTHY"));
  CHECK(words.next(session).empty());
}
