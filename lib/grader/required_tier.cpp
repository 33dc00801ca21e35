#include "grader/required_tier.hpp"

#include <algorithm>

#include "grader/failure_book.hpp"
#include "grader/feed.hpp"
#include "grader/overlapped.hpp"
#include "grader/required_result.hpp"
#include "grader/shortest.hpp"
#include "grader/suite.hpp"

namespace grader {
namespace {

using std::chrono::steady_clock;

/// Tried however slow a submission is.
constexpr int sure_length = 5;

/// Every trace, in order of length; ends with the first length that shows a failure.
void try_every_trace(const Manifest& manifest, const RequiredOptions& options, const Feed& feed,
                     const FailureBook& book, Suite& suite, ShortestSearch& search,
                     steady_clock::time_point begin) {
  using Deadline = std::optional<steady_clock::time_point>;
  Coverage& coverage = suite.coverage();
  coverage.settings = static_cast<int>(manifest.settings.size());
  const double settings = static_cast<double>(manifest.settings.size());
  const auto try_length = [&](int length, const Deadline& deadline) {
    double done = 0;
    for (const Setting& setting : manifest.settings) {
      suite.show(Progress::Phase::exhaustive, done++ / settings);
      const bool is_complete = suite.exhaustive(setting, length, Look::after_each_step, deadline);
      if (!is_complete) return false;
    }
    coverage.exhaustive_length = length;
    search.note_exhausted(Look::after_each_step, length);
    return book.empty();
  };
  const Deadline patience = options.patience ? Deadline(begin + *options.patience) : std::nullopt;
  // With an eye on the clock, something shorter than the whole is tried in any case.
  if (patience && options.exhaustive_length > sure_length && !try_length(sure_length, std::nullopt))
    return;
  if (!try_length(options.exhaustive_length, patience)) {
    if (book.empty() && feed.is_open()) coverage.exhaustive_cut = options.exhaustive_length;
    return;
  }
  for (int length = options.exhaustive_length + 1; length <= options.exhaustive_length_max;
       ++length)
    if (!try_length(length, begin + options.budget)) return;
}

}  // namespace

RequiredResult run_required(const Manifest& manifest, const Oracle& oracle, Subject& subject,
                            const RequiredOptions& options) {
  const auto begin = steady_clock::now();
  Feed feed(subject, options.stop);
  FailureBook book(manifest);
  Suite suite(manifest, oracle, feed, options, book);
  ShortestSearch search(manifest, oracle, feed, suite, book);

  suite.named();
  suite.derived();
  suite.pairs();
  suite.walks();
  if (book.empty() && feed.is_open())
    try_every_trace(manifest, options, feed, book, suite, search, begin);
  auto found = search.run();
  if (found.empty() && feed.is_open()) {
    const std::uint64_t before = feed.calls();
    suite.show(Progress::Phase::overlapped, 0);
    find_wedged(manifest, oracle, feed, book);
    suite.coverage().overlapped_calls = feed.calls() - before;
    if (!book.empty()) found.push_back(book.simplest_first().front());
  }

  RequiredResult result = summarize(manifest, oracle, found, book);
  result.coverage = suite.coverage();
  if (result.findings.empty() && !feed.is_stopped() && !feed.grader_failed())
    result.verdict = Verdict::pass;
  return result;
}

}  // namespace grader
