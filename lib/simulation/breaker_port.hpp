#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "breaker/consecutive.hpp"
#include "breaker/failure_rate.hpp"
#include "simulation/scenario.hpp"

namespace simulation {

/// A breaker is beyond use: it hung, crashed or was refused. Ends the arm that it stands in, with
/// this text as the arm's verdict.
struct ArmFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A call that a breaker has admitted. What the numbers mean is the port's own affair.
struct CallTicket {
  std::uint64_t number = 0;
  bool is_probe = false;
};

struct Admission {
  std::optional<CallTicket> ticket{};             ///< absent: the call is rejected
  breaker::State state = breaker::State::closed;  ///< from now on
};

/// What a breaker shows of itself. A breaker that knows only its state leaves the rest absent.
struct BreakerView {
  struct Window {
    std::int64_t calls = 0;
    std::optional<std::int64_t> size{};  ///< of a window over calls
    std::int64_t failed = 0;
    double failure_percent = 0;
    double failure_percent_threshold = 0;
    std::int64_t minimum_calls = 0;
    std::optional<double> slow_percent{};
    std::optional<double> slow_percent_threshold{};
  };
  struct Probes {
    int used = 0;
    int permitted = 0;
  };
  struct FailuresInARow {
    int failures = 0;
    int threshold = 0;
  };
  breaker::State state = breaker::State::closed;
  std::optional<Window> window{};                ///< of a failure-rate breaker, in CLOSED
  std::optional<FailuresInARow> in_a_row{};      ///< of a consecutive-failure breaker, in CLOSED
  std::optional<Probes> probes{};                ///< in HALF_OPEN
  std::optional<nanoseconds> until_half_open{};  ///< in OPEN
};

/// The breaker between the gateway and one service, whoever wrote it. Times are those of the
/// simulation and never decrease. Everything may throw ArmFailed.
class BreakerPort {
 public:
  virtual ~BreakerPort() = default;

  virtual Admission admit(nanoseconds now) = 0;
  /// Every ticket comes back exactly once, here or in fail(), unless the run ends before.
  /// `duration` is from the admission to now. Returned is the state from now on; a port to which
  /// asking for it is dear may return the one it knows.
  virtual breaker::State succeed(CallTicket ticket, nanoseconds now, nanoseconds duration) = 0;
  virtual breaker::State fail(CallTicket ticket, nanoseconds now, nanoseconds duration) = 0;

  /// Asked every second, and at next_change().
  virtual breaker::State state(nanoseconds now) = 0;
  /// When the state changes by time alone, if that is known.
  virtual std::optional<nanoseconds> next_change(nanoseconds now);
  virtual BreakerView view(nanoseconds now);
  /// Why it opened last, in words that complete "CLOSED -> OPEN: ..."; empty when not known.
  virtual std::string reason() const;
};

/// Makes the breaker of a service, or null for the one of the scenario's policy.
using PortFactory =
    std::function<std::unique_ptr<BreakerPort>(const Service& service, std::size_t index)>;

/// The library's own breaker for a policy; null for std::monostate.
std::unique_ptr<BreakerPort> make_port(const BreakerPolicy& policy);

}  // namespace simulation
