#pragma once

// What all the simulators are given: one queue with a mean service time of 1 and arrivals that keep
// its workers busy to 80 %, until so many customers have been served. An event is an arrival or a
// completion.

#include <cstdio>
#include <cstdlib>
#include <ctime>

struct Job {
  int workers = 1;
  long customers = 0;
};

inline Job job_of(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s WORKERS CUSTOMERS\n", argv[0]);
    std::exit(2);
  }
  return {std::atoi(argv[1]), std::atol(argv[2])};
}

/// Prints "events_per_s mean_sojourn", by processor time: other programs may be busy. `run` returns
/// the mean sojourn time.
template <typename Run>
void report(const Job& job, Run run) {
  const std::clock_t start = std::clock();
  const double sojourn = run();
  const double taken_s = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  std::printf("%.0f %.4f\n", 2.0 * static_cast<double>(job.customers) / taken_s, sojourn);
}
