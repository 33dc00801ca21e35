#include "dashboard/metrics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "dashboard/exposition.hpp"
#include "dashboard/words.hpp"
#include "terminal/text.hpp"

namespace dashboard {
namespace {

using Type = Exposition::Type;

constexpr std::array metric_states{breaker::State::closed, breaker::State::open,
                                   breaker::State::half_open};

std::string state_label(breaker::State state) {
  return std::string(lower_name(state));
}

class RunMetrics {
 public:
  explicit RunMetrics(const Live& live) : live_(live) {}

  std::string text() {
    about();
    requests();
    breakers();
    pools();
    queues();
    judgement();
    return out_.text();
  }

 private:
  const simulation::NodeView& node(std::size_t i) const { return live_.snapshot.services[i].node; }

  std::string label(const std::string& text) const { return terminal::printable(text); }

  template <typename Write>
  void each_service(const Write& write) {
    const auto count = std::min(live_.snapshot.services.size(), live_.counters.size());
    for (std::size_t i = 0; i < count; ++i) write(i, label(node(i).name));
  }

  void one(std::string_view name, Type type, std::string_view help, double value) {
    out_.family(name, type, help);
    out_.sample({}, value);
  }

  void about() {
    out_.family("nines_build_info", Type::gauge, "The program and the run, always 1.");
    out_.sample({{"version", label(live_.facts.build)},
                 {"scenario", label(live_.facts.scenario)},
                 {"scenario_hash", label(live_.facts.scenario_hash)},
                 {"seed", std::to_string(live_.facts.seed)}},
                std::uint64_t{1});
    one("nines_sim_time_seconds", Type::gauge, "Simulated time.", in_seconds(live_.snapshot.time));
    one("nines_speed_ratio", Type::gauge,
        "Simulated seconds in a second; 0 while paused. Counters follow simulated requests.",
        live_.is_paused ? 0 : live_.speed);
    out_.family("nines_events_total", Type::counter, "Events of the simulation.");
    out_.sample({}, live_.snapshot.events);
  }

  void requests() {
    out_.family("nines_requests_total", Type::counter,
                "Requests of users that have ended, by what they got.");
    each_service([this](std::size_t i, const std::string& service) {
      const auto& counters = live_.counters[i];
      out_.sample({{"service", service}, {"outcome", "ok"}}, counters.ok);
      out_.sample({{"service", service}, {"outcome", "fallback"}}, counters.fallback);
      out_.sample({{"service", service}, {"outcome", "error"}}, counters.error);
      out_.sample({{"service", service}, {"outcome", "timeout"}}, counters.timeout);
      out_.sample({{"service", service}, {"outcome", "rejected"}}, counters.rejected);
    });
    out_.family("nines_request_duration_seconds", Type::histogram,
                "From the arrival of a request to its answer; rejected ones have none.");
    each_service([this](std::size_t i, const std::string& service) {
      const auto& counters = live_.counters[i];
      out_.histogram({{"service", service}}, {.bounds = latency_bounds_s,
                                              .cumulative = counters.answered_within,
                                              .count = counters.answered,
                                              .sum = counters.latency_sum_s});
    });
    out_.family("nines_retries_total", Type::counter, "Attempts after the first one.");
    each_service([this](std::size_t i, const std::string& service) {
      out_.sample({{"service", service}}, live_.counters[i].retries);
    });
    out_.family("nines_fault_active", Type::gauge, "Faults at work in a service.");
    each_service([this](std::size_t i, const std::string& service) {
      out_.sample({{"service", service}},
                  static_cast<std::uint64_t>(live_.snapshot.services[i].faults.size()));
    });
  }

  void breakers() {
    out_.family("nines_circuit_breaker_state", Type::gauge,
                "1 for the state that the breaker before a service is in, 0 for the others.");
    each_service([this](std::size_t i, const std::string& service) {
      const auto& view = live_.snapshot.services[i].breaker;
      if (!view) return;
      for (const auto state : metric_states) {
        out_.sample({{"upstream", service}, {"state", state_label(state)}},
                    static_cast<std::uint64_t>(view->state == state ? 1 : 0));
      }
    });
    out_.family("nines_circuit_breaker_transitions_total", Type::counter,
                "How often a breaker went from one state to another.");
    each_service([this](std::size_t i, const std::string& service) {
      // With all of them from the start on, the first transition is an increase.
      for (const auto from : metric_states) {
        for (const auto to : metric_states) {
          if (from == to || (from == breaker::State::closed && to == breaker::State::half_open) ||
              (from == breaker::State::open && to == breaker::State::closed)) {
            continue;
          }
          out_.sample({{"upstream", service}, {"from", state_label(from)}, {"to", state_label(to)}},
                      live_.counters[i].transitions[static_cast<std::size_t>(from)]
                                                   [static_cast<std::size_t>(to)]);
        }
      }
    });
  }

  void pools() {
    const auto& gateway = live_.snapshot.gateway;
    out_.family("nines_pool_busy", Type::gauge, "Workers that are busy.");
    if (gateway) {
      out_.sample({{"pool", label(gateway->node.name)}}, static_cast<double>(gateway->busy));
    }
    each_service([this](std::size_t i, const std::string& service) {
      out_.sample({{"pool", service}}, static_cast<double>(live_.snapshot.services[i].busy));
    });
    out_.family("nines_pool_size", Type::gauge, "Workers that there are.");
    if (gateway) {
      out_.sample({{"pool", label(gateway->node.name)}}, static_cast<double>(gateway->workers));
    }
    each_service([this](std::size_t i, const std::string& service) {
      out_.sample({{"pool", service}}, static_cast<double>(live_.snapshot.services[i].workers));
    });
    out_.family(
        "nines_pool_expected_busy", Type::gauge,
        "Workers that the load needs on average, by Little's law; above the size, starves.");
    if (gateway) out_.sample({{"pool", label(gateway->node.name)}}, gateway->expected_occupancy);
  }

  void queues() {
    const auto& gateway = live_.snapshot.gateway;
    out_.family("nines_queue_length", Type::gauge, "Requests that wait for a worker.");
    if (gateway) out_.sample({{"pool", label(gateway->node.name)}}, gateway->waiting);
    each_service([this](std::size_t i, const std::string& service) {
      out_.sample({{"pool", service}}, live_.snapshot.services[i].waiting);
    });
    out_.family("nines_queue_limit", Type::gauge, "Waiting places; +Inf without a bound.");
    if (gateway) {
      out_.sample({{"pool", label(gateway->node.name)}}, static_cast<double>(gateway->queue));
    }
    each_service([this](std::size_t i, const std::string& service) {
      const auto& queue = live_.snapshot.services[i].queue;
      out_.sample({{"pool", service}}, queue ? static_cast<double>(*queue) : HUGE_VAL);
    });
  }

  void judgement() {
    one("nines_slo_error_ratio", Type::gauge, "The share of errors that the SLO allows.",
        live_.facts.slo.error_percent / 100);
    one("nines_slo_latency_seconds", Type::gauge, "What the 99th percentile may be by the SLO.",
        in_seconds(live_.facts.slo.p99));
    out_.family("nines_alerts", Type::gauge, "Alerts of the dashboard itself, by phase.");
    for (const auto phase : {simulation::Alert::Phase::pending, simulation::Alert::Phase::firing}) {
      const auto count = std::count_if(live_.snapshot.alerts.begin(), live_.snapshot.alerts.end(),
                                       [phase](const auto& alert) { return alert.phase == phase; });
      out_.sample({{"phase", std::string(name(phase))}}, static_cast<std::uint64_t>(count));
    }
  }

  const Live& live_;
  Exposition out_;
};

}  // namespace

std::string metrics_text(const Live& live) {
  return RunMetrics(live).text();
}

}  // namespace dashboard
