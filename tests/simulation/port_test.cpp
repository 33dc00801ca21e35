#include <memory>
#include <string>
#include <vector>

#include "catch.hpp"
#include "systems.hpp"

using breaker::State;
using simulation::Admission;
using simulation::BreakerPort;
using simulation::CallTicket;
using simulation::LogEntry;
using std::chrono::nanoseconds;

namespace {

/// What a port was told.
struct Record {
  int admitted = 0;
  int succeeded = 0;
  int failed = 0;
  std::vector<std::uint64_t> handed_back;
};

class FakePort : public BreakerPort {
 public:
  explicit FakePort(Record& record) : record_(record) {}
  Admission admit(nanoseconds now) override {
    CHECK(now >= last_);
    last_ = now;
    return {.ticket = CallTicket{.number = static_cast<std::uint64_t>(record_.admitted++)}};
  }
  State succeed(CallTicket ticket, nanoseconds now, nanoseconds duration) override {
    ++record_.succeeded;
    return result(ticket, now, duration);
  }
  State fail(CallTicket ticket, nanoseconds now, nanoseconds duration) override {
    ++record_.failed;
    return result(ticket, now, duration);
  }
  State state(nanoseconds) override { return State::closed; }

 private:
  State result(CallTicket ticket, nanoseconds now, nanoseconds duration) {
    CHECK(now >= last_);
    CHECK(duration <= 100ms);
    last_ = now;
    record_.handed_back.push_back(ticket.number);
    return State::closed;
  }
  Record& record_;
  nanoseconds last_{};
};

/// Rejects everything while it says OPEN, or lets it through in spite of that.
class StuckPort : public FakePort {
 public:
  StuckPort(Record& record, bool leaks) : FakePort(record), leaks_(leaks) {}
  Admission admit(nanoseconds now) override {
    Admission admission = FakePort::admit(now);
    admission.state = State::open;
    if (!leaks_) admission.ticket.reset();
    return admission;
  }
  State succeed(CallTicket ticket, nanoseconds now, nanoseconds duration) override {
    FakePort::succeed(ticket, now, duration);
    return State::open;
  }
  State state(nanoseconds) override { return State::open; }

 private:
  bool leaks_;
};

class CrashingPort : public FakePort {
 public:
  using FakePort::FakePort;
  Admission admit(nanoseconds now) override {
    if (now > 5s) throw simulation::ArmFailed("crashed: segmentation fault");
    return FakePort::admit(now);
  }
};

}  // namespace

TEST_CASE("every ticket comes back exactly once, with how its attempt ended") {
  Record record;
  auto scenario = one_service();
  scenario.services[0].error_percent = 30;
  scenario.services[0].arrivals_per_s = 300;
  scenario.gateway->retry.retries = 2;
  simulation::Run run(scenario, 1, {}, [&](const simulation::Service& service, std::size_t index) {
    CHECK(service.name == "S");
    CHECK(index == 0);
    return std::make_unique<FakePort>(record);
  });
  run.run_until(20s);
  run.drain();
  CHECK(record.admitted > 1'000);
  CHECK(record.succeeded > 0);
  CHECK(record.failed > 0);
  std::vector<int> times(static_cast<std::size_t>(record.admitted));
  for (const auto number : record.handed_back) ++times.at(number);
  for (const int count : times) REQUIRE(count == 1);
  CHECK(static_cast<std::uint64_t>(record.admitted) == run.totals().services[0].attempts);
}

TEST_CASE("a service that is rejected without a fallback is rejected to its users") {
  Record record;
  simulation::Run run(one_service(), 1, {}, [&](const auto&, std::size_t) {
    return std::make_unique<StuckPort>(record, false);
  });
  run.run_until(20s);
  run.drain();
  const auto service = run.totals().services[0];
  CHECK(service.all().rejected == service.all().arrived);
  CHECK(service.attempts == 0);
  CHECK(service.breaker.attempts_while_open == 0);
}

TEST_CASE("attempts that pass an open breaker are counted against it") {
  Record record;
  simulation::Run run(one_service(), 1, {}, [&](const auto&, std::size_t) {
    return std::make_unique<StuckPort>(record, true);
  });
  run.run_until(20s);
  const auto service = run.totals().services[0];
  CHECK(service.breaker.attempts_while_open == service.attempts);
  CHECK(service.breaker.false_trips == 1);
  CHECK(run.snapshot().services[0].node.health == simulation::Health::open);
}

TEST_CASE("a breaker that is beyond use ends its arm, and what was counted stays readable") {
  Record record;
  simulation::Run run(one_service(), 1, {}, [&](const auto&, std::size_t) {
    return std::make_unique<CrashingPort>(record);
  });
  run.run_until(60s);
  REQUIRE(run.failure() != nullptr);
  CHECK(*run.failure() == "crashed: segmentation fault");
  CHECK(run.totals().failure == "crashed: segmentation fault");
  CHECK(run.log().back().kind == LogEntry::Kind::arm_failed);
  CHECK(run.now() < 10s);
  const auto arrived = run.totals().services[0].all().arrived;
  CHECK(arrived > 20);
  CHECK_FALSE(run.step());
  run.run_until(90s);
  run.drain();
  CHECK(run.totals().services[0].all().arrived == arrived);
  CHECK(run.snapshot().failure == "crashed: segmentation fault");
}

TEST_CASE("breakers that are switched off are gone past, and their calls still come back") {
  Record record;
  simulation::Run run(one_service(), 1, {},
                      [&](const auto&, std::size_t) { return std::make_unique<FakePort>(record); });
  run.run_until(10s);
  run.set_breakers(false);
  const int admitted = record.admitted;
  run.run_until(20s);
  CHECK(record.admitted == admitted);
  CHECK(record.succeeded + record.failed == admitted);
  CHECK_FALSE(run.snapshot().services[0].breaker);
  run.set_breakers(true);
  run.run_until(30s);
  CHECK(record.admitted > admitted);
  CHECK(run.snapshot().services[0].breaker);
}

TEST_CASE("the consecutive-failure breaker can stand in the gateway") {
  auto scenario = one_service();
  scenario.services[0].error_percent = 100;
  scenario.services[0].breaker = breaker::Policy{.failure_threshold = 5, .reset_timeout = 2s};
  simulation::Run run(scenario, 1);
  run.run_until(10s);
  std::string texts;
  for (const LogEntry& entry : run.log())
    if (entry.kind == LogEntry::Kind::breaker) texts += entry.text + "\n";
  CHECK(
      texts.starts_with("CLOSED -> OPEN: 5 failures in a row\n"
                        "OPEN -> HALF_OPEN: probes are let through\n"
                        "HALF_OPEN -> OPEN: a probe failed\n"));
  CHECK(run.totals().services[0].breaker.tripped == 1);
}
