#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

#include "base/random.hpp"
#include "grader/explored_machine.hpp"
#include "grader/failure_book.hpp"
#include "grader/feed.hpp"
#include "grader/required_tier.hpp"

namespace grader {

/// The parts of the required tier that look for failures. Each adds what it finds to a book.
class Suite {
 public:
  Suite(const Manifest& manifest, const Oracle& oracle, Feed& feed, const RequiredOptions& options,
        FailureBook& book);

  void named();
  void derived();
  void walks();
  /// Random traces of two objects at once.
  void pairs();
  /// Every trace of this length in one setting. With Look::after_each_step that includes all
  /// shorter ones. False when not all were tried: the feed is closed, or it is past the deadline.
  bool exhaustive(const Setting& setting, int length, Look look,
                  std::optional<std::chrono::steady_clock::time_point> deadline = {});
  /// The named traces of two objects, each in a process that has made no other.
  void named_pairs_afresh();

  /// One request; what is found wrong is returned, and not added to the book.
  std::optional<Failure> try_one(const Request& request);
  const ExploredMachine& machine(const Setting& setting);

  Coverage& coverage() { return coverage_; }
  void show(Progress::Phase phase, double done) const;

 private:
  void long_walks(base::RandomStream& random);
  void send(const ExploredMachine& machine, Trace trace, Look look);
  void finish();
  void judge_reply(const Request& request, const Reply& reply);
  void note(const Request& request, const Reply& reply, const Judgement& judgement);
  enum class Process { as_it_is, new_one };
  void judge_named(const NamedTrace& named, Process process);
  void judge_pair(const Request& request, std::size_t requirement, Process process);

  const Manifest& manifest_;
  const Oracle& oracle_;
  Feed& feed_;
  const RequiredOptions& options_;
  FailureBook& book_;
  std::map<std::array<std::int32_t, 4>, std::unique_ptr<ExploredMachine>> machines_;
  Feed::Judge judge_;
  Coverage coverage_;
  /// Traces that share their wrong beginning come one after another.
  Request last_wrong_;
  Request last_lagging_;
  std::uint64_t noted_ = 0;
};

}  // namespace grader
