#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "grader/suite.hpp"

namespace grader {

/// From the failures in a book to one for each fault, each as short as the bounds allow: steps are
/// left out while it still fails, then every shorter trace is tried.
class ShortestSearch {
 public:
  ShortestSearch(const Manifest& manifest, const Oracle& oracle, Feed& feed, Suite& suite,
                 FailureBook& book)
      : manifest_(manifest), oracle_(oracle), feed_(feed), suite_(suite), book_(book) {}

  /// That exhaustive traces up to this length have been judged in all settings of the manifest.
  void note_exhausted(Look look, int length) { exhausted(look) = length; }

  /// One failure per fault, the simplest first.
  std::vector<KnownFailure> run();

 private:
  int& exhausted(Look look) { return exhausted_[static_cast<std::size_t>(look)]; }
  /// Whether the failure is there in a process that has made no other object.
  bool is_repeatable(const Failure& failure);
  std::vector<KnownFailure> of_two_objects();
  const KnownFailure* unexplained(const std::vector<KnownFailure>& list) const;
  bool is_explained(const Failure& failure) const;
  /// A state that lags is right only if the next call is answered as if it did not.
  bool is_more_than_lagging(const Failure& failure);
  /// What is wrong when the state is asked for after every step, instead of at the end only.
  std::optional<Failure> shown_after_each_step(const Failure& failure);
  /// Looks for the fault in the simpler settings of the manifest.
  void try_elsewhere(const Failure& failure);
  void accept(const KnownFailure& known);
  /// False when too many runs ended badly for it to be finished.
  bool exhaust(Look look, int length);
  bool exhausts_one_step_more(const KnownFailure& known);
  Failure reduced(Failure failure);
  std::vector<Request> shortened(const Failure& failure, std::size_t chunk);

  const Manifest& manifest_;
  const Oracle& oracle_;
  Feed& feed_;
  Suite& suite_;
  FailureBook& book_;
  std::array<int, 2> exhausted_{};
  std::vector<KnownFailure> found_;
  bool ignores_lagging_ = false;
  std::set<std::size_t> settings_with_more_;
};

}  // namespace grader
