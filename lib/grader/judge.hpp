#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grader/explored_machine.hpp"

namespace grader {

/// The first steps of a reply that are not as they should be; absent where there are none.
struct Judgement {
  std::optional<std::size_t> wrong;
  /// Right but for the state, which shows OracleRun::Expected::lagging; only before `wrong`.
  std::optional<std::size_t> lagging;
};

/// Steps of two objects are numbered in the order in which they are taken.
struct TimedStep {
  Step step = Step::query;
  bool is_second = false;
  std::size_t place = 0;  ///< in Reply::observed
};

/// The steps of both objects in the order in which they are taken: see Request::second.
std::vector<TimedStep> in_order(const Request& request);

/// What is expected of each step of in_order(request). Both objects see every wait. A step that
/// makes no sense to this variant changes nothing.
std::vector<OracleRun::Expected> expect(const Oracle& oracle, const Request& request,
                                        std::size_t variant = 0);

/// By what is expected of each step.
Judgement judge(std::span<const OracleRun::Expected> expected, const Request& request,
                const Reply& reply);
/// The same for a request of one object and the machine's setting, many times faster.
Judgement judge(const ExploredMachine& machine, const Request& request, const Reply& reply);

/// A step of a submission that was not as it should be.
struct Failure {
  Request request;          ///< up to and with that step
  std::size_t variant = 0;  ///< of the oracle, that it was compared with
  bool is_lagging = false;
  /// Of in_order(request), fewer by one when the wrong step never came to an answer.
  std::vector<Observation> observed;
  /// In real time: when each step was taken, since the object was made.
  std::vector<std::int64_t> at_ns;
  Ending ending = Ending::complete;
  std::string detail;                          ///< untrusted, see Reply
  std::vector<std::string_view> rules_before;  ///< applied by the steps before, in order
  /// Of the wrong step, those that it can have broken; with "start" when it is the first step.
  std::vector<std::string_view> rules_at;
  std::optional<std::size_t> named_requirement;  ///< of the named trace that showed it

  /// Absent: it never came to an answer.
  std::optional<Observation> got() const {
    return observed.size() < length() ? std::nullopt : std::optional(observed.back());
  }
  std::size_t length() const { return request.steps(); }
};

/// `wrong` counts in in_order(request).
Failure make_failure(const Oracle& oracle, const Request& request, const Reply& reply,
                     std::size_t wrong, std::size_t variant = 0);

}  // namespace grader
