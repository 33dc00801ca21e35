#include "dashboard/live.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dashboard {
namespace {

constexpr double nanoseconds_in_second = 1e9;

double sum_in_seconds(const simulation::Histogram& latency) {
  double sum = 0;
  for (std::size_t i = 0; i < simulation::Buckets::count; ++i) {
    const auto count = latency.count(i);
    if (count != 0) {
      sum += static_cast<double>(count) * static_cast<double>(simulation::Buckets::middle(i));
    }
  }
  return sum / nanoseconds_in_second;
}

void count_requests(const simulation::ServiceTotals& service, ServiceCounters& counters) {
  const auto all = service.all();
  counters.ok = all.ok;
  counters.fallback = all.fallback;
  counters.error = all.error;
  counters.timeout = all.timeout;
  counters.rejected = all.rejected + all.blocked;
  counters.retries = service.retries;
  counters.answered = all.latency.samples();
  counters.latency_sum_s = sum_in_seconds(all.latency);
  for (std::size_t i = 0; i < latency_bounds_s.size(); ++i) {
    counters.answered_within[i] = all.latency.count_up_to(
        static_cast<std::uint64_t>(latency_bounds_s[i] * nanoseconds_in_second));
  }
}

}  // namespace

void LiveFeed::count_transitions(const std::vector<simulation::LogEntry>& entries) {
  for (const auto& entry : entries) {
    if (!entry.service || !entry.from || !entry.to || *entry.service >= counters_.size()) continue;
    ++counters_[*entry.service]
          .transitions[static_cast<std::size_t>(*entry.from)][static_cast<std::size_t>(*entry.to)];
  }
}

Live LiveFeed::take(const simulation::Run& run, double speed, bool is_paused) {
  Live live{++number_, facts_, speed, is_paused, run.snapshot(), {}, {}, 0};
  const auto totals = run.totals();
  counters_.resize(totals.services.size());
  for (std::size_t i = 0; i < counters_.size(); ++i) {
    count_requests(totals.services[i], counters_[i]);
  }
  auto entries = tail_.take(run.log());
  count_transitions(entries);
  live.log_entries_new = std::min(entries.size(), live_log_entries_max);
  std::move(entries.begin(), entries.end(), std::back_inserter(kept_));
  if (kept_.size() > live_log_entries_max) {
    kept_.erase(kept_.begin(),
                std::prev(kept_.end(), static_cast<std::ptrdiff_t>(live_log_entries_max)));
  }
  live.counters = counters_;
  live.log = kept_;
  return live;
}

}  // namespace dashboard
