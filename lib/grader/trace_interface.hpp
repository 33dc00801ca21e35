#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "breaker/notation.hpp"

/// All that the grader knows of a challenge: it makes objects from a few whole numbers, puts them
/// through traces of calls and waits, and sees after each step what became of the call and which of
/// a few named states the object says it is in. What is right is an Oracle's to say.
namespace grader {

using breaker::Step;
using breaker::Trace;

/// What one object is made with, in the order of the manifest's `parameters`; unused ones are 0.
struct Setting {
  std::array<std::int32_t, 4> values{};
  friend bool operator==(const Setting&, const Setting&) = default;
};

/// What became of the call that a step began, ended or left inside its function.
enum class Outcome : std::uint8_t {
  none,              ///< the step concerns no call
  returned,          ///< the function ran once, its value came back unchanged
  rethrown,          ///< the function ran once and threw, that very exception came out
  rejected,          ///< the challenge's own error, and the function did not run
  running,           ///< the call stays inside its function
  wrong_value,       ///< the function ran and returned, another value came back
  wrong_error,       ///< the function threw, another exception came out (or a copy, or sliced)
  swallowed,         ///< the function threw, the call returned
  threw,             ///< the function returned, the call threw
  rejected_but_ran,  ///< the challenge's own error, though the function ran
  rejected_wrongly,  ///< the function did not run, and another exception came out
  skipped,           ///< the function did not run, and the call returned
  ran_twice,         ///< the function ran more than once
  blocked,           ///< the call waits, though nothing it could wait for is right
};

/// Index into the manifest's `states`.
using VisibleState = std::uint8_t;
constexpr VisibleState state_not_asked = 14;
constexpr VisibleState state_unknown = 15;  ///< it answered with something that is none of them

struct Observation {
  Outcome outcome = Outcome::none;
  VisibleState state = state_not_asked;
  friend bool operator==(const Observation&, const Observation&) = default;
};

/// When a driver asks for the state: a query may itself change it, so both are run.
enum class Look : std::uint8_t { after_each_step, at_the_end };

struct Request {
  Setting setting;
  Trace trace;
  Look look = Look::after_each_step;
  /// When not empty, a second object of the same setting is put through these steps, one after each
  /// step of `trace`: two objects must share nothing. Its observations follow those of `trace`.
  Trace second;
  /// In real time: how long the timeout that the waits are parts of is to be at least. 0 in virtual
  /// time, where the setting says.
  std::chrono::milliseconds timeout{0};

  std::size_t steps() const { return trace.size() + second.size(); }
};

enum class Ending : std::uint8_t {
  complete,
  crashed,
  exited_early,
  timeout_cpu,
  timeout_wall,
  deadlock,
  did_not_settle,  ///< some thread never came to rest: a busy wait
  memory_limit,
  output_limit,
  protocol_error,
  denied,
  constructor_threw,
  grader_error,  ///< ours, never the submission's
};

/// Whether a run that ends so has cost seconds, where others cost milliseconds.
constexpr bool is_slow(Ending ending) {
  return ending == Ending::timeout_cpu || ending == Ending::timeout_wall ||
         ending == Ending::did_not_settle || ending == Ending::memory_limit ||
         ending == Ending::output_limit;
}

/// When a step was taken in real time, in nanoseconds since the object was made: what it showed is
/// what was the case at some time between the two. A wait begins when it is over.
struct StepTime {
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;
};

struct Reply {
  /// One per step; fewer when it ended early: the step after the last observed one ended it.
  std::vector<Observation> observed;
  Ending ending = Ending::complete;
  std::string detail;  ///< untrusted text: a signal's name, a system call, what an exception said
  /// In real time: one per step that was begun, and the timeout that the object really had.
  std::vector<StepTime> times;
  std::chrono::milliseconds timeout{0};
};

/// A submission that can be put through traces. The real one lives in a sandboxed process; tests
/// have some in this process.
class Subject {
 public:
  virtual ~Subject() = default;
  /// One reply per request, in order. Whatever one request does, those after it start afresh.
  virtual std::vector<Reply> run(std::span<const Request> requests) = 0;
  /// run() in two parts, between which the caller has time for something else. The requests must
  /// stay where they are until finish(), and nothing else may be asked for in between.
  virtual void start(std::span<const Request> requests) { replies_ = run(requests); }
  virtual std::vector<Reply> finish() { return std::exchange(replies_, {}); }
  /// The next request is the first of a new process: what earlier objects left behind in global
  /// variables is gone.
  virtual void restart() {}

 private:
  std::vector<Reply> replies_;
};

/// One run of the right behaviour. Copied to try several continuations.
class OracleRun {
 public:
  virtual ~OracleRun() = default;
  virtual std::unique_ptr<OracleRun> clone() const = 0;

  struct Expected {
    Observation observation;
    /// Also right: the state may still show this one (state_not_asked: nothing else is right).
    /// That it does is a finding of its own, the manifest says which requirement it breaks.
    VisibleState lagging = state_not_asked;
    /// The transition rules that the step applied, as the manifest names them. Valid as long as the
    /// program runs.
    std::span<const std::string_view> rules;
    /// Virtual time since the object was made, after the step.
    std::int64_t at_ns = 0;
  };
  /// False, and nothing happens, when the step makes no sense here (no call to finish).
  virtual bool step(Step step, Expected& expected) = 0;
  /// Equal keys: no sequence of steps can tell the two runs apart.
  virtual std::uint64_t key() const = 0;
};

/// What is right in a challenge: its reference implementation as an explorable machine.
class Oracle {
 public:
  virtual ~Oracle() = default;
  /// How many equally right machines there are; sequential traces are answered alike by all.
  virtual std::size_t variants() const = 0;
  virtual std::unique_ptr<OracleRun> start(const Setting& setting,
                                           std::size_t variant = 0) const = 0;
  /// The steps of which every sequence is to be tried; `overlapped` adds calls that overlap.
  virtual std::span<const Step> alphabet(bool overlapped) const = 0;
  /// The same with another timeout.
  virtual Setting with_timeout(const Setting& setting, std::chrono::seconds timeout) const = 0;
  /// Settings for long runs, with values so large that what accumulates or wraps shows.
  virtual std::span<const Setting> long_run_settings() const = 0;
};

/// By the manifest's `oracle`; null when there is none of that name.
std::unique_ptr<Oracle> make_oracle(std::string_view name);

}  // namespace grader
