#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "breaker/machine.hpp"
#include "grader/trace_interface.hpp"

namespace grader {
namespace {

using breaker::CallMachine;
using breaker::Rule;

/// What a pattern of the manifest may name, in the order of Rule; then those of steps that apply no
/// rule of the breaker's.
constexpr std::array<std::string_view, 21> rule_names{"none",
                                                      "call",
                                                      "fail_fast",
                                                      "reset_timeout",
                                                      "trial_call",
                                                      "trial_limit",
                                                      "run_ended",
                                                      "failure_counted",
                                                      "trip",
                                                      "success_counted",
                                                      "close",
                                                      "reopen",
                                                      "late_in_open",
                                                      "late_in_half_open",
                                                      "late_in_closed",
                                                      "wait_in_closed",
                                                      "wait_in_open",
                                                      "wait_in_half_open",
                                                      "query",
                                                      "late_success_in_open",
                                                      "late_failure_in_open"};
constexpr std::size_t wait_in = 15;
constexpr std::size_t query = 18;
constexpr std::size_t late_success_in_open = 19;
constexpr std::size_t late_failure_in_open = 20;
constexpr std::size_t rule_count = rule_names.size();
constexpr std::string_view held = "held";

/// Every pair of names, so that a step's rules are a span of one of them.
constexpr auto rule_pairs = [] {
  std::array<std::array<std::string_view, 2>, rule_count * rule_count> pairs{};
  for (std::size_t i = 0; i < rule_count; ++i)
    for (std::size_t k = 0; k < rule_count; ++k)
      pairs[i * rule_count + k] = {rule_names[i], rule_names[k]};
  return pairs;
}();
constexpr auto held_pairs = [] {
  std::array<std::array<std::string_view, 2>, rule_count> pairs{};
  for (std::size_t i = 0; i < rule_count; ++i) pairs[i] = {rule_names[i], held};
  return pairs;
}();

constexpr std::array all_steps{Step::succeed,    Step::fail,  Step::wait_past,
                               Step::wait_part,  Step::begin, Step::finish_succeed,
                               Step::finish_fail};
constexpr std::size_t sequential_steps = 4;

/// A threshold has 16 bits in a key.
constexpr std::int32_t threshold_max = 60'000;

constexpr Setting setting_of(int failure_threshold, int timeout_s, int success_threshold) {
  return {{failure_threshold, timeout_s, success_threshold, 0}};
}

/// 300 is what does not fit in a byte.
constexpr std::array long_run_list{
    setting_of(2, 1, 2),   setting_of(1, 1, 1),  setting_of(5, 30, 3),  setting_of(20, 2, 4),
    setting_of(4, 5, 20),  setting_of(10, 3, 1), setting_of(3, 60, 10), setting_of(20, 10, 20),
    setting_of(300, 1, 2), setting_of(2, 7, 300)};

VisibleState visible(breaker::State state) {
  return static_cast<VisibleState>(state);
}

class BreakerRun final : public OracleRun {
 public:
  BreakerRun(const CallMachine& machine, std::int32_t timeout_s)
      : machine_(machine), state_(machine_.start()), timeout_s_(timeout_s) {}

  std::unique_ptr<OracleRun> clone() const override { return std::make_unique<BreakerRun>(*this); }

  bool step(Step step, Expected& expected) override {
    const breaker::State before = state_.breaker.state(state_.now);
    const auto output = machine_.step(state_, step);
    if (!output) return false;
    const bool calls = step == Step::succeed || step == Step::fail || step == Step::begin;
    is_untouched_ = !calls && output->visible == breaker::State::half_open &&
                    (is_untouched_ || before == breaker::State::open);
    expected.observation = {outcome(step, output->answer), visible(output->visible)};
    expected.lagging = is_untouched_ ? visible(breaker::State::open) : state_not_asked;
    expected.rules = rules(step, output->answer, output->visible);
    // The machine's timeout is 100 ns long.
    expected.at_ns = state_.now.count() * timeout_s_ * 10'000'000;
    return true;
  }

  std::uint64_t key() const override {
    const CallMachine::Key key = machine_.key(state_);
    std::uint64_t packed = is_untouched_ ? 1 : 0;
    const auto append = [&](int bits, auto value) {
      packed = packed << bits | static_cast<std::uint64_t>(value);
    };
    append(2, key.snapshot.state);
    append(1, key.snapshot.timeout_has_passed ? 1 : 0);
    append(16, key.snapshot.failures);
    append(16, key.snapshot.successes);
    append(3, key.snapshot.trials_in_flight);
    append(7, key.open_percent);
    for (const std::uint8_t call : key.running) append(3, call);
    return packed;
  }

 private:
  static Outcome outcome(Step step, CallMachine::Answer answer) {
    switch (step) {
      case Step::wait_past:
      case Step::wait_part:
      case Step::query:
        return Outcome::none;
      case Step::finish_succeed:
        return Outcome::returned;
      case Step::finish_fail:
        return Outcome::rethrown;
      case Step::succeed:
      case Step::fail:
      case Step::begin:
        break;
    }
    if (answer == CallMachine::Answer::rejected) return Outcome::rejected;
    if (step == Step::begin) return Outcome::running;
    return step == Step::succeed ? Outcome::returned : Outcome::rethrown;
  }

  std::span<const std::string_view> rules(Step step, CallMachine::Answer answer,
                                          breaker::State shown) const {
    const auto first = static_cast<std::size_t>(state_.rules[0]);
    const auto second = static_cast<std::size_t>(state_.rules[1]);
    if (state_.rules[0] == Rule::late_in_open)
      return {&rule_names[step == Step::finish_fail ? late_failure_in_open : late_success_in_open],
              1};
    if (step == Step::query) return {&rule_names[query], 1};
    if (step == Step::begin && answer == CallMachine::Answer::ran) return held_pairs[first];
    if (first == 0) return {&rule_names[wait_in + static_cast<std::size_t>(shown)], 1};
    if (second == 0) return {&rule_names[first], 1};
    return rule_pairs[first * rule_count + second];
  }

  CallMachine machine_;
  CallMachine::State state_;
  std::int32_t timeout_s_;
  /// HALF_OPEN by the passing of time alone: no call has come since.
  bool is_untouched_ = false;
};

class BreakerOracle final : public Oracle {
 public:
  std::size_t variants() const override { return breaker::all_open_choices().size(); }

  std::unique_ptr<OracleRun> start(const Setting& setting, std::size_t variant) const override {
    const auto& [failure_threshold, timeout_s, success_threshold, unused] = setting.values;
    if (std::max(failure_threshold, success_threshold) > threshold_max)
      throw base::Error("setting: thresholds are at most " + std::to_string(threshold_max));
    return std::make_unique<BreakerRun>(
        CallMachine({.failure_threshold = failure_threshold,
                     .success_threshold = success_threshold,
                     .choices = breaker::all_open_choices()[variant],
                     .overlapped = CallMachine::overlapped_max}),
        timeout_s);
  }

  std::span<const Step> alphabet(bool overlapped) const override {
    const std::span<const Step> all = all_steps;
    return overlapped ? all : all.first(sequential_steps);
  }

  Setting with_timeout(const Setting& setting, std::chrono::seconds timeout) const override {
    return setting_of(setting.values[0], static_cast<int>(timeout.count()), setting.values[2]);
  }

  std::span<const Setting> long_run_settings() const override { return long_run_list; }
};

}  // namespace

std::unique_ptr<Oracle> make_oracle(std::string_view name) {
  if (name == "circuit-breaker") return std::make_unique<BreakerOracle>();
  return nullptr;
}

}  // namespace grader
