#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "simulation/alerts.hpp"
#include "simulation/event_queue.hpp"
#include "simulation/meter.hpp"
#include "simulation/pool.hpp"
#include "simulation/run.hpp"
#include "simulation/station.hpp"
#include "simulation/timers.hpp"

namespace simulation {

/// A request that holds a worker of the gateway. In one cache line.
struct alignas(64) Request {
  std::uint64_t arrived_ns = 0;
  std::uint64_t started_ns = 0;
  std::uint64_t sent_ns = 0;  ///< the attempt under way
  CallTicket ticket{};
  std::uint16_t service = 0;
  std::uint8_t retries = 0;
  Phase phase = Phase::before;
  bool has_ticket = false;
  bool is_falling_back = false;
};

struct WaitingRequest {
  std::uint64_t arrived_ns = 0;
  std::uint16_t service = 0;
  Phase phase = Phase::before;
};

constexpr std::int64_t retry_cost = 10'000;
constexpr std::int64_t retry_tokens_max = 10 * retry_cost;

enum class AttemptEnd : std::uint8_t { ok, error, timeout };
enum class RequestEnd : std::uint8_t { ok, fallback, error, timeout, rejected };

/// A breaker at its place, and what is told about it.
struct Guard {
  std::unique_ptr<BreakerPort> port{};
  breaker::State state = breaker::State::closed;
  std::uint64_t check_ns = 0;  ///< the time of the pending check; 0: none
  std::uint64_t last_entry = 0;
  BreakerTotals totals{};
};

struct ServiceState {
  ServiceState(const Service& service, std::uint64_t seed, const Slo& slo)
      : station(service, seed), attempt_meter(slo), request_meter(slo) {}

  Station station;
  Meter attempt_meter;
  Meter request_meter;  ///< arrivals, holds, fallbacks, rejections
  Guard guard{};
  int held = 0;  ///< workers of the gateway
  std::uint64_t attempts = 0;
  std::uint64_t retries = 0;
  std::array<RequestTotals, phase_count> phases{};
  Chance base_error{};
  std::uint64_t fault_entry = 0;                  ///< the last fault's
  std::optional<std::uint64_t> fault_ended_ns{};  ///< of the last one; absent while one is active
  bool had_fault = false;
  std::optional<std::uint64_t> first_fault_ns{};
  std::optional<std::uint64_t> first_fault_end_ns{};
  bool is_falling_back = false;
  int seconds_without_fallback = 0;
  std::uint64_t fallback_entry = 0;
};

struct FaultState {
  Fault fault{};
  std::uint16_t service = 0;
  bool is_active = false;
  bool is_first = false;
  std::uint64_t end_ns = 0;
  std::uint64_t entry = 0;
};

/// What Run does, without its promises. One event at a time; the parts are in engine.cpp (time and
/// events), requests.cpp (the gateway), serving.cpp (the services), guards.cpp (the breakers),
/// faults.cpp, views.cpp (what is told).
class Engine {
 public:
  Engine(const Scenario& scenario, std::uint64_t seed, const Arm& arm, const PortFactory& ports);

  void run_until(std::uint64_t time_ns);
  bool step();
  void drain();
  void inject(const Fault& fault);
  void set_breakers(bool on);
  void set_retries(bool on);
  void set_bulkheads(bool on);
  Snapshot snapshot();
  Totals totals() const;

  const Scenario scenario;
  const std::uint64_t seed;
  Arm arm;
  Log log{};
  std::vector<Steering> steering{};
  std::uint64_t now_ns = 0;
  std::optional<std::string> failure{};
  std::uint64_t events() const { return handled_ + timers_.expired(now_ns); }

 private:
  // engine.cpp
  /// What a breaker of somebody else's throws ends the arm, not the program.
  template <typename Job>
  void guarded(Job job) {
    if (failure) return;
    try {
      job();
    } catch (const ArmFailed& failed) {
      fail(failed.what());
    }
  }
  void fail(const std::string& verdict);
  void note_steering(const decltype(Steering::what)& what);
  bool next_event(std::uint64_t limit_ns);
  bool expire_timer(std::uint64_t until_ns);
  void handle(const Event& event);
  void schedule(std::uint64_t time_ns, Event::Kind kind, std::uint32_t slot) {
    queue_.push({.time_ns = time_ns, .sequence = sequence_++, .kind = kind, .slot = slot});
  }
  void end_second();
  bool is_quiet() const;
  std::uint64_t write(LogEntry entry);
  void tell_alert(const Alert& alert, bool was_firing);

  // requests.cpp
  void arrive(std::uint16_t service);
  /// After every event.
  void start_waiting_requests() {
    if (!waiting_.is_empty()) start_as_many_as_fit();
  }
  void start_as_many_as_fit();
  void start_request(const WaitingRequest& waiting);
  void attempt(std::uint32_t slot);
  void resume(std::uint32_t slot);
  void end_attempt(std::uint32_t slot, AttemptEnd end);
  bool may_retry(const Request& request);
  std::uint64_t backoff_ns(const Request& request);
  void give_fallback_or(std::uint32_t slot, RequestEnd end);
  void end_request(std::uint32_t slot, RequestEnd end);
  void count_end(ServiceState& service, Phase phase, RequestEnd end);

  // serving.cpp
  bool submit(std::uint16_t service, const Attempt& attempt);
  void serve(std::uint16_t service, const Attempt& attempt);
  void complete(std::uint32_t slot);
  void arrive_at_station(std::uint16_t service);

  // guards.cpp
  bool is_guarded(const ServiceState& service) const {
    return arm.breakers && service.guard.port != nullptr;
  }
  std::optional<CallTicket> admit(std::uint16_t service);
  void hand_back(const Request& request, bool is_success);
  void look_at(std::uint16_t service);
  void see(std::uint16_t service, breaker::State state) {
    if (state != breaker::State::closed || services_[service].guard.state != state)
      follow(service, state);
  }
  void follow(std::uint16_t service, breaker::State state);
  void note_transition(std::uint16_t service, breaker::State to);
  void begin_fallback(std::uint16_t service);
  void end_fallback(std::uint16_t service, std::uint64_t cause);
  std::uint64_t fault_cause(std::uint16_t service) const;
  std::uint64_t any_fault_cause() const;

  // faults.cpp
  std::uint32_t add_fault(const Fault& fault);
  void begin_fault(std::uint32_t slot);
  void end_fault(std::uint32_t slot);
  void begin_scheduled_fault();
  void apply_faults(std::uint16_t service);
  std::uint16_t index_of(const std::string& name) const;

  // views.cpp
  NodeView view_node(const std::string& name, const Meter& meter) const;
  ServiceView view_service(std::uint16_t service);
  GatewayView view_gateway(const std::vector<ServiceView>& services) const;
  double expected_occupancy(std::uint16_t service) const;

  EventQueue queue_;
  Timers timers_{};
  std::uint64_t handled_ = 0;  ///< events of the queue
  std::uint64_t sequence_ = 0;
  std::uint64_t timeout_ns_ = 0;
  bool arrivals_are_over_ = false;

  std::vector<ServiceState> services_{};
  std::optional<Meter> gateway_meter_{};
  Slab<Served> served_{};

  Slab<Request> requests_{};
  /// By request, another for every attempt: what names an older one is stale.
  std::vector<std::uint32_t> generations_{};
  Ring<WaitingRequest> waiting_{};
  int gateway_busy_ = 0;
  std::int64_t retry_tokens_ = 0;  ///< a retry costs retry_cost
  std::int64_t retry_deposit_ = 0;
  base::RandomStream jitter_;

  Slab<FaultState> faults_{};
  std::vector<std::uint32_t> active_faults_{};
  base::RandomStream schedule_random_;
  std::uint64_t scheduled_faults_ = 0;
  Phase phase_ = Phase::before;
  std::optional<std::uint64_t> first_fault_ns_{};
  std::optional<std::uint64_t> first_fault_end_ns_{};

  std::uint64_t next_entry_ = 1;
  Alerts alerts_;
  std::vector<std::uint64_t> alert_entries_{};  ///< the last entry about each alert, by place()
  std::size_t place(const Alert& alert) const;
};

}  // namespace simulation
