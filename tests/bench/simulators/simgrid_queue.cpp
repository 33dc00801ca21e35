// On SimGrid's actors: one makes the arrivals, one for each worker takes them from a mailbox-like
// queue under a semaphore.

#include <queue>
#include <random>

#include <simgrid/s4u.hpp>

#include "queue.hpp"

namespace sg4 = simgrid::s4u;

int main(int argc, char** argv) {
  const Job job = job_of(argc, argv);
  sg4::Engine engine(&argc, argv);
  auto* zone = sg4::create_full_zone("zone");
  auto* host = zone->create_host("host", 1e9)->seal();
  zone->seal();
  auto waiting = sg4::Semaphore::create(0);
  std::queue<double> arrivals;
  std::mt19937_64 random(1);
  double sojourns = 0;
  long served = 0;
  sg4::Actor::create("arrivals", host, [&] {
    std::exponential_distribution<double> between(0.8 * job.workers);
    for (long i = 0; i < job.customers; ++i) {
      sg4::this_actor::sleep_for(between(random));
      arrivals.push(sg4::Engine::get_clock());
      waiting->release();
    }
  });
  for (int i = 0; i < job.workers; ++i) {
    auto worker = sg4::Actor::create("worker", host, [&] {
      std::exponential_distribution<double> service(1);
      for (;;) {
        waiting->acquire();
        const double arrived = arrivals.front();
        arrivals.pop();
        sg4::this_actor::sleep_for(service(random));
        sojourns += sg4::Engine::get_clock() - arrived;
        if (++served == job.customers) return;
      }
    });
    worker->daemonize();
  }
  report(job, [&] {
    engine.run();
    return sojourns / static_cast<double>(served);
  });
}
