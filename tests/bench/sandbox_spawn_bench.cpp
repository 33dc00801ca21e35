// What a start in each tier costs, side by side in one run: /bin/true spawned plainly, then by the
// sandbox.
#include <benchmark/benchmark.h>
#include <spawn.h>
#include <sys/wait.h>

#include "sandbox/sandbox.hpp"

namespace {

void plain(benchmark::State& state) {
  char program[] = "/usr/bin/true";
  char* argv[] = {program, nullptr};
  char* environment[] = {nullptr};
  for (auto _ : state) {
    pid_t pid = -1;
    if (::posix_spawn(&pid, program, nullptr, nullptr, argv, environment) != 0) {
      return state.SkipWithError("cannot start /usr/bin/true");
    }
    ::waitpid(pid, nullptr, 0);
  }
}

void in_tier(benchmark::State& state, sandbox::Tier tier) {
  sandbox::Job job;
  job.argv = {"/usr/bin/true"};
  for (auto _ : state) {
    const sandbox::RunResult result = sandbox::run(job, tier);
    if (result.status != sandbox::Status::exited) {
      return state.SkipWithError((std::string("SKIPPED: ") + result.message).c_str());
    }
  }
}

BENCHMARK(plain)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(in_tier, guardian_alone, sandbox::Tier::none)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(in_tier, landlock, sandbox::Tier::landlock)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(in_tier, bubblewrap, sandbox::Tier::bubblewrap)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
