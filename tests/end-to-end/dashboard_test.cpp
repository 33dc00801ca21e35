#include <signal.h>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "session.hpp"
#include "support/nines.hpp"
#include "support/pty.hpp"
#include "support/temporary_folder.hpp"

using nlohmann::json;
using support::contains;
using support::Exit;
using support::Home;
using support::Pty;

namespace {

const std::string leave_alternate_screen = "\x1b[?1049l";

/// Fast enough for the outage at 30 s to come at once; paused where a test looks closely.
const std::vector<std::string> fast{"dashboard", "--speed", "100"};

}  // namespace

TEST_CASE("the dashboard shows Payment failing and its breaker open, and q gives the screen back") {
  const Home home;
  Pty terminal(home.nines(fast));
  terminal.expect_screen("HEALTH DASHBOARD");
  terminal.expect_screen("CLOSED -> OPEN");
  terminal.expect_screen("API Gateway");
  terminal.send(" ");
  terminal.expect_screen("PAUSED");
  terminal.send("?");
  terminal.expect_screen("Any key goes back.");
  terminal.send("xq");
  CHECK(terminal.wait() == Exit{0, {}});
  CHECK(terminal.is_cooked());
  CHECK(contains(terminal.output(), leave_alternate_screen));
  CHECK(contains(terminal.screen().text(), "--scenario payment-outage --seed 42"));
}

TEST_CASE("keys make a service fail, and step, filter and compare") {
  const Home home;
  Pty terminal(home.nines({"dashboard"}), {120, 40});
  terminal.expect_screen("RUN 1x");
  terminal.send(" 1");
  terminal.expect_screen("FAULT    User");
  // Before the steps: other events can fill the list.
  terminal.send("/closed\r");
  terminal.expect_screen("with \"closed\"");
  terminal.send(".....");
  terminal.expect_screen("User  CLOSED -> OPEN");
  terminal.send("c");
  terminal.expect_screen("with breaker");
  terminal.send("b");
  terminal.expect_screen("no breakers");
  terminal.send("q");
  CHECK(terminal.wait() == Exit{0, {}});
}

TEST_CASE("the dashboard follows the size of its terminal") {
  const Home home;
  Pty terminal(home.nines(fast));
  terminal.expect_screen("EVENTS");
  terminal.resize({120, 40});
  terminal.expect_screen("BREAKERS  window, threshold, probes");
  terminal.resize({36, 10});
  terminal.expect_screen("● API Gate");
  terminal.resize({10, 3});
  terminal.expect_screen("too small");
  terminal.resize({80, 24});
  terminal.expect_screen("HEALTH DASHBOARD");
  terminal.send("q");
  CHECK(terminal.wait() == Exit{0, {}});
}

TEST_CASE("Ctrl-C and signals end the dashboard with the terminal as it was") {
  for (const int signal : {0, SIGINT, SIGTERM, SIGHUP}) {
    CAPTURE(signal);
    const Home home;
    Pty terminal(home.nines({"dashboard"}));
    terminal.expect_screen("HEALTH DASHBOARD");
    if (signal == 0) {
      terminal.send("\x03");
    } else {
      terminal.signal(signal);
    }
    const Exit exit = terminal.wait();
    const bool is_interrupt = signal == 0 || signal == SIGINT;
    CHECK((exit == (is_interrupt ? Exit{130, {}} : Exit{{}, signal}) ||
           exit == Exit{128 + signal, {}}));
    CHECK(terminal.is_cooked());
    CHECK(contains(terminal.output(), leave_alternate_screen));
  }
}

TEST_CASE("a dashboard stopped by Ctrl-Z leaves its screen, and comes back when continued") {
  const Home home;
  Pty terminal(home.nines({"dashboard"}));
  terminal.expect_screen("HEALTH DASHBOARD");
  terminal.send("\x1a");
  terminal.wait_stopped();
  CHECK(terminal.is_cooked());
  CHECK(contains(terminal.output(), leave_alternate_screen));
  terminal.signal(SIGCONT);
  terminal.expect_screen("HEALTH DASHBOARD");
  terminal.send("q");
  CHECK(terminal.wait() == Exit{0, {}});
  CHECK(terminal.is_cooked());
}

TEST_CASE("with NO_COLOR the dashboard sends no colour, and words tell the states") {
  Home home;
  home.environment["NO_COLOR"] = "1";
  Pty terminal(home.nines(fast));
  terminal.expect_screen("HEALTHY");
  terminal.expect_screen("FIRING");
  terminal.send("q");
  terminal.wait();
  for (const char* const colour : {"\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[36m"})
    CHECK_FALSE(contains(terminal.output(), colour));
}

TEST_CASE("without a terminal, on a dumb one and for a screen reader the dashboard is lines") {
  Home home;
  const auto piped = home.run({"dashboard", "--speed", "max", "--duration", "3"});
  CHECK(piped.exit == Exit{0, {}});
  CHECK(contains(piped.output, "00:03.000  API Gateway HEALTHY"));
  CHECK_FALSE(end_to_end::has_escape(piped.output));
  const auto spoken =
      home.run({"dashboard", "--speed", "max", "--duration", "40", "--screen-reader"});
  CHECK(contains(spoken.output, "Payment: OPEN"));
  home.environment["TERM"] = "dumb";
  Pty terminal(home.nines({"dashboard", "--speed", "max", "--duration", "3"}));
  terminal.expect("00:03.000");
  CHECK(terminal.wait() == Exit{0, {}});
  CHECK_FALSE(end_to_end::has_escape(terminal.output()));
}

TEST_CASE("headless figures are JSON, can be run again, and isolation is judged") {
  const Home home;
  const auto first = home.run({"dashboard", "--headless", "--json", "--duration", "60", "--seed",
                               "7", "--expect", "isolation"});
  CHECK(first.exit == Exit{0, {}});
  auto report = json::parse(first.output);
  CHECK(report["schema"] == "nines.dashboard/1");
  CHECK(report["seed"] == 7);
  CHECK(report["expectations"][0]["holds"] == true);
  const auto file = home.path() / "report.json";
  support::write_file(file, first.output);
  CHECK(home.run({"dashboard", "--replay", file.string()}).exit == Exit{0, {}});
  report["arms"][0]["services"][0]["requests"] = 1;
  support::write_file(file, report.dump());
  const auto other = home.run({"dashboard", "--replay", file.string()});
  CHECK(other.exit == Exit{1, {}});
  CHECK(contains(other.output, "/arms/0/services/0/requests: was 1"));
  const auto refused =
      home.run({"dashboard", "--headless", "--arm", "no-breaker", "--expect", "isolation"});
  CHECK(refused.exit == Exit{1, {}});
  CHECK(contains(refused.output, "not isolated"));
}

TEST_CASE("a recording is written to its file, and a folder that is not there is told") {
  const Home home;
  const auto file = home.path() / "a.cast";
  CHECK(home.run({"dashboard", "--record", file.string(), "--duration", "35"}).exit == Exit{0, {}});
  CHECK(contains(support::read_file(file), "CLOSED -> OPEN"));
  const auto failed = home.run({"dashboard", "--record", (home.path() / "no" / "a.cast").string()});
  CHECK(failed.exit == Exit{2, {}});
  CHECK(contains(failed.error, "a.cast: cannot be written: No such file"));
}

TEST_CASE("what the dashboard cannot do ends with status 2 and says why") {
  const Home home;
  const auto error_of = [&home](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "dashboard");
    const auto result = home.run(arguments);
    CHECK(result.exit == Exit{2, {}});
    CHECK(result.output.empty());
    return result.error;
  };
  CHECK(contains(error_of({"--scenario", "flaping"}), "did you mean \"flapping\"?"));
  CHECK(contains(error_of({"--scenario", "/dev/zero"}), "is not a regular file"));
  CHECK(contains(error_of({"--speed", "7"}), "not 1, 10, 100 or max"));
  CHECK(contains(error_of({"--arm", "none"}), "There are no-breaker, breaker"));
  CHECK(contains(error_of({"--duration", "-1"}), "--duration"));
  CHECK(contains(error_of({"--expect", "miracles"}), "--expect"));
  CHECK(contains(error_of({"--replay", "/nonexistent.json"}), "/nonexistent.json"));
}
