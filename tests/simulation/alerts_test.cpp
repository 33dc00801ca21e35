#include "simulation/alerts.hpp"

#include <string>
#include <vector>

#include "catch.hpp"

using namespace std::chrono_literals;
using simulation::Alert;
using simulation::Alerts;
using simulation::Meter;
using simulation::Slo;

namespace {

/// Feeds one node second by second and records what the alerts tell.
class Watch {
 public:
  explicit Watch(const Slo& slo)
      : meter_(slo), alerts_(slo, [this](const Alert& alert, bool was_firing) {
          told += " " + std::to_string(second_) + kind(alert) + phase(alert, was_firing);
        }) {}

  void second(int ok, int errors, std::uint64_t latency_ms = 50) {
    ++second_;
    for (int i = 0; i < ok; ++i) meter_.answered(latency_ms * 1'000'000, false);
    for (int i = 0; i < errors; ++i) meter_.answered(latency_ms * 1'000'000, true);
    meter_.end_second();
    alerts_.judge(0, meter_, std::chrono::seconds(second_));
  }
  void seconds(int count, int ok, int errors, std::uint64_t latency_ms = 50) {
    for (int i = 0; i < count; ++i) second(ok, errors, latency_ms);
  }
  std::vector<Alert> list() const { return alerts_.list(std::chrono::seconds(second_)); }

  std::string told;

 private:
  static std::string kind(const Alert& alert) {
    if (alert.kind == Alert::Kind::error_rate) return "e";
    if (alert.kind == Alert::Kind::p99) return "p";
    return "b" + std::to_string(alert.burn_rule.value());
  }
  static std::string phase(const Alert& alert, bool was_firing) {
    if (alert.phase == Alert::Phase::pending) return "?";
    if (alert.phase == Alert::Phase::firing) return "!";
    return was_firing ? "." : "-";
  }
  int second_ = 0;
  Meter meter_;
  Alerts alerts_;
};

Slo without_burn_rates() {
  Slo slo;
  slo.burn_rates.clear();
  return slo;
}

}  // namespace

TEST_CASE("an alert is pending for two seconds, fires, and resolves after five clear ones") {
  Watch watch(without_burn_rates());
  watch.seconds(10, 100, 0);
  watch.seconds(3, 80, 20);
  CHECK(watch.told == " 11e? 13e!");
  // The last bad second leaves the window of 10 s after second 22.
  watch.seconds(14, 100, 0);
  CHECK(watch.told == " 11e? 13e!");
  watch.second(100, 0);
  CHECK(watch.told == " 11e? 13e! 28e.");
}

TEST_CASE("a breach that ends while pending does not fire") {
  auto slo = without_burn_rates();
  slo.window = 1s;
  Watch watch(slo);
  watch.seconds(2, 90, 10);
  watch.seconds(10, 100, 0);
  CHECK(watch.told == " 1e? 3e-");
}

TEST_CASE("exactly at the objective is no breach") {
  Watch watch(without_burn_rates());
  watch.seconds(20, 99, 1);
  CHECK(watch.told.empty());
  watch.seconds(10, 98, 2);
  CHECK(watch.told == " 21e? 23e!");
}

TEST_CASE("too few samples are not judged, and a firing alert without traffic goes on") {
  Watch watch(without_burn_rates());
  watch.seconds(10, 3, 1);
  CHECK(watch.told.empty());
  watch.seconds(5, 50, 50);
  CHECK(watch.told == " 11e? 13e!");
  watch.seconds(60, 0, 0);
  CHECK(watch.told == " 11e? 13e!");
  watch.seconds(20, 100, 0);
  CHECK(watch.told == " 11e? 13e! 81e.");
}

TEST_CASE("a pending alert drops when it cannot be judged any more") {
  auto slo = without_burn_rates();
  slo.window = 1s;
  Watch watch(slo);
  watch.second(50, 50);
  watch.second(0, 0);
  CHECK(watch.told == " 1e? 2e-");
}

TEST_CASE("the p99 has an alert of its own") {
  Watch watch(without_burn_rates());
  watch.seconds(10, 100, 0);
  watch.seconds(3, 100, 0, 400);
  CHECK(watch.told == " 11p? 13p!");
  const auto alerts = watch.list();
  REQUIRE(alerts.size() == 1);
  CHECK(alerts[0].value == Approx(400).epsilon(0.005));
  CHECK(alerts[0].threshold == 300);
  CHECK(alerts[0].since == 13s);
  CHECK(alerts[0].pending_since == 11s);
}

TEST_CASE("a burn rate fires when both of its windows are over, at the time that theory says") {
  // Errors of 20 % burn 20 times the allowance of 1 %. The window of 30 s is over 14.4 after
  // 30 x 14.4 / 20 = 21.6 s: at the 22nd second. That of 180 s is over 6 after 54.
  Slo slo;
  Watch watch(slo);
  watch.seconds(180, 100, 0);
  watch.seconds(60, 80, 20);
  CHECK(watch.told == " 181e? 183e! 202b0! 235b1!");
}

TEST_CASE("a burn rate's short window resolves it soon after the errors end") {
  Slo slo;
  slo.burn_rates = {{.long_window = 30s, .short_window = 3s, .threshold = 14.4}};
  Watch watch(slo);
  watch.seconds(30, 100, 0);
  watch.seconds(40, 50, 50);
  watch.told.clear();
  watch.seconds(12, 100, 0);
  // Clear from second 73 on, when the short window holds no error, or one of three seconds less.
  CHECK(watch.told.find("b0.") != std::string::npos);
}

TEST_CASE("a resolved alert is listed for ten seconds") {
  auto slo = without_burn_rates();
  slo.window = 1s;
  Watch watch(slo);
  watch.seconds(4, 50, 50);
  watch.seconds(6, 100, 0);
  REQUIRE(watch.list().size() == 1);
  CHECK(watch.list()[0].phase == Alert::Phase::resolved);
  watch.seconds(10, 100, 0);
  CHECK(watch.list().size() == 1);
  watch.second(100, 0);
  CHECK(watch.list().empty());
}
