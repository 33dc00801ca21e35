#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fmt/core.h>
#include <functional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/random.hpp"
#include "grader/build.hpp"
#include "grader/driver_client.hpp"
#include "grader/manifest.hpp"
#include "grader/required_tier.hpp"
#include "sandbox/tree.hpp"

// How long a submission takes from its file to its observations, in parts, and as a ratio to a
// plain compile and link of the same header in the same run. Not a Google benchmark: what is
// measured takes a tenth of a second and starts other programs.
namespace {

namespace fs = std::filesystem;
using std::chrono::duration;
using std::chrono::steady_clock;

constexpr int repetitions = 7;

double seconds(const std::function<void()>& work) {
  const auto begin = steady_clock::now();
  work();
  return duration<double>(steady_clock::now() - begin).count();
}

double median(const std::function<double()>& measure) {
  std::vector<double> found;
  for (int i = 0; i < repetitions; ++i) found.push_back(measure());
  std::sort(found.begin(), found.end());
  return found[found.size() / 2];
}

std::vector<grader::Request> random_requests(std::size_t count, std::size_t length,
                                             const std::vector<grader::Step>& alphabet) {
  base::RandomStream stream(1);
  std::vector<grader::Request> requests(count);
  for (grader::Request& request : requests) {
    request.setting.values = {2, 1, 2, 0};
    for (std::size_t i = 0; i < length; ++i) {
      request.trace.push_back(alphabet[stream.below(alphabet.size())]);
    }
  }
  return requests;
}

double steps_per_second(grader::Subject& subject, const std::vector<grader::Request>& requests) {
  const double time = median([&] { return seconds([&] { subject.run(requests); }); });
  return static_cast<double>(requests.size() * requests.front().trace.size()) / time;
}

/// The same header, compiled as its author would.
double plain_seconds(const grader::Toolchain& toolchain, sandbox::Tier tier, const fs::path& header,
                     const sandbox::WorkFolder& folder) {
  folder.write("plain.cpp", "#include \"" + header.string() +
                                "\"\nint main() { CircuitBreaker breaker(3, 1, 2); return "
                                "breaker.call([] { return 0; }); }\n");
  sandbox::Job job;
  job.argv = {toolchain.program.string(), "-std=c++20", "-O0", "plain.cpp", "-o", "plain"};
  job.environment = {"PATH=/usr/bin:/bin"};
  job.folder = folder.path();
  job.writable = folder.path();
  job.readable = {header};
  job.policy = sandbox::Policy::compile;
  job.limits = sandbox::compile_limits();
  return seconds([&] {
    const sandbox::RunResult result = sandbox::run(job, tier);
    if (result.exit_code != 0) throw base::Error("the plain compile failed: " + result.errors);
  });
}

/// The whole of the required tier, from a process that is not yet there to the verdict.
void measure_required_tier(const fs::path& program, sandbox::Tier tier, double plain,
                           double build) {
  const auto manifest =
      grader::load_manifest(fs::path(NINES_SOURCE_FOLDER) / "graders" / "circuit-breaker");
  const auto oracle = grader::make_oracle(manifest.oracle);
  grader::RequiredResult result;
  const double time = median([&] {
    return seconds([&] {
      grader::DriverOptions options;
      options.tier = tier;
      const auto subject = grader::open_driver(program, options);
      result = grader::run_required(manifest, *oracle, *subject, {});
    });
  });
  const grader::Coverage& coverage = result.coverage;
  const auto calls = coverage.derived_calls + coverage.walk_calls + coverage.exhaustive_calls +
                     coverage.overlapped_calls;
  fmt::print("required tier             {:6.3f} s  {:.2f}\n", time, time / plain);
  fmt::print("edit to verdict           {:6.3f} s  {:.2f}\n", build + time, (build + time) / plain);
  fmt::print("verdict {}, every trace of {} steps in {} settings, {} calls, {:.0f} a second\n",
             grader::name(result.verdict), coverage.exhaustive_length, coverage.settings, calls,
             static_cast<double>(calls) / time);
}

void measure(const fs::path& header, const grader::DriverFiles& driver) {
  const sandbox::WorkFolder folder(fs::temp_directory_path());
  const sandbox::Tier tier = sandbox::best_tier().value_or(sandbox::Tier::none);
  const grader::BuildCache cache(folder.path() / "cache");
  const grader::Toolchain toolchain = grader::find_toolchain(cache.folder(), tier);
  grader::Builder builder(toolchain, cache, tier);
  const grader::Source original = grader::read_source(header);
  int edits = 0;
  const auto build_edited = [&] {
    grader::Source edited = original;
    edited.text += "\n// edit " + std::to_string(++edits) + "\n";
    return seconds([&] { builder.build(edited, driver); });
  };

  const double first = build_edited();
  builder.finish_headers();
  std::vector<double> plain;
  std::vector<double> with_headers;
  for (int i = 0; i < repetitions; ++i) {
    const sandbox::WorkFolder fresh(folder.path());
    plain.push_back(plain_seconds(toolchain, tier, header, fresh));
    with_headers.push_back(build_edited());
  }
  std::sort(plain.begin(), plain.end());
  std::sort(with_headers.begin(), with_headers.end());
  const double base = plain[repetitions / 2];
  fmt::print("{}, {}, linker {}\n", toolchain.title(), sandbox::name(tier), toolchain.linker);
  fmt::print("plain compile and link    {:6.3f} s  1.00\n", base);
  fmt::print("build, nothing cached     {:6.3f} s  {:.2f}\n", first, first / base);
  fmt::print("build, headers cached     {:6.3f} s  {:.2f}\n", with_headers[repetitions / 2],
             with_headers[repetitions / 2] / base);

  const grader::Build build = builder.build(original, driver);
  if (build.status != grader::Build::Status::built) throw base::Error(build.diagnostics);
  const double again =
      median([&] { return seconds([&] { builder.build(grader::read_source(header), driver); }); });
  fmt::print("build, unchanged          {:6.3f} s\n", again);
  for (const int lanes : {1, 2}) {
    grader::DriverOptions options;
    options.tier = tier;
    options.lanes = lanes;
    const auto subject = grader::open_driver(build.program, options);
    using grader::Step;
    const auto one = random_requests(1, 1, {Step::succeed});
    fmt::print("start of {} process(es)    {:6.1f} ms\n", lanes,
               seconds([&] { subject->run(random_requests(64, 1, {Step::succeed})); }) * 1e3);
    fmt::print("one round trip            {:6.1f} us\n", median([&] {
                 return seconds([&] {
                          for (int i = 0; i < 1000; ++i) subject->run(one);
                        }) *
                        1e3;
               }));
    const std::vector<Step> calls = {Step::succeed, Step::fail, Step::wait_part, Step::wait_past};
    fmt::print("steps a second            {:9.0f}\n",
               steps_per_second(*subject, random_requests(20'000, 10, calls)));
    const std::vector<Step> overlapped = {Step::succeed, Step::fail, Step::begin,
                                          Step::finish_succeed, Step::finish_fail};
    fmt::print("overlapped steps a second {:9.0f}\n",
               steps_per_second(*subject, random_requests(500, 10, overlapped)));
  }
  measure_required_tier(build.program, tier, base, with_headers[repetitions / 2]);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const fs::path root = NINES_SOURCE_FOLDER;
    const fs::path header = argc > 1 ? argv[1] : root / "tests/grader/submissions/lazy.hpp";
    const fs::path driver = "graders/circuit-breaker/drivers/cpp";
    measure(fs::canonical(header),
            {fs::canonical(root / driver),
             fs::canonical(fs::path(NINES_BUILD_FOLDER) / driver / "driver.o")});
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}
