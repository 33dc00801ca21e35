#include <string>

#include "catch.hpp"
#include "dashboard/frame_log.hpp"
#include "simulation/scenarios.hpp"
#include "support/command.hpp"

using simulation::Alert;
using simulation::LogEntry;
using support::contains;
using namespace std::chrono_literals;

namespace {

/// A breaker that opens at 30 s, then events of two alerts of the same service and one of
/// another's.
simulation::Log log_of_a_failure() {
  simulation::Log log;
  const auto add = [&log](LogEntry::Kind kind, std::chrono::seconds time, std::size_t service,
                          const std::string& text) {
    log.push_back(
        {.id = log.size() + 1, .time = time, .kind = kind, .service = service, .text = text});
  };
  add(LogEntry::Kind::alert_pending, 10s, 2, "of an earlier failure");
  add(LogEntry::Kind::breaker, 30s, 2, "CLOSED -> OPEN");
  log.back().to = breaker::State::open;
  add(LogEntry::Kind::alert_pending, 31s, 2, "p99 pends");
  add(LogEntry::Kind::alert_pending, 31s, 2, "errors pend");
  add(LogEntry::Kind::alert_firing, 32s, 2, "p99 fires");
  add(LogEntry::Kind::alert_firing, 32s, 2, "errors fire");
  add(LogEntry::Kind::alert_resolved, 33s, 0, "not listed any more");
  return log;
}

std::string events(int rows, const std::string& filter = {}) {
  const auto scenario = *simulation::find_scenario("payment-outage");
  const auto log = log_of_a_failure();
  simulation::Snapshot now;
  now.time = 35s;
  now.alerts = {{.kind = Alert::Kind::p99,
                 .phase = Alert::Phase::firing,
                 .service = 2,
                 .since = 32s,
                 .pending_since = 31s},
                {.kind = Alert::Kind::error_rate,
                 .phase = Alert::Phase::firing,
                 .service = 2,
                 .since = 32s,
                 .pending_since = 31s}};
  const auto lines = dashboard::event_lines(
      {.scenario = scenario, .now = now, .log = log, .filter = filter}, {120, 40, true}, rows);
  return dashboard::plain_text({120, rows, lines});
}

}  // namespace

TEST_CASE("where all events fit, all are shown in order") {
  CHECK(events(8) ==
        " EVENTS\n"
        " 00:10.000 PENDING  Payment  of an earlier failure\n"
        " 00:30.000 BREAKER  Payment  CLOSED -> OPEN\n"
        " 00:31.000 PENDING  Payment  p99 pends\n"
        " 00:31.000 PENDING  Payment  errors pend\n"
        " 00:32.000 FIRING   Payment  p99 fires\n"
        " 00:32.000 FIRING   Payment  errors fire\n"
        " 00:33.000 RESOLVED User  not listed any more\n");
}

TEST_CASE("events of listed alerts make room for a breaker's, and it is said how many did") {
  CHECK(events(4) ==
        " EVENTS  4 more of the alerts above\n"
        " 00:10.000 PENDING  Payment  of an earlier failure\n"
        " 00:30.000 BREAKER  Payment  CLOSED -> OPEN\n"
        " 00:33.000 RESOLVED User  not listed any more\n");
  CHECK(events(3) ==
        " EVENTS  4 more of the alerts above\n"
        " 00:30.000 BREAKER  Payment  CLOSED -> OPEN\n"
        " 00:33.000 RESOLVED User  not listed any more\n");
}

TEST_CASE("what room is left goes to the newest events of alerts") {
  CHECK(events(6) ==
        " EVENTS  2 more of the alerts above\n"
        " 00:10.000 PENDING  Payment  of an earlier failure\n"
        " 00:30.000 BREAKER  Payment  CLOSED -> OPEN\n"
        " 00:32.000 FIRING   Payment  p99 fires\n"
        " 00:32.000 FIRING   Payment  errors fire\n"
        " 00:33.000 RESOLVED User  not listed any more\n");
}

TEST_CASE("a filter shows the events of alerts, too") {
  const auto fires = events(4, "fire");
  CHECK(contains(fires, "p99 fires"));
  CHECK(contains(fires, "errors fire"));
  CHECK_FALSE(contains(fires, "more of the alerts"));
}
