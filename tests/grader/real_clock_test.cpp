#include <set>
#include <string>
#include <thread>
#include <vector>

#include "built.hpp"
#include "catch.hpp"
#include "grader/real_tier.hpp"

// Submissions in real processes that really wait, so with few traces.

using namespace grader;

namespace {

/// Its simplest setting and some of its named traces.
const Manifest& small_manifest() {
  static const Manifest manifest = [] {
    Manifest loaded =
        load_manifest(std::filesystem::path(NINES_SOURCE_FOLDER) / "graders/circuit-breaker");
    loaded.settings.resize(1);
    std::erase_if(loaded.traces, [](const NamedTrace& named) {
      static const std::set<std::string> kept{"acceptance run",
                                              "third failure of three",
                                              "less than the timeout",
                                              "second success of two",
                                              "trial after three parts",
                                              "success, then three failures",
                                              "failures of two do not add up"};
      return !kept.contains(named.name);
    });
    return loaded;
  }();
  return manifest;
}

RequiredResult grade(const std::filesystem::path& program) {
  static const auto oracle = make_oracle("circuit-breaker");
  const auto open = [&](const RealProcesses& processes) {
    DriverOptions options;
    options.tier = grader_test::tier();
    options.is_in_real_time = true;
    options.lanes = processes.at_once;
    options.patience = processes.patience;
    return open_driver(program, options);
  };
  return run_in_real_time(small_manifest(), *oracle, open, {});
}

struct Known {
  std::string name;
  std::string requirement;  ///< empty: it is sound
  std::string trace;
};

}  // namespace

TEST_CASE("by the real clock sound submissions pass, and others are refused by what they break") {
  const std::vector<Known> submissions{{"kernel_time", "", ""},
                                       {"timer_descriptor", "", ""},
                                       {"timer_thread", "", ""},
                                       {"kernel_time_never_opens", "opens-after-n", "F"},
                                       {"kernel_time_opens_late", "opens-after-n", "F"},
                                       {"kernel_time_stays_open", "trial-after-timeout", "FwS"},
                                       {"kernel_time_never_closes", "closes-after-m", "FwS"}};
  std::vector<std::filesystem::path> programs;
  for (const Known& known : submissions) {
    const Build built = grader_test::build(known.name, Clock::real_time);
    INFO(known.name << ' ' << built.message << built.diagnostics);
    REQUIRE(built.status == Build::Status::built);
    programs.push_back(built.program);
  }
  // At once: nearly all of the time is spent asleep.
  std::vector<RequiredResult> results(submissions.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < submissions.size(); ++i)
    threads.emplace_back([&, i] { results[i] = grade(programs[i]); });
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    const auto& [name, requirement, trace] = submissions[i];
    const RequiredResult& result = results[i];
    for (const Finding& finding : result.findings)
      UNSCOPED_INFO(finding.requirement << ' ' << breaker::to_string(finding.trace));
    INFO(name << ' ' << result.message);
    CHECK(result.verdict == (requirement.empty() ? Verdict::pass : Verdict::fail));
    CHECK(result.coverage.timeout == std::chrono::milliseconds(40));
    CHECK(result.findings.size() == (requirement.empty() ? 0 : 1));
    if (result.findings.empty()) continue;
    CHECK(result.findings.front().requirement == requirement);
    CHECK(breaker::to_string(result.findings.front().trace) == trace);
    CHECK(result.findings.front().timeline.back().differs);
  }
}

TEST_CASE("the virtual clock does not reach who asks the kernel by himself") {
  const auto subject = grader_test::open("kernel_time");
  CHECK(grader_test::observe(*subject, grader_test::request(1, 1, "Fw")) == "error:OPEN -:OPEN");
}
