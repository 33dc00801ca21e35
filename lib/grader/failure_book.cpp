#include "grader/failure_book.hpp"

#include <algorithm>
#include <tuple>

namespace grader {
namespace {

auto complexity(const KnownFailure& known) {
  return std::tuple(known.failure.length(), known.setting_rank,
                    known.failure.request.look == Look::at_the_end, known.attribution.requirement);
}

}  // namespace

void FailureBook::add(Failure failure, bool is_reduced) {
  KnownFailure known{.failure = std::move(failure), .attribution = {}, .is_reduced = is_reduced};
  known.attribution = attribute(manifest_, known.failure);
  const auto& settings = manifest_.settings;
  known.setting_rank = static_cast<std::size_t>(
      std::find(settings.begin(), settings.end(), known.failure.request.setting) -
      settings.begin());
  const auto [place, is_new] = by_requirement_.try_emplace(known.attribution.requirement, known);
  if (!is_new && complexity(known) < complexity(place->second)) place->second = std::move(known);
}

std::vector<KnownFailure> FailureBook::simplest_first() const {
  std::vector<KnownFailure> list;
  for (const auto& [requirement, known] : by_requirement_) list.push_back(known);
  std::sort(list.begin(), list.end(), [](const KnownFailure& a, const KnownFailure& b) {
    return complexity(a) < complexity(b);
  });
  return list;
}

Finding make_finding(const Manifest& manifest, const Oracle& oracle, const KnownFailure& known) {
  const Failure& failure = known.failure;
  Finding finding{.requirement = manifest.requirements.at(known.attribution.requirement).id,
                  .setting = failure.request.setting,
                  .trace = failure.request.trace,
                  .second = failure.request.second,
                  .look = failure.request.look,
                  .timeline = {},
                  .wrong_step = failure.length() - 1,
                  .ending = failure.ending,
                  .detail = failure.detail,
                  .is_shortest = known.is_shortest};
  const auto steps = in_order(failure.request);
  const auto expected = expect(oracle, failure.request, failure.variant);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    TimelineRow row{.at_ns = expected[i].at_ns,
                    .step = steps[i].step,
                    .expected = expected[i].observation,
                    .got = {},
                    .differs = i == finding.wrong_step,
                    .is_second = steps[i].is_second};
    if (i < failure.at_ns.size()) row.at_ns = failure.at_ns[i];
    if (i < failure.observed.size()) row.got = failure.observed[i];
    finding.timeline.push_back(row);
  }
  return finding;
}

}  // namespace grader
