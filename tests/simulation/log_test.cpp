#include <algorithm>

#include "catch.hpp"
#include "systems.hpp"

using breaker::State;
using simulation::Log;
using simulation::LogEntry;

namespace {

const LogEntry* find(const Log& log, std::uint64_t id) {
  const auto at =
      std::find_if(log.begin(), log.end(), [id](const LogEntry& entry) { return entry.id == id; });
  return at == log.end() ? nullptr : &*at;
}

}  // namespace

TEST_CASE("the causes lead from the closed circuit back over probes and trip to the fault") {
  simulation::Run run(named("payment-outage"), 42);
  run.run_until(59s);
  const auto closing = std::find_if(run.log().begin(), run.log().end(), [](const LogEntry& entry) {
    return entry.kind == LogEntry::Kind::breaker && entry.to == State::closed;
  });
  REQUIRE(closing != run.log().end());
  std::vector<std::string> chain;
  const LogEntry* trip = nullptr;
  const LogEntry* entry = &*closing;
  for (; entry->kind == LogEntry::Kind::breaker; entry = find(run.log(), entry->cause)) {
    REQUIRE(entry != nullptr);
    trip = entry;
  }
  CHECK(trip->from == State::closed);
  CHECK(trip->to == State::open);
  CHECK(trip->text == "CLOSED -> OPEN: 5 of 100 calls failed, >= 5 %");
  CHECK(entry->kind == LogEntry::Kind::fault_begins);
  CHECK(entry->text == "errors 20 %, latency x15, for 20 s");
  CHECK(entry->time == 30s);
  CHECK(entry->service == 2U);
}

TEST_CASE("fallback begins after the trip and ends with the closing") {
  simulation::Run run(named("payment-outage"), 42);
  run.run_until(59s);
  const LogEntry* begin = nullptr;
  const LogEntry* end = nullptr;
  for (const LogEntry& entry : run.log()) {
    if (entry.kind == LogEntry::Kind::fallback_begins) begin = &entry;
    if (entry.kind == LogEntry::Kind::fallback_ends) end = &entry;
  }
  REQUIRE(begin != nullptr);
  REQUIRE(end != nullptr);
  CHECK(begin->text == "requests are answered by the fallback: queued");
  CHECK(find(run.log(), begin->cause)->to == State::open);
  CHECK(find(run.log(), end->cause)->to == State::closed);
  CHECK(begin->time < end->time);
}

TEST_CASE("an alert of a fault names the fault, and firing names pending") {
  simulation::Run run(named("payment-outage"), 42);
  run.run_until(59s);
  int fired = 0;
  for (const LogEntry& entry : run.log()) {
    if (entry.kind == LogEntry::Kind::alert_pending)
      CHECK(find(run.log(), entry.cause)->kind == LogEntry::Kind::fault_begins);
    if (entry.kind != LogEntry::Kind::alert_firing || entry.text.starts_with("burn")) continue;
    CHECK(find(run.log(), entry.cause)->kind == LogEntry::Kind::alert_pending);
    ++fired;
  }
  CHECK(fired >= 2);
}

TEST_CASE("entries are numbered, in the order of their times, and switches are among them") {
  simulation::Run run(named("payment-outage"), 42);
  run.run_until(40s);
  run.set_breakers(false);
  run.set_breakers(false);
  run.set_retries(false);
  run.set_bulkheads(true);
  run.run_until(100s);
  std::uint64_t id = 0;
  auto time = 0ns;
  int controls = 0;
  for (const LogEntry& entry : run.log()) {
    CHECK(entry.id == ++id);
    CHECK(entry.cause < entry.id);
    CHECK(entry.time >= time);
    time = entry.time;
    controls += entry.kind == LogEntry::Kind::control ? 1 : 0;
  }
  CHECK(controls == 3);
}
