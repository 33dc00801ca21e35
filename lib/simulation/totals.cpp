#include "simulation/totals.hpp"

namespace simulation {

void RequestTotals::add(const RequestTotals& other) {
  arrived += other.arrived;
  ok += other.ok;
  fallback += other.fallback;
  error += other.error;
  timeout += other.timeout;
  rejected += other.rejected;
  blocked += other.blocked;
  latency.add(other.latency);
}

std::uint64_t RequestTotals::ended() const {
  return ok + fallback + error + timeout + rejected + blocked;
}

double RequestTotals::percent(std::uint64_t part) const {
  const std::uint64_t all = ended();
  return all == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(all);
}

double RequestTotals::served_percent() const {
  return percent(ok + fallback);
}

RequestTotals ServiceTotals::all() const {
  RequestTotals sums;
  for (const RequestTotals& phase : phases) sums.add(phase);
  return sums;
}

}  // namespace simulation
