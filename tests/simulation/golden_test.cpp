// The same bits on every machine, compiler and C library. The program runs once more with the C
// library's fused instructions switched off: see CMakeLists.txt. A change of these numbers means
// that every seed tells another story than before.

#include <bit>
#include <cstdint>
#include <string>

#include "base/random.hpp"
#include "catch.hpp"
#include "simulation/numeric.hpp"
#include "simulation/sampler.hpp"
#include "systems.hpp"

using simulation::ServiceTime;

namespace {

class Hash {
 public:
  void add(std::uint64_t value) {
    std::string bytes;
    for (int i = 0; i < 8; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
    hash_ = base::fnv1a(bytes, hash_);
  }
  void add(double value) { add(std::bit_cast<std::uint64_t>(value)); }
  std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = base::fnv1a("");
};

std::uint64_t hash_of_draws(const ServiceTime& time) {
  const simulation::TimeSampler sampler(time);
  base::RandomStream random(1);
  Hash hash;
  for (int i = 0; i < 200'000; ++i) hash.add(sampler.draw(random));
  return hash.value();
}

std::uint64_t hash_of_run(const simulation::Scenario& scenario, std::uint64_t seed) {
  simulation::Run run(scenario, seed);
  run.run_until(scenario.duration);
  Hash hash;
  for (const auto& entry : run.log()) {
    hash.add(static_cast<std::uint64_t>(entry.time.count()));
    hash.add(static_cast<std::uint64_t>(entry.kind));
    hash.add(entry.cause);
  }
  const auto totals = run.totals();
  hash.add(totals.events);
  for (const auto& service : totals.services) {
    const auto all = service.all();
    for (const std::uint64_t count : {all.arrived, all.ok, all.fallback, all.error, all.timeout,
                                      all.rejected, service.attempts})
      hash.add(count);
    for (std::size_t i = 0; i < simulation::Buckets::count; ++i) hash.add(all.latency.count(i));
    hash.add(service.queue.mean_sojourn_ns);
  }
  return hash.value();
}

}  // namespace

TEST_CASE("logarithms and exponentials are the same bits everywhere", "[golden]") {
  Hash hash;
  base::RandomStream random(1);
  for (int i = 0; i < 200'000; ++i) {
    const double x = static_cast<double>((random.next() >> 11) + 1) * 0x1p-53;
    hash.add(simulation::log_of(x));
    hash.add(simulation::exp_of(x * 40 - 20));
  }
  CHECK(hash.value() == 0x69a632107cbd0d44ULL);
}

TEST_CASE("the first draws of every distribution are the same bits everywhere", "[golden]") {
  using Kind = ServiceTime::Kind;
  CHECK(hash_of_draws({.kind = Kind::exponential, .mean = 60ms}) == 0x473f5b296b4d14c5ULL);
  CHECK(hash_of_draws({.kind = Kind::erlang, .mean = 60ms, .stages = 3}) == 0x46d0251e0c7be704ULL);
  CHECK(hash_of_draws({.kind = Kind::lognormal, .mean = 60ms, .sigma = 0.5}) ==
        0x948ae84dd1d331f0ULL);
  CHECK(hash_of_draws({.kind = Kind::hyperexponential, .mean = 60ms, .cv2 = 4}) ==
        0x8a6d6806c447b51dULL);
}

TEST_CASE("a run is the same bits everywhere", "[golden]") {
  CHECK(hash_of_run(named("payment-outage"), 42) == 0xb7dfcb38b23b368ULL);
  CHECK(hash_of_run(named("slow-not-failing"), 42) == 0xeb8274e63ac53b44ULL);
  CHECK(hash_of_run(named("flapping"), 7) == 0x6d56021799d2d1d3ULL);
}

TEST_CASE("a seed repeats a run, and another seed does not") {
  CHECK(hash_of_run(named("low-traffic"), 3) == hash_of_run(named("low-traffic"), 3));
  CHECK(hash_of_run(named("low-traffic"), 3) != hash_of_run(named("low-traffic"), 4));
}

TEST_CASE("a run does not depend on the steps in which it is taken") {
  const auto& scenario = named("payment-outage");
  simulation::Run whole(scenario, 9);
  simulation::Run parts(scenario, 9);
  whole.run_until(70s);
  for (auto time = 0ms; time <= 70s; time += 700ms) {
    parts.run_until(time);
    parts.snapshot();
    parts.totals();
  }
  CHECK(whole.events() == parts.events());
  REQUIRE(whole.log().size() == parts.log().size());
  for (std::size_t i = 0; i < whole.log().size(); ++i) {
    CHECK(whole.log()[i].time == parts.log()[i].time);
    CHECK(whole.log()[i].text == parts.log()[i].text);
  }
  CHECK(whole.totals().services[0].attempts == parts.totals().services[0].attempts);
}

TEST_CASE("stepping takes one event after the other") {
  simulation::Run run(named("payment-outage"), 9);
  auto last = run.now();
  for (std::uint64_t i = 1; i <= 5'000; ++i) {
    REQUIRE(run.step());
    REQUIRE(run.events() == i);
    REQUIRE(run.now() >= last);
    last = run.now();
  }
}
