#include "grader/feed.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/error.hpp"

namespace grader {
namespace {

constexpr std::uint64_t first_batch_steps = 256;
constexpr std::uint64_t largest_batch_steps = 16'384;

/// In respawned processes, a few milliseconds each.
int cost(Ending ending) {
  if (ending == Ending::complete) return 0;
  return is_slow(ending) ? 60 : 1;
}

bool is_call(Step step) {
  return step == Step::succeed || step == Step::fail || step == Step::begin;
}

}  // namespace

bool Feed::send(Request request, const Judge& judge) {
  if (!is_open()) return false;
  batch_steps_ += request.steps();
  batch_.push_back(std::move(request));
  if (batch_steps_ >= batch_steps_max_) start(judge);
  return is_open();
}

void Feed::finish(const Judge& judge) {
  while (!running_.empty() || !batch_.empty()) start(judge);
}

/// Takes what has run, starts what comes next, then judges what has run.
void Feed::start(const Judge& judge) {
  const std::vector<Request> done = std::exchange(running_, {});
  const std::vector<Reply> replies = done.empty() ? std::vector<Reply>() : subject_.finish();
  if (replies.size() != done.size()) throw base::Error("subject: not one reply for each request");
  weigh(replies);
  running_ = next();
  if (!running_.empty()) subject_.start(running_);
  for (std::size_t i = 0; i < done.size(); ++i) {
    steps_ += done[i].steps();
    for (const Step step : done[i].trace) calls_ += is_call(step) ? 1 : 0;
    for (const Step step : done[i].second) calls_ += is_call(step) ? 1 : 0;
    if (replies[i].ending != Ending::grader_error) judge(done[i], replies[i]);
  }
}

/// Decides how much is dared at once.
void Feed::weigh(const std::vector<Reply>& replies) {
  if (replies.empty()) return;
  int batch_cost = 0;
  for (const Reply& reply : replies) {
    grader_failed_ = grader_failed_ || reply.ending == Ending::grader_error;
    batch_cost += cost(reply.ending);
    has_seen_slow_ = has_seen_slow_ || is_slow(reply.ending);
  }
  bad_cost_ += batch_cost;
  if (has_seen_slow_)
    batch_steps_max_ = 1;
  else if (batch_cost > 0)
    batch_steps_max_ = first_batch_steps / 8;
  else
    batch_steps_max_ = std::min(2 * batch_steps_max_, largest_batch_steps);
}

/// All that was collected, or its first part, when a bad ending has been seen since.
std::vector<Request> Feed::next() {
  if (!is_open()) batch_.clear();
  std::uint64_t steps = 0;
  auto end = batch_.begin();
  while (end != batch_.end() && steps < batch_steps_max_) steps += (end++)->steps();
  std::vector<Request> part(std::make_move_iterator(batch_.begin()), std::make_move_iterator(end));
  batch_.erase(batch_.begin(), end);
  batch_steps_ = batch_.empty() ? 0 : batch_steps_ - steps;
  return part;
}

void Feed::allow_more() {
  bad_cost_ = 0;
}

}  // namespace grader
