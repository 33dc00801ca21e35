#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "grader/trace_interface.hpp"

namespace grader {

enum class Verdict {
  pass,
  fail,
  compile_error,
  compile_limit,
  crashed,
  exited_early,
  timeout_cpu,
  timeout_wall,
  deadlock,
  memory_limit,
  output_limit,
  protocol_error,
  sanitizer,
  denied,
  grader_error,
};

/// "PASS", "COMPILE_ERROR"
const char* name(Verdict verdict);

struct TimelineRow {
  std::int64_t at_ns = 0;  ///< since the object was made, by the clock of the report
  Step step = Step::query;
  Observation expected;
  std::optional<Observation> got;  ///< absent: it never came to an answer
  bool differs = false;
  bool is_second = false;  ///< a step of the second object, see Request
};

struct Finding {
  std::string requirement;  ///< id
  Setting setting;
  Trace trace;
  Trace second;  ///< see Request
  Look look = Look::after_each_step;
  std::vector<TimelineRow> timeline;  ///< up to and with the first wrong step
  std::size_t wrong_step = 0;         ///< index into `timeline`
  Ending ending = Ending::complete;
  std::string detail;        ///< untrusted, see Reply
  bool is_shortest = false;  ///< every shorter trace was tried, in every setting of the manifest
};

/// One check of the robust tier.
struct RobustResult {
  std::string requirement;
  enum class Status { passed, failed, not_run } status = Status::not_run;
  std::string
      detail;  ///< untrusted: why not, the sanitizer's own words with the user's file and line
};

struct Coverage {
  int rules = 0;  ///< transition rules that were put to the test
  int rules_known = 0;
  int exhaustive_length = 0;  ///< every sequence of up to so many steps ...
  int settings = 0;           ///< ... for so many settings
  int exhaustive_cut = 0;     ///< of sequences of so many steps only some: it was too slow
  std::uint64_t named_traces = 0;
  /// In real time, which has no calls of long runs nor every sequence of anything: how many traces
  /// of the state machine's were tried, and the shortest timeout.
  std::uint64_t derived_traces = 0;
  std::chrono::milliseconds timeout{0};
  std::uint64_t derived_calls = 0;
  std::uint64_t walk_calls = 0;
  std::uint64_t exhaustive_calls = 0;
  std::uint64_t overlapped_calls = 0;
};

struct Timing {
  std::chrono::microseconds compile{};
  std::chrono::microseconds required{};
  std::chrono::microseconds robust{};
  std::chrono::microseconds total{};
};

struct Report {
  Verdict verdict = Verdict::grader_error;
  /// The required tier: how many requirements hold, of how many.
  int required_passed = 0;
  int required_total = 0;
  std::vector<Finding> findings;      ///< one per fault, the simplest first
  std::vector<Finding> all_findings;  ///< one per failing requirement
  std::vector<RobustResult> robust;   ///< empty when that tier was not run
  Coverage coverage;
  Timing timing;
  std::string compiler;     ///< "g++ 12.2.0"
  std::string sandbox;      ///< "bubblewrap + seccomp"
  std::string clock;        ///< "virtual" or "real"
  std::string diagnostics;  ///< untrusted: the compiler's first errors, cleaned
  std::string message;      ///< one sentence: what is missing from the interface, what ended it
  bool from_cache = false;

  bool was_built() const {
    return verdict != Verdict::compile_error && verdict != Verdict::compile_limit;
  }
};

}  // namespace grader
