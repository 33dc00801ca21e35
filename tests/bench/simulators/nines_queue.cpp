#include "queue.hpp"
#include "simulation/run.hpp"

int main(int argc, char** argv) {
  using namespace std::chrono_literals;
  const Job job = job_of(argc, argv);
  const double rate = 800.0 * job.workers;
  simulation::Scenario scenario{.name = "queue"};
  scenario.services = {
      {.name = "q", .workers = job.workers, .arrivals_per_s = rate, .service_time = {.mean = 1ms}}};
  report(job, [&] {
    simulation::Run run(scenario, 1);
    run.run_until(std::chrono::nanoseconds(
        static_cast<std::int64_t>(static_cast<double>(job.customers) / rate * 1e9)));
    return run.totals().services[0].queue.mean_sojourn_ns / 1e6;
  });
}
