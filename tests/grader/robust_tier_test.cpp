#include "grader/robust_tier.hpp"

#include <iostream>
#include <map>

#include "built.hpp"
#include "catch.hpp"

using Status = grader::RobustResult::Status;

namespace {

/// `only` of these requirements; none: all.
std::map<std::string, grader::RobustResult> robust(const std::string& name,
                                                   const std::vector<std::string>& only = {}) {
  static const grader::Manifest manifest =
      grader::load_manifest(std::filesystem::path(NINES_SOURCE_FOLDER) / "graders/circuit-breaker");
  const auto oracle = grader::make_oracle(manifest.oracle);
  const grader::Source source = grader::read_source(std::filesystem::path(NINES_SOURCE_FOLDER) /
                                                    "tests/grader/submissions" / (name + ".hpp"));
  std::map<std::string, grader::RobustResult> results;
  for (grader::RobustResult& result : grader::run_robust({manifest,
                                                          *oracle,
                                                          grader_test::toolchain(),
                                                          grader_test::cache(),
                                                          source,
                                                          grader_test::driver_files(),
                                                          grader_test::tier(),
                                                          nullptr,
                                                          {},
                                                          only})) {
    const std::string requirement = result.requirement;
    results.emplace(requirement, std::move(result));
  }
  return results;
}

bool failed_with(const grader::RobustResult& result, const char* words) {
  INFO(result.detail);
  CHECK(result.status == Status::failed);
  CHECK(result.detail.find(words) != std::string::npos);
  return result.status == Status::failed;
}

}  // namespace

TEST_CASE("a breaker without locks is sound but for its races, shown where they are") {
  auto results = robust("no_lock");
  for (const char* id : {"re-entrant", "result-types", "odd-throws", "huge-timeout",
                         "invalid-arguments", "memory-sound"}) {
    INFO(id << ": " << results[id].detail);
    CHECK(results[id].status == Status::passed);
  }
  CHECK(failed_with(results["data-races"], "data race: no_lock.hpp:"));
}

TEST_CASE("a leak is shown with the line that took the memory") {
  auto results = robust("leaks_memory", {"memory-sound"});
  CHECK(failed_with(results["memory-sound"], "detected memory leaks: leaks_memory.hpp:"));
  CHECK(results.size() == 1);
}

TEST_CASE("a lock that is held during fn is a deadlock for a function that uses the breaker") {
  auto results = robust("holds_lock", {"re-entrant", "result-types", "data-races"});
  CHECK(failed_with(results["re-entrant"], "deadlock"));
  CHECK(failed_with(results["result-types"], "a function that returns nothing cannot be called"));
  CHECK(results["data-races"].status == Status::passed);
}

TEST_CASE("odd throws, huge timeouts and invalid arguments each have a check that can fail") {
  auto results = robust("std_exceptions_only", {"odd-throws", "huge-timeout", "invalid-arguments"});
  CHECK(failed_with(results["odd-throws"], "failures"));
  CHECK(failed_with(results["huge-timeout"], "huge timeout"));
  CHECK(failed_with(results["invalid-arguments"], "it crashed"));
}
