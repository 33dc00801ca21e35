#include "simulation/station.hpp"

namespace simulation {

Station::Station(const Service& service, std::uint64_t seed)
    : arrivals(seed, "arrivals/" + service.name),
      service_times(seed, "service times/" + service.name),
      failures(seed, "failures/" + service.name),
      troubles(seed, "troubles/" + service.name),
      sampler(service.service_time),
      interarrival_ns(service.arrivals_per_s > 0 ? 1e9 / service.arrivals_per_s : 0),
      places(service.queue ? static_cast<std::uint64_t>(*service.queue) : UINT64_MAX),
      workers(service.workers) {
  trouble.error = Chance(service.error_percent);
}

}  // namespace simulation
