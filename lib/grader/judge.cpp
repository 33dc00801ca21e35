#include "grader/judge.hpp"

#include <algorithm>

namespace grader {
namespace {

enum class Agreement { right, lagging, wrong };

Agreement compare(const OracleRun::Expected& expected, Observation got, bool state_was_asked) {
  if (got.outcome != expected.observation.outcome) return Agreement::wrong;
  if (!state_was_asked || got.state == expected.observation.state) return Agreement::right;
  const bool may_lag = expected.lagging != state_not_asked && got.state == expected.lagging;
  return may_lag ? Agreement::lagging : Agreement::wrong;
}

/// `next(i)` is what is expected of step i, asked for in order, and `place(i)` where its
/// observation is.
template <typename Next, typename Place>
Judgement judge_steps(std::size_t steps, Look look, const Reply& reply, Next next, Place place) {
  Judgement judgement;
  for (std::size_t i = 0; i < steps; ++i) {
    const OracleRun::Expected& expected = next(i);
    const std::size_t at = place(i);
    if (at >= reply.observed.size()) {
      judgement.wrong = i;
      return judgement;
    }
    const bool state_was_asked = look == Look::after_each_step || i + 1 == steps;
    const Agreement agreement = compare(expected, reply.observed[at], state_was_asked);
    if (agreement == Agreement::wrong) {
      judgement.wrong = i;
      return judgement;
    }
    if (agreement == Agreement::lagging && !judgement.lagging) judgement.lagging = i;
  }
  if (reply.ending != Ending::complete && steps > 0) judgement.wrong = steps - 1;
  return judgement;
}

bool passes_time(Step step) {
  return step == Step::wait_part || step == Step::wait_past;
}

/// A step may apply two rules, one that lets its call in and one for the result. What became of the
/// call shows which of them was broken; who gives no answer has most likely come to the second.
std::span<const std::string_view> broken_rules(const OracleRun::Expected& expected,
                                               const std::vector<Observation>& observed,
                                               std::size_t wrong) {
  const auto rules = expected.rules;
  if (rules.size() < 2) return rules;
  if (wrong >= observed.size()) return rules.last(1);
  return observed[wrong].outcome == expected.observation.outcome ? rules.last(1) : rules.first(1);
}

}  // namespace

std::vector<TimedStep> in_order(const Request& request) {
  std::vector<TimedStep> steps;
  const std::size_t longest = std::max(request.trace.size(), request.second.size());
  for (std::size_t i = 0; i < longest; ++i) {
    if (i < request.trace.size()) steps.push_back({request.trace[i], false, i});
    if (i < request.second.size())
      steps.push_back({request.second[i], true, request.trace.size() + i});
  }
  return steps;
}

std::vector<OracleRun::Expected> expect(const Oracle& oracle, const Request& request,
                                        std::size_t variant) {
  const auto first = oracle.start(request.setting, variant);
  const auto second = request.second.empty() ? nullptr : oracle.start(request.setting, variant);
  std::vector<OracleRun::Expected> list;
  for (const TimedStep& timed : in_order(request)) {
    OracleRun::Expected expected;
    const auto& run = timed.is_second ? second : first;
    const auto& other = timed.is_second ? first : second;
    // A call that was rejected cannot finish.
    if (!run->step(timed.step, expected)) run->step(Step::query, expected);
    OracleRun::Expected unseen;
    if (other != nullptr && passes_time(timed.step)) other->step(timed.step, unseen);
    list.push_back(expected);
  }
  return list;
}

Judgement judge(std::span<const OracleRun::Expected> expected, const Request& request,
                const Reply& reply) {
  if (request.second.empty())
    return judge_steps(
        expected.size(), request.look, reply, [&](std::size_t i) { return expected[i]; },
        [](std::size_t i) { return i; });
  const std::vector<TimedStep> steps = in_order(request);
  // The replies of the first object come first, so that an early end is one of the last steps.
  return judge_steps(
      expected.size(), request.look, reply, [&](std::size_t i) { return expected[i]; },
      [&](std::size_t i) { return steps[i].place; });
}

Judgement judge(const ExploredMachine& machine, const Request& request, const Reply& reply) {
  ExploredMachine::State state = 0;
  return judge_steps(
      request.trace.size(), request.look, reply,
      [&](std::size_t i) -> const OracleRun::Expected& {
        const ExploredMachine::Cell& cell = machine.at(state, request.trace[i]);
        state = cell.next;
        return cell.expected;
      },
      [](std::size_t i) { return i; });
}

Failure make_failure(const Oracle& oracle, const Request& request, const Reply& reply,
                     std::size_t wrong, std::size_t variant) {
  Failure failure{.request = request,
                  .variant = variant,
                  .observed = {},
                  .at_ns = {},
                  .ending = reply.ending,
                  .detail = reply.detail,
                  .rules_before = {},
                  .rules_at = {},
                  .named_requirement = {}};
  const std::vector<TimedStep> steps = in_order(request);
  const auto expected = expect(oracle, request, variant);
  for (std::size_t i = 0; i <= wrong && steps.at(i).place < reply.observed.size(); ++i)
    failure.observed.push_back(reply.observed[steps[i].place]);
  for (std::size_t i = 0; i <= wrong && steps.at(i).place < reply.times.size(); ++i)
    failure.at_ns.push_back(reply.times[steps[i].place].begin_ns);
  if (failure.observed.size() > wrong && wrong + 1 < steps.size())
    failure.ending = Ending::complete;
  for (std::size_t i = 0; i < wrong; ++i)
    failure.rules_before.insert(failure.rules_before.end(), expected.at(i).rules.begin(),
                                expected[i].rules.end());
  if (wrong == 0) failure.rules_at.emplace_back("start");
  const auto broken = broken_rules(expected.at(wrong), failure.observed, wrong);
  failure.rules_at.insert(failure.rules_at.end(), broken.begin(), broken.end());
  const std::size_t in_first = static_cast<std::size_t>(
      std::count_if(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(wrong) + 1,
                    [](const TimedStep& step) { return !step.is_second; }));
  failure.request.trace.resize(in_first);
  failure.request.second.resize(wrong + 1 - in_first);
  return failure;
}

}  // namespace grader
