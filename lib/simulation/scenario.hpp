#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "breaker/consecutive.hpp"
#include "breaker/failure_rate.hpp"

namespace simulation {

using std::chrono::nanoseconds;
using namespace std::chrono_literals;

/// How long a worker is busy with one request.
struct ServiceTime {
  enum class Kind : std::uint8_t {
    deterministic,
    exponential,
    erlang,           ///< the sum of `stages` exponential times
    lognormal,        ///< `sigma` of the underlying normal
    hyperexponential  ///< one of two exponentials with balanced means, of variance `cv2` mean^2
  };
  Kind kind = Kind::exponential;
  nanoseconds mean{100ms};  ///< positive
  int stages = 4;           ///< 1 .. 1000
  double sigma = 0.5;       ///< 0 .. 3
  double cv2 = 4;           ///< squared coefficient of variation, 1 .. 1000
};

/// Answers in place of a service, in a constant time, when its breaker rejects a call or the call
/// has failed for good. It belongs to the breaker: with breakers off there is none.
struct Fallback {
  std::string name = "fallback";  ///< what it answers, such as "queued"
  nanoseconds latency{1ms};
};

using BreakerPolicy = std::variant<std::monostate, breaker::Policy, breaker::FailureRatePolicy>;

/// Workers behind one first-come-first-served queue, with Poisson arrivals of its own.
struct Service {
  std::string name;
  int workers = 16;
  std::optional<int> queue{};  ///< waiting places; absent: unbounded
  double arrivals_per_s = 0;
  ServiceTime service_time{};
  double error_percent = 0;
  std::optional<Fallback> fallback{};
  std::optional<int> bulkhead{};  ///< gateway workers that may be busy with its requests at once
  BreakerPolicy breaker{};
};

enum class Backoff : std::uint8_t {
  none,
  exponential,  ///< base, 2 base, 4 base, ...
  full_jitter   ///< uniform from 0 to that
};

struct Retry {
  int retries = 2;                  ///< attempts after the first; 0 .. 10
  nanoseconds backoff_base{100ms};  ///< at most 10 s
  Backoff backoff = Backoff::full_jitter;
  /// Retries allowed for each 100 requests, saved up to 10 retries; absent: no limit.
  std::optional<double> budget_percent{};
};

/// What a service does with a request whose caller has given up by its turn.
enum class Abandoned : std::uint8_t {
  served,  ///< works for nobody, as most servers do
  dropped  ///< is thrown away by the worker that takes it from the queue
};

/// One pool of workers before all services. A worker is held from the start of a request to its
/// end, through attempts and backoffs; requests wait for one in a bounded queue, without a limit of
/// time, and are rejected when it is full.
struct Gateway {
  int workers = 64;
  int queue = 128;
  nanoseconds timeout{1s};  ///< of one attempt
  Retry retry{};
  Abandoned abandoned = Abandoned::served;
};

/// What is wrong with a service. Of several at once, percentages count by the largest, also over
/// the service's own errors; factors multiply, added times add.
struct FaultEffect {
  double error_percent = 0;   ///< of answers, after the full service time
  double latency_factor = 1;  ///< on the service time; 0.01 .. 1000
  nanoseconds added_latency{0};
  double hang_percent = 0;   ///< no answer, and the worker is busy until the fault ends
  double reset_percent = 0;  ///< refused at once, no worker taken
};

struct Fault {
  std::string service;
  nanoseconds at{};
  nanoseconds duration{};  ///< the fault is over at `at + duration`
  FaultEffect effect{};
};

/// A fault again and again, each time on a service that the seed chooses.
struct FaultSchedule {
  nanoseconds first{30s};
  nanoseconds every{30s};
  nanoseconds lasts{20s};                ///< at most `every`
  std::vector<std::string> services{};   ///< to choose from; empty: all
  std::optional<std::string> opening{};  ///< the service of the first time; absent: by the seed too
  FaultEffect effect{};
};

/// Fires when the budget burns faster than `threshold` times its allowance in both windows (Google
/// SRE workbook, chapter 5). Windows count in whole seconds, rounded up, up to 10 minutes.
struct BurnRateRule {
  nanoseconds long_window{};
  nanoseconds short_window{};
  double threshold = 1;
};

/// The objective of the gateway and of every service, judged once a second over a sliding window.
struct Slo {
  double error_percent = 1;  ///< breached above it; also the error budget of the burn rates
  nanoseconds p99{300ms};    ///< breached above it
  nanoseconds window{10s};   ///< whole seconds, rounded up; 1 s .. 60 s
  nanoseconds pending_for{2s};
  nanoseconds resolve_after{5s};
  /// With fewer samples in the window nothing is judged: what fires goes on, what is pending drops.
  int minimum_samples = 50;
  /// The usual pairs (1 h and 5 min at 14.4, 6 h and 30 min at 6) for a budget of 6 hours of
  /// simulated time in place of 30 days.
  std::vector<BurnRateRule> burn_rates{
      {.long_window = 30s, .short_window = 2500ms, .threshold = 14.4},
      {.long_window = 180s, .short_window = 15s, .threshold = 6}};
};

/// A system to simulate.
struct Scenario {
  std::string name;
  std::string description{};
  nanoseconds duration{120s};        ///< how long a run is meant to take; Run itself has no end
  std::optional<Gateway> gateway{};  ///< absent: requests go to the services directly
  std::vector<Service> services{};
  std::vector<Fault> faults{};
  std::optional<FaultSchedule> fault_schedule{};
  Slo slo{};
  /// What a comparison adds to the failure-rate breakers in one more arm; absent: no such arm.
  std::optional<breaker::SlowCalls> compared_slow_calls{};
};

constexpr int services_max = 64;

/// Throws base::Error, naming the field, when the scenario cannot be simulated: no services or too
/// many, no workers, negative or not finite numbers, unknown or double names, times out of range,
/// breakers without a gateway, and the like.
void validate(const Scenario& scenario);
/// Likewise for one fault, in a scenario that is valid.
void validate(const Fault& fault, const Scenario& scenario);

}  // namespace simulation
