#include "grader/feed.hpp"

#include <algorithm>
#include <utility>

#include "base/error.hpp"

namespace grader {
namespace {

constexpr std::uint64_t first_batch_steps = 256;
constexpr std::uint64_t largest_batch_steps = 16'384;

/// In respawned processes, a few milliseconds each.
int cost(Ending ending) {
  if (is_slow(ending)) return 60;
  switch (ending) {
    case Ending::complete:
      return 0;
    case Ending::memory_limit:
      return 5;
    default:
      return 1;
  }
}

bool is_call(Step step) {
  return step == Step::succeed || step == Step::fail || step == Step::begin;
}

}  // namespace

bool is_slow(Ending ending) {
  return ending == Ending::timeout_cpu || ending == Ending::timeout_wall ||
         ending == Ending::did_not_settle || ending == Ending::output_limit;
}

bool Feed::send(Request request, const Judge& judge) {
  if (!is_open()) return false;
  batch_steps_ += request.trace.size() + request.second.size();
  batch_.push_back(std::move(request));
  if (batch_steps_ >= batch_steps_max_) finish(judge);
  return is_open();
}

void Feed::finish(const Judge& judge) {
  const std::vector<Request> batch = std::exchange(batch_, {});
  const std::uint64_t batch_steps = std::exchange(batch_steps_, 0);
  if (batch.empty() || is_stopped()) return;
  const std::vector<Reply> replies = subject_.run(batch);
  if (replies.size() != batch.size()) throw base::Error("subject: not one reply for each request");

  int batch_cost = 0;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    for (const Step step : batch[i].trace) calls_ += is_call(step) ? 1 : 0;
    for (const Step step : batch[i].second) calls_ += is_call(step) ? 1 : 0;
    if (replies[i].ending == Ending::grader_error) {
      grader_failed_ = true;
      continue;
    }
    batch_cost += cost(replies[i].ending);
    has_seen_slow_ = has_seen_slow_ || is_slow(replies[i].ending);
    judge(batch[i], replies[i]);
  }
  steps_ += batch_steps;
  bad_cost_ += batch_cost;
  if (has_seen_slow_)
    batch_steps_max_ = 1;
  else if (batch_cost > 0)
    batch_steps_max_ = first_batch_steps / 8;
  else
    batch_steps_max_ = std::min(2 * batch_steps_max_, largest_batch_steps);
}

void Feed::allow_more() {
  bad_cost_ = 0;
}

}  // namespace grader
