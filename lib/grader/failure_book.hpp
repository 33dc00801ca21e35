#pragma once

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "grader/attribution.hpp"
#include "grader/report.hpp"

namespace grader {

struct KnownFailure {
  Failure failure;
  Attribution attribution;
  std::size_t setting_rank = 0;  ///< index into the manifest's settings, or past their end
  bool is_reduced = false;       ///< no step can be left out
  bool is_shortest = false;
};

/// The simplest known failure of each requirement: the shortest, in the simplest setting.
class FailureBook {
 public:
  explicit FailureBook(const Manifest& manifest) : manifest_(manifest) {}

  void add(Failure failure, bool is_reduced = false);
  void remove(std::size_t requirement) { by_requirement_.erase(requirement); }
  void clear() { by_requirement_.clear(); }
  bool empty() const { return by_requirement_.empty(); }

  /// The simplest first.
  std::vector<KnownFailure> simplest_first() const;
  /// In the manifest's order.
  const std::map<std::size_t, KnownFailure>& by_requirement() const { return by_requirement_; }

 private:
  const Manifest& manifest_;
  std::map<std::size_t, KnownFailure> by_requirement_;
};

/// As a report shows it.
Finding make_finding(const Manifest& manifest, const Oracle& oracle, const KnownFailure& known);

}  // namespace grader
