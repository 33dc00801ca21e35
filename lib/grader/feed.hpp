#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "grader/trace_interface.hpp"

namespace grader {

/// Sends requests to a subject in batches: small ones at first and after every run that ended
/// badly, since each of those costs a new process, then ever larger ones, since each batch costs a
/// round trip. Once a run has cost seconds, one by one. While the subject works on one batch, the
/// one before is judged and the one after is made.
class Feed {
 public:
  using Judge = std::function<void(const Request&, const Reply&)>;

  /// Both must outlive the feed; `stop` may be null.
  Feed(Subject& subject, const std::atomic<bool>* stop) : subject_(subject), stop_(stop) {}

  /// False when no more are wanted: stopped, or too many runs have ended badly since allow_more().
  /// `judge` is called for this request or for earlier ones; the same until finish().
  bool send(Request request, const Judge& judge);
  /// Sends what is left of the batch, and waits until all that was sent has been judged.
  void finish(const Judge& judge);
  void restart() { subject_.restart(); }

  void allow_more();
  bool is_stopped() const { return stop_ != nullptr && stop_->load(); }
  bool is_open() const { return !is_stopped() && bad_cost_ < bad_cost_max; }
  bool grader_failed() const { return grader_failed_; }

  std::uint64_t calls() const { return calls_; }  ///< so far
  std::uint64_t steps() const { return steps_; }

 private:
  static constexpr int bad_cost_max = 60;

  void start(const Judge& judge);
  void weigh(const std::vector<Reply>& replies);
  std::vector<Request> next();

  Subject& subject_;
  const std::atomic<bool>* stop_;
  std::vector<Request> batch_;    ///< being collected
  std::vector<Request> running_;  ///< given to the subject
  std::uint64_t batch_steps_ = 0;
  std::uint64_t batch_steps_max_ = 256;
  int bad_cost_ = 0;
  bool has_seen_slow_ = false;
  bool grader_failed_ = false;
  std::uint64_t calls_ = 0;
  std::uint64_t steps_ = 0;
};

}  // namespace grader
