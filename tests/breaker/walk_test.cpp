// What must hold after every step of any walk, whatever the thresholds and choices.

#include <string>
#include <vector>

#include "base/random.hpp"
#include "breaker/consecutive.hpp"
#include "catch.hpp"
#include "rounds.hpp"

using breaker::ConsecutiveBreaker;
using breaker::HalfOpenFrom;
using breaker::OldTrial;
using breaker::OpenChoices;
using breaker::Policy;
using breaker::Snapshot;
using breaker::State;
using breaker::Ticket;
using breaker::TrialLimit;
using std::chrono::nanoseconds;

namespace {

int trial_limit(const Policy& policy, const OpenChoices& choices) {
  if (choices.trial_limit == TrialLimit::unlimited) return 1'000;
  return choices.trial_limit == TrialLimit::one ? 1 : policy.success_threshold;
}

class Walk {
 public:
  Walk(base::RandomStream& stream, const Policy& policy, const OpenChoices& choices)
      : stream_(stream), choices_(choices), circuit_(policy, choices) {}

  /// What broke, or nothing.
  std::string step() {
    if (stream_.below(3) == 0)
      now_ += nanoseconds(stream_.below(2) == 0 ? stream_.below(40) : stream_.below(250));
    const State visible = circuit_.state(now_);
    const Snapshot before = circuit_.snapshot(now_);
    const auto period_before = circuit_.period();
    if (circuit_.state(now_) != visible || circuit_.snapshot(now_) != before ||
        circuit_.period() != period_before)
      return "state() and snapshot() change the state";

    const auto choice = stream_.below(6);
    if (choice == 0) {
      circuit_.note_query(now_);
    } else if (choice <= 3 || running_.empty()) {
      if (auto broken = begin(before); !broken.empty()) return broken;
    } else {
      end();
    }
    if (auto broken = check_counts(); !broken.empty()) return broken;
    return check_transition(visible, period_before);
  }

  /// Ends every call; what broke, or nothing.
  std::string finish() {
    while (!running_.empty()) end();
    return circuit_.snapshot(now_).trials_in_flight == 0 ? "" : "a trial slot leaked";
  }

 private:
  std::string begin(const Snapshot& before) {
    const State visible = circuit_.state(now_);
    const auto admission = circuit_.begin(now_);
    if (admission.ticket) {
      running_.push_back(*admission.ticket);
      if (visible == State::open) return "a call runs while OPEN";
      if (admission.ticket->is_trial != (visible == State::half_open)) return "trials mislabelled";
      return "";
    }
    if (visible == State::closed) return "a call is rejected while CLOSED";
    Snapshot after = circuit_.snapshot(now_);
    if (before.state == State::open && visible == State::half_open) {
      // Old trials may hold every slot; the call still makes the passed timeout take effect.
      after.state = before.state;
      after.timeout_has_passed = before.timeout_has_passed;
    }
    return after == before ? "" : "a rejected call changes something";
  }

  void end() {
    const auto place = static_cast<std::ptrdiff_t>(stream_.below(running_.size()));
    const Ticket ticket = running_[static_cast<std::size_t>(place)];
    running_.erase(running_.begin() + place);
    if (stream_.below(2) == 0)
      circuit_.succeed(ticket, now_);
    else
      circuit_.fail(ticket, now_);
  }

  std::string check_counts() const {
    const Policy& policy = circuit_.policy();
    const Snapshot after = circuit_.snapshot(now_);
    if (after.failures < 0 || after.failures >= policy.failure_threshold) return "failures";
    if (after.successes < 0 || after.successes >= policy.success_threshold) return "successes";
    if (after.failures > 0 && after.state != State::closed) return "failures when not CLOSED";
    if (after.successes > 0 && after.state != State::half_open)
      return "successes when not HALF_OPEN";
    if (after.timeout_has_passed &&
        (after.state != State::open || choices_.half_open_from == HalfOpenFrom::timeout))
      return "a passed timeout that should have taken effect";

    int trials = 0;
    for (const Ticket& ticket : running_)
      if (ticket.is_trial &&
          (choices_.old_trial == OldTrial::keeps_slot ||
           (ticket.period == circuit_.period() && after.state == State::half_open)))
        ++trials;
    if (trials != after.trials_in_flight) return "slots taken differ from trials running";
    if (trials > trial_limit(policy, choices_)) return "more trials than the limit";

    const auto remaining = circuit_.time_to_half_open(now_);
    if (remaining < nanoseconds::zero() || remaining > policy.reset_timeout) return "remaining";
    return "";
  }

  std::string check_transition(State before, std::uint64_t period_before) const {
    const State after = circuit_.state(now_);
    if (circuit_.period() < period_before) return "the period shrank";
    const auto transitions = circuit_.period() - period_before;
    if (before == State::open) return after == before && transitions == 0 ? "" : "OPEN was left";
    if (before == State::closed) {
      if (after == State::half_open) return "from CLOSED to HALF_OPEN";
      return transitions == (after == before ? 0U : 1U) ? "" : "periods from CLOSED";
    }
    // The passing of the timeout may take effect in the same step.
    const auto least = after == before ? 0U : 1U;
    return transitions == least || transitions == least + 1 ? "" : "periods from HALF_OPEN";
  }

  base::RandomStream& stream_;
  OpenChoices choices_;
  ConsecutiveBreaker circuit_;
  std::vector<Ticket> running_;
  nanoseconds now_{};
};

}  // namespace

TEST_CASE("the invariants hold on a hundred thousand random walks of overlapping calls") {
  base::RandomStream stream(7);
  const auto all = breaker::all_open_choices();
  std::string broken;
  for (int number = 0; number < support::rounds(100'000, 5'000) && broken.empty(); ++number) {
    const Policy policy{.failure_threshold = static_cast<int>(1 + stream.below(5)),
                        .reset_timeout = nanoseconds(1 + stream.below(120)),
                        .success_threshold = static_cast<int>(1 + stream.below(5))};
    Walk walk(stream, policy, all[stream.below(all.size())]);
    for (int i = 0; i < 40 && broken.empty(); ++i) broken = walk.step();
    if (broken.empty()) broken = walk.finish();
    if (!broken.empty()) broken = "walk " + std::to_string(number) + ": " + broken;
  }
  CHECK(broken == "");
}
