#include "dashboard/frame.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "catch.hpp"
#include "dashboard/cockpit.hpp"
#include "dashboard/sparkline.hpp"
#include "simulation/scenarios.hpp"
#include "support/command.hpp"
#include "support/temporary_folder.hpp"
#include "terminal/style.hpp"
#include "terminal/text.hpp"

using dashboard::Cockpit;
using dashboard::Frame;
using dashboard::FrameShape;
using dashboard::Session;
using support::contains;
using namespace std::chrono_literals;

namespace {

/// The text of a frame must be that of tests/dashboard/frames/NAME.txt; UPDATE_GOLDEN=1 writes it.
void check_golden(const std::string& name, const Frame& frame) {
  const std::filesystem::path file =
      std::filesystem::path(NINES_SOURCE_FOLDER "/tests/dashboard/frames") / (name + ".txt");
  const std::string text = dashboard::plain_text(frame);
  if (std::getenv("UPDATE_GOLDEN") != nullptr) support::write_file(file, text);
  CAPTURE(name);
  CHECK(text == support::read_file(file));
}

void check_fits(const Frame& frame, const FrameShape& shape) {
  CAPTURE(shape.columns, shape.rows);
  CHECK(static_cast<int>(frame.lines.size()) == shape.rows);
  for (const auto& line : frame.lines) {
    int columns = 0;
    for (const auto& span : line) columns += terminal::display_width(span.text);
    CHECK(columns <= shape.columns);
  }
}

Session payment_outage_at(std::chrono::nanoseconds time) {
  Session session(*simulation::find_scenario("payment-outage"), 42);
  session.run_until(time);
  return session;
}

}  // namespace

TEST_CASE("while Payment fails, a terminal of 80x24 shows its breaker open and the pool free") {
  auto session = payment_outage_at(35s);
  const Cockpit cockpit(session, Cockpit::Pace::x1, {});
  check_golden("outage-80x24", cockpit.frame({80, 24, true}));
  check_golden("outage-80x24-ascii", cockpit.frame({80, 24, false}));
}

TEST_CASE("larger and smaller terminals show more and less") {
  auto session = payment_outage_at(35s);
  const Cockpit cockpit(session, Cockpit::Pace::x10, {});
  check_golden("outage-120x40", cockpit.frame({120, 40, true}));
  check_golden("outage-60x20", cockpit.frame({60, 20, true}));
  check_golden("outage-36x10", cockpit.frame({36, 10, true}));
}

TEST_CASE(
    "a large terminal shows how latencies are distributed, and which are past the objective") {
  auto session = payment_outage_at(35s);
  const auto now = session.run().snapshot();
  const auto& payment = now.services.back().node;
  REQUIRE(payment.name == "Payment");
  std::uint64_t answered = 0;
  for (const std::uint64_t count : payment.latency.counts) answered += count;
  // All that ended in the window but what the breaker refused, of which none has a latency.
  CHECK(answered == payment.window.samples);
  CHECK(payment.latency.p50.value() <= payment.latency.p90.value());
  CHECK(payment.latency.p90.value() <= payment.window.p99.value());

  const Cockpit cockpit(session, Cockpit::Pace::x1, {});
  const auto latency_lines = [&cockpit](bool unicode) {
    std::vector<dashboard::FrameLine> found;
    for (const auto& line : cockpit.frame({120, 40, unicode}).lines)
      if (!found.empty() ? found.size() < 4 : contains(line.front().text, "LATENCY"))
        found.push_back(line);
    return found;
  };
  const auto has = [](const dashboard::FrameLine& line, dashboard::Tone tone, const char* text) {
    for (const auto& span : line)
      if (span.tone == tone && contains(span.text, text)) return true;
    return false;
  };
  const auto lines = latency_lines(true);
  REQUIRE(lines.size() == 4);
  CHECK(has(lines[1], dashboard::Tone::good, "█"));
  CHECK_FALSE(has(lines[1], dashboard::Tone::bad, "▁"));
  // What took as long as the timeout.
  CHECK(has(lines[3], dashboard::Tone::bad, "█"));
  for (const auto& line : latency_lines(false))
    for (const auto& span : line)
      for (const char c : span.text) CHECK(static_cast<unsigned char>(c) < 0x80);
}

TEST_CASE("bars are as high as what they stand for, and nothing that is there is hidden") {
  const std::vector<std::uint64_t> counts{0, 1, 50, 100, 800};
  CHECK(dashboard::bars(counts, 800, true) == " ▁▁▁█");
  CHECK(dashboard::bars(counts, 800, false) == " ___^");
  CHECK(dashboard::bars({}, 0, true).empty());
  CHECK(dashboard::bars(std::vector<std::uint64_t>{0, 0}, 0, true) == "  ");
}

TEST_CASE("the comparison stands beside the events, and says what users would get without") {
  auto session = payment_outage_at(20s);
  session.compare(true);
  session.run_until(45s);
  const Cockpit cockpit(session, Cockpit::Pace::x1, {});
  check_golden("compare-80x24", cockpit.frame({80, 24, true}));
  check_golden("compare-120x40", cockpit.frame({120, 40, true}));
}

TEST_CASE("no frame of any size is wider or higher than its terminal") {
  auto session = payment_outage_at(33s);
  session.compare(true);
  Cockpit cockpit(session, Cockpit::Pace::max, {});
  for (const int columns : {20, 39, 40, 60, 79, 80, 100, 119, 120, 300}) {
    for (const int rows : {4, 5, 8, 12, 23, 24, 30, 40, 100}) {
      for (const bool unicode : {true, false})
        check_fits(cockpit.frame({columns, rows, unicode}), {columns, rows, unicode});
    }
  }
}

TEST_CASE("an ASCII frame has nothing but ASCII, whatever the names are") {
  auto scenario = *simulation::find_scenario("payment-outage");
  scenario.services[0].name = "Überweisung 支払い";
  Session session(scenario, 1);
  session.run_until(40s);
  const Cockpit cockpit(session, Cockpit::Pace::x1, {});
  for (const char c : dashboard::plain_text(cockpit.frame({120, 40, false})))
    CHECK(static_cast<unsigned char>(c) < 0x80);
}

TEST_CASE("with more services than rows the worst are shown, and the rest is counted") {
  auto scenario = *simulation::find_scenario("payment-outage");
  auto service = scenario.services[0];
  service.arrivals_per_s = 1;
  for (int i = 0; i < 40; ++i) {
    service.name = "extra-" + std::to_string(i);
    scenario.services.push_back(service);
  }
  Session session(scenario, 42);
  session.run_until(35s);
  const Cockpit cockpit(session, Cockpit::Pace::x1, {});
  const FrameShape shape{80, 24, true};
  const Frame frame = cockpit.frame(shape);
  check_fits(frame, shape);
  const std::string text = dashboard::plain_text(frame);
  CHECK(contains(text, "■ Payment"));
  CHECK(contains(text, "more, none of them worse"));
}

TEST_CASE("a bare queue has neither gateway nor pool nor graph") {
  simulation::Scenario scenario{
      .name = "queue",
      .services = {
          {.name = "q", .workers = 3, .arrivals_per_s = 2.1, .service_time = {.mean = 1s}}}};
  Session session(scenario, 1);
  session.run_until(60s);
  const Cockpit cockpit(session, Cockpit::Pace::x1, {});
  const std::string text = dashboard::plain_text(cockpit.frame({80, 24, true}));
  CHECK_FALSE(contains(text, "Gateway"));
  CHECK_FALSE(contains(text, "pool"));
  CHECK(contains(text, " q "));
}

TEST_CASE("a sparkline has a fixed scale: the limit is level 3, above it is level 4") {
  CHECK(dashboard::level_below_limit(0, 300) == 0);
  CHECK(dashboard::level_below_limit(1, 300) == 1);
  CHECK(dashboard::level_below_limit(101, 300) == 2);
  CHECK(dashboard::level_below_limit(300, 300) == 3);
  CHECK(dashboard::level_below_limit(300.1, 300) == 4);
  CHECK(dashboard::sparkline({3, 3, 3, 4}, 2, true) == "⣶⣾");
  CHECK(dashboard::sparkline({1, 4}, 3, false) == "  ^");
  CHECK(dashboard::sparkline({0, 1, 2, 3}, 1, false) == "-");
}
