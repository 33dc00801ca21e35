#include "arena.hpp"
#include "catch.hpp"

using sandbox::RunResult;
using sandbox::Tier;
using namespace sandbox_test;

namespace {

sandbox::Job sanitizer_job(const char* program) {
  sandbox::Job job;
  job.argv = {std::filesystem::canonical(program)};
  job.readable = {job.argv[0]};
  job.policy = sandbox::Policy::sanitizer;
  job.fixed_addresses = true;
  job.limits.address_space_bytes = 0;
  job.limits.resident_bytes = 1ULL << 30;
  job.limits.cpu = job.limits.wall = std::chrono::seconds(60);
  return job;
}

void check_finding(sandbox::Job job, int exit_code, const char* words) {
  for (const Tier tier : {Tier::bubblewrap, Tier::landlock}) {
    if (!is_available(tier)) continue;
    const RunResult result = sandbox::run(job, tier);
    INFO(result.errors);
    CHECK(describe(result) == "exited:" + std::to_string(exit_code));
    CHECK(result.errors.find(words) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("a leak is found in the sandbox") {
  sandbox::Job job = sanitizer_job(LEAKS_PROGRAM);
  job.environment = {"ASAN_OPTIONS=exitcode=23"};
  check_finding(job, 23, "detected memory leaks");
}

TEST_CASE("a data race is found in the sandbox") {
  sandbox::Job job = sanitizer_job(RACES_PROGRAM);
  job.environment = {"TSAN_OPTIONS=exitcode=24"};
  check_finding(job, 24, "data race");
}
