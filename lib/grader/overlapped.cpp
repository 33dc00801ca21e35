#include "grader/overlapped.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <utility>

#include "breaker/notation.hpp"
#include "grader/derive.hpp"

namespace grader {
namespace {

/// One step of an overlapped trace costs as much as thirty others.
constexpr std::size_t settings_max = 3;

bool has_overlap(const Trace& trace) {
  return std::find(trace.begin(), trace.end(), Step::begin) != trace.end();
}

void append(Trace& trace, const Trace& more) {
  trace.insert(trace.end(), more.begin(), more.end());
}

/// All ways to end so many running calls.
std::vector<Trace> all_ends(std::size_t running) {
  std::vector<Trace> ends{{}};
  for (std::size_t i = 0; i < running; ++i) {
    std::vector<Trace> longer;
    for (const Trace& trace : ends)
      for (const Step step : {Step::finish_succeed, Step::finish_fail}) {
        longer.push_back(trace);
        longer.back().push_back(step);
      }
    ends = std::move(longer);
  }
  return ends;
}

/// A call begins, one of these traces or nothing follows, and all calls end: in every way.
std::vector<Trace> overlaps_with(std::vector<Trace> between) {
  between.emplace_back();
  std::vector<Trace> traces;
  for (const Trace& middle : between) {
    Trace trace{Step::begin};
    append(trace, middle);
    const auto running = std::count(trace.begin(), trace.end(), Step::begin);
    for (const Trace& ends : all_ends(static_cast<std::size_t>(running))) {
      traces.push_back(trace);
      append(traces.back(), ends);
    }
  }
  return traces;
}

/// A trace of each overlap in each state of some settings.
template <typename Compose>
std::vector<Request> overlapped_requests(const Manifest& manifest, const Oracle& oracle, Look look,
                                         const std::vector<Trace>& overlaps, Compose compose) {
  std::vector<Request> requests;
  for (const NamedTrace& named : manifest.traces)
    if (has_overlap(named.trace))
      requests.push_back({named.setting, compose(named.trace, {}), look, {}});
  const std::size_t settings = std::min(manifest.settings.size(), settings_max);
  for (std::size_t i = 0; i < settings; ++i)
    for (const Trace& way : state_cover(explore(oracle, manifest.settings[i])))
      for (const Trace& overlap : overlaps)
        requests.push_back({manifest.settings[i], compose(way, overlap), look, {}});
  return requests;
}

/// The variant that explains most of the reply, and where even that one does not; absent when it
/// explains all.
struct BestVariant {
  std::size_t variant = 0;
  std::optional<std::size_t> wrong;
};

BestVariant best_variant(const Oracle& oracle, const std::vector<std::size_t>& variants,
                         const Request& request, const Reply& reply) {
  BestVariant best{.variant = variants.front(), .wrong = 0};
  for (const std::size_t variant : variants) {
    const auto wrong = judge(expect(oracle, request, variant), request, reply).wrong;
    if (!wrong) return {variant, std::nullopt};
    if (*wrong > *best.wrong) best = {variant, wrong};
  }
  return best;
}

std::vector<std::size_t> all_variants(const Oracle& oracle) {
  std::vector<std::size_t> variants(oracle.variants());
  std::iota(variants.begin(), variants.end(), std::size_t{0});
  return variants;
}

bool was_blocked(const Reply& reply) {
  return std::any_of(reply.observed.begin(), reply.observed.end(),
                     [](const Observation& each) { return each.outcome == Outcome::blocked; });
}

}  // namespace

OverlappedResult run_overlapped(const Manifest& manifest, const Oracle& oracle, Subject& subject,
                                const std::atomic<bool>* stop) {
  Feed feed(subject, stop);
  FailureBook book(manifest);
  std::vector<std::size_t> consistent = all_variants(oracle);
  const auto judge_one = [&](const Request& request, const Reply& reply) {
    std::vector<std::size_t> still;
    for (const std::size_t variant : consistent)
      if (!judge(expect(oracle, request, variant), request, reply).wrong) still.push_back(variant);
    if (!still.empty()) {
      consistent = std::move(still);
      return;
    }
    const BestVariant best = best_variant(oracle, consistent, request, reply);
    book.add(make_failure(oracle, request, reply, *best.wrong, best.variant));
  };
  // The tail shows whether a late result has moved the timer.
  const auto compose = [](Trace way, const Trace& overlap) {
    append(way, overlap);
    append(way, breaker::parse_trace("hhShS"));
    return way;
  };
  std::vector<Trace> between;
  for (const Step step :
       {Step::succeed, Step::fail, Step::wait_part, Step::wait_past, Step::begin}) {
    between.push_back({step});
    between.push_back({step, Step::wait_part});
  }
  const auto overlaps = overlaps_with(std::move(between));
  for (Request& request :
       overlapped_requests(manifest, oracle, Look::after_each_step, overlaps, compose))
    feed.send(std::move(request), judge_one);
  feed.finish(judge_one);

  OverlappedResult result{.results = {}, .findings = {}, .calls = feed.calls()};
  for (std::size_t i = 0; i < manifest.requirements.size(); ++i) {
    const Requirement& requirement = manifest.requirements[i];
    if (requirement.level != RequirementClass::robust || requirement.patterns.empty()) continue;
    RobustResult& of_requirement = result.results.emplace_back();
    of_requirement.requirement = requirement.id;
    const auto failed = book.by_requirement().find(i);
    if (failed != book.by_requirement().end()) {
      of_requirement.status = RobustResult::Status::failed;
      result.findings.push_back(make_finding(manifest, oracle, failed->second));
    } else if (feed.is_open()) {
      of_requirement.status = RobustResult::Status::passed;
    }
  }
  return result;
}

void find_wedged(const Manifest& manifest, const Oracle& oracle, Feed& feed, FailureBook& book) {
  const auto judge_one = [&](const Request& request, const Reply& reply) {
    if (reply.observed.size() < request.trace.size() || was_blocked(reply)) return;
    if (reply.observed.back().outcome != Outcome::rejected) return;
    const std::size_t last = request.trace.size() - 1;
    const auto variants = all_variants(oracle);
    for (const std::size_t variant : variants)
      if (expect(oracle, request, variant)[last].observation.outcome == Outcome::rejected) return;
    const BestVariant best = best_variant(oracle, variants, request, reply);
    Failure failure = make_failure(oracle, request, reply, last, best.variant);
    book.add(std::move(failure));
  };
  // Twice, since one of two slots may be left.
  const auto compose = [](Trace way, const Trace& overlap) {
    append(way, overlap);
    way.push_back(Step::wait_past);
    append(way, overlap);
    append(way, {Step::wait_past, Step::succeed});
    return way;
  };
  // Not asked for its state, an object whose lock is held while its function runs comes to the end.
  for (Request& request :
       overlapped_requests(manifest, oracle, Look::at_the_end,
                           overlaps_with({{Step::fail}, {Step::begin}}), compose))
    if (!feed.send(std::move(request), judge_one)) break;
  feed.finish(judge_one);
}

}  // namespace grader
