#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "breaker/consecutive.hpp"
#include "breaker/notation.hpp"

namespace breaker {

/// A deterministic machine that can be explored by someone who does not know what it is: the
/// interface from which a complete test suite is derived (every reached state, every transition
/// from it, and suffixes that tell the states apart). States with equal keys answer every sequence
/// of inputs alike, so a search that stops at keys it has seen has seen everything.
template <typename M>
concept Explorable =
    std::copyable<typename M::State> && std::equality_comparable<typename M::Output> &&
    std::equality_comparable<typename M::Key> &&
    requires(const M machine, typename M::State& state, const typename M::State& seen,
             typename M::Input input, const typename M::Key key) {
      { machine.start() } -> std::same_as<typename M::State>;
      { machine.inputs() } -> std::same_as<std::span<const typename M::Input>>;
      /// Absent, and the state as it was, when the input cannot be given in this state.
      { machine.step(state, input) } -> std::same_as<std::optional<typename M::Output>>;
      { machine.key(seen) } -> std::same_as<typename M::Key>;
      { std::hash<typename M::Key>{}(key) } -> std::convertible_to<std::size_t>;
    };

/// The lengths of the two waits. No mixture of them ends at exactly the timeout, where both answers
/// are right.
constexpr int wait_part_percent = 40;
constexpr int wait_past_percent = 150;

/// The consecutive-failure breaker under the steps of a trace, in virtual time.
class CallMachine {
 public:
  using Input = Step;

  struct Setting {
    int failure_threshold = 3;
    int success_threshold = 2;
    OpenChoices choices{};
    /// Calls that may be inside their function at once, at most overlapped_max. With 0 the inputs
    /// are S F h w alone.
    int overlapped = 0;
  };
  static constexpr int overlapped_max = 4;

  struct State {
    ConsecutiveBreaker breaker;
    std::chrono::nanoseconds now;
    std::array<Ticket, overlapped_max> running;  ///< those inside their function, oldest first
    int running_count;
    /// The rules that the last step applied, in order, then Rule::none: for the coverage of a suite
    /// and for naming what a fault broke. No part of the output, since nobody can see them.
    std::array<Rule, 2> rules;
  };

  enum class Answer : std::uint8_t { none, ran, rejected };

  struct Output {
    Answer answer = Answer::none;  ///< none for steps that begin no call
    breaker::State visible = breaker::State::closed;

    friend bool operator==(const Output&, const Output&) = default;
  };

  struct Key {
    Snapshot snapshot{};
    int open_percent = 0;  ///< of the timeout that has passed, while OPEN before it
    /// For each running call from the oldest on: 1 began in this period, 2 is a trial, 4 is there.
    std::array<std::uint8_t, overlapped_max> running{};

    friend bool operator==(const Key&, const Key&) = default;
  };

  explicit CallMachine(const Setting& setting);

  State start() const;
  std::span<const Step> inputs() const;
  /// Any step may be given, whether among inputs() or not. Looking at the visible state is free: a
  /// judge whose every look is a question to the submission follows each step by Step::query.
  std::optional<Output> step(State& state, Step input) const;
  Key key(const State& state) const;

 private:
  Setting setting_;
};

}  // namespace breaker

template <>
struct std::hash<breaker::CallMachine::Key> {
  std::size_t operator()(const breaker::CallMachine::Key& key) const noexcept;
};
