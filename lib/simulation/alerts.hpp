#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "simulation/meter.hpp"
#include "simulation/scenario.hpp"
#include "simulation/snapshot.hpp"

namespace simulation {

/// The alerts of all nodes, judged once a second.
class Alerts {
 public:
  /// Called with every alert that enters a phase. A pending one that drops is told as resolved.
  using Listener = std::function<void(const Alert&, bool was_firing)>;

  Alerts(const Slo& slo, Listener listener) : slo_(slo), listener_(std::move(listener)) {}

  /// `service` absent: the gateway. Each node once a second, the same ones always.
  void judge(std::optional<std::size_t> service, const Meter& meter, nanoseconds now);
  /// Pending, firing and lately resolved ones, oldest first.
  std::vector<Alert> list(nanoseconds now) const;

  bool error_rate_is_breached(const Meter& meter) const;
  bool p99_is_breached(const Meter& meter) const;

 private:
  struct Condition {
    Alert alert{};
    bool is_active = false;  ///< pending or firing
    bool was_ever = false;
    nanoseconds clear_since{};
    bool is_clear = false;
  };
  struct Reading {
    bool is_known = false;
    bool is_breached = false;
    double value = 0;
    double threshold = 0;
    nanoseconds pending_for{};
  };

  Condition& condition(const Alert& identity);
  void update(const Alert& identity, const Reading& reading, nanoseconds now);
  void enter(Condition& condition, Alert::Phase phase, nanoseconds now);

  Slo slo_;
  Listener listener_;
  std::vector<Condition> conditions_;
};

}  // namespace simulation
