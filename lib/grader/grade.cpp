#include "grader/grade.hpp"

#include <algorithm>
#include <sys/stat.h>

#include "base/error.hpp"
#include "grader/build.hpp"
#include "grader/driver_client.hpp"
#include "grader/overlapped.hpp"
#include "grader/real_tier.hpp"
#include "grader/report_store.hpp"
#include "grader/required_tier.hpp"
#include "grader/robust_tier.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using std::chrono::microseconds;
using std::chrono::steady_clock;

microseconds since(steady_clock::time_point begin) {
  return std::chrono::duration_cast<microseconds>(steady_clock::now() - begin);
}

/// "SIZE.TIME" of a file; empty when there is none.
std::string stamp(const fs::path& path) {
  struct stat what{};
  if (::stat(path.c_str(), &what) != 0) return {};
  return std::to_string(what.st_size) + '.' + std::to_string(what.st_mtim.tv_sec) + '.' +
         std::to_string(what.st_mtim.tv_nsec);
}

/// Everything that a report depends on.
std::string report_name(const Manifest& manifest, const Source& source, const Toolchain& toolchain,
                        const DriverFiles& driver, const GradeOptions& options) {
  const std::string choices =
      std::to_string(static_cast<int>(options.tier)) + ' ' + std::to_string(options.robust) + ' ' +
      std::to_string(options.strict) + ' ' + std::to_string(options.real_clock) + ' ' +
      std::to_string(options.exhaustive.value_or(-1)) + ' ' + std::to_string(options.seed);
  return "report-" +
         BuildCache::key({stamp("/proc/self/exe"), manifest.folder.native(),
                          stamp(manifest.folder / "challenge.json"),
                          stamp(manifest.folder / "traces.json"), build_flags_text(toolchain),
                          identity(driver), source.path.native(), source.text,
                          std::to_string(source.neighbours_hash), choices});
}

std::optional<Report> from_cache(const BuildCache& cache, const std::string& name) {
  const auto bytes = cache.text(name);
  if (!bytes) return std::nullopt;
  auto report = unpack(*bytes);
  if (report) report->from_cache = true;
  return report;
}

Clock clock_of(const GradeOptions& options) {
  return options.real_clock ? Clock::real_time : Clock::virtual_time;
}

/// What depends on how busy the machine was is found out again.
bool is_repeatable(const Report& report) {
  switch (report.verdict) {
    case Verdict::pass:
    case Verdict::fail:
    case Verdict::compile_error:
      return true;
    default:
      return false;
  }
}

class Grading {
 public:
  Grading(const Manifest& manifest, const fs::path& submission, const GradeOptions& options)
      : manifest_(manifest),
        options_(options),
        oracle_(make_oracle(manifest.oracle)),
        language_(language_of(manifest, submission)),
        source_(read_source(submission)),
        cache_(options.cache_folder),
        toolchain_(find_toolchain(cache_.folder(), options.tier)),
        driver_(find_driver(manifest, language_.id, clock_of(options))),
        builder_(toolchain_, cache_, options.tier, options.stop, options.compiles_headers) {
    if (options.real_clock && options.exhaustive)
      throw base::Error("every sequence can be tried in virtual time only",
                        "leave out --exhaustive or --clock real");
    if (!oracle_)
      throw base::Error("the challenge's oracle \"" + manifest.oracle + "\" is unknown");
  }

  BuiltSubmission build() {
    BuiltSubmission built{builder_.build(source_, driver_), toolchain_.title()};
    builder_.finish_headers();
    return built;
  }

  Report run() {
    const std::string name = report_name(manifest_, source_, toolchain_, driver_, options_);
    if (options_.use_verdict_cache) {
      if (const auto known = from_cache(cache_, name)) {
        if (options_.on_verdict) options_.on_verdict(*known);
        return *known;
      }
    }
    Report report = judge();
    if (is_repeatable(report)) {
      cache_.store_text(name, pack(report));
    }
    return report;
  }

 private:
  Report judge() {
    Report report;
    report.compiler = toolchain_.title();
    report.sandbox = sandbox::name(options_.tier);
    report.clock = options_.real_clock ? "real" : "virtual";
    show(Progress::Phase::compiling, 0);
    const Build build = builder_.build(source_, driver_);
    report.timing.compile = build.time;
    if (build.status == Build::Status::built) {
      run_required_tier(build, report);
    } else {
      report.verdict = build.status == Build::Status::compile_limit ? Verdict::compile_limit
                                                                    : Verdict::compile_error;
      report.diagnostics = build.diagnostics;
      report.message = build.message;
    }
    report.timing.total = since(begin_);
    if (options_.on_verdict) options_.on_verdict(report);
    builder_.finish_headers();
    if (options_.robust && report.verdict == Verdict::pass) run_robust_tier(build, report);
    report.timing.total = since(begin_);
    return report;
  }

  void run_required_tier(const Build& build, Report& report) {
    const auto begin = steady_clock::now();
    RequiredResult result = options_.real_clock ? in_real_time(build) : in_virtual_time(build);
    report.verdict = result.verdict;
    report.required_passed = result.passed;
    report.required_total = result.total;
    report.findings = std::move(result.findings);
    report.all_findings = std::move(result.all_findings);
    report.coverage = result.coverage;
    report.message = std::move(result.message);
    if (report.verdict == Verdict::fail && !options_.real_clock && !source_.other_clock.empty())
      report.message = "it mentions " + source_.other_clock +
                       ", whose time the virtual clock does not reach: --clock real judges it by a "
                       "real one";
    report.timing.required = since(begin);
  }

  RequiredResult in_virtual_time(const Build& build) {
    const auto subject = open_driver(build.program, driver_options());
    RequiredOptions required;
    required.seed = options_.seed;
    required.on_progress = options_.on_progress;
    required.stop = options_.stop;
    if (options_.exhaustive) {
      required.exhaustive_length = *options_.exhaustive;
      required.exhaustive_length_max = *options_.exhaustive;
      required.patience.reset();
    }
    return run_required(manifest_, *oracle_, *subject, required);
  }

  RequiredResult in_real_time(const Build& build) {
    const auto open = [&](const RealProcesses& processes) {
      DriverOptions made = driver_options();
      made.is_in_real_time = true;
      made.lanes = processes.at_once;
      made.patience = processes.patience;
      made.on_replies = processes.on_replies;
      // The longest come first, so more than in virtual time are worth their processes.
      made.bad_endings_max = 2 * made.bad_endings_max;
      return open_driver(build.program, made);
    };
    return run_in_real_time(manifest_, *oracle_, open, options_.on_progress);
  }

  void run_robust_tier(const Build& build, Report& report) {
    const auto begin = steady_clock::now();
    if (!options_.real_clock) {
      show(Progress::Phase::overlapped, 0);
      const auto subject = open_driver(build.program, driver_options());
      OverlappedResult overlapped = run_overlapped(manifest_, *oracle_, *subject, options_.stop);
      report.coverage.overlapped_calls = overlapped.calls;
      report.robust = std::move(overlapped.results);
    }
    RobustContext context{manifest_,     *oracle_,      toolchain_, cache_, source_, driver_,
                          options_.tier, options_.stop, {},         {},     false};
    context.on_progress = [this](double done) { show(Progress::Phase::robust, done); };
    context.is_in_real_time = options_.real_clock;
    for (RobustResult& result : run_robust(context)) report.robust.push_back(std::move(result));
    if (options_.real_clock) add_left_out(report.robust);
    if (options_.strict && fails_robust(report)) report.verdict = Verdict::fail;
    report.timing.robust = since(begin);
  }

  /// Whether a call waits for another can be known only where time stands still.
  void add_left_out(std::vector<RobustResult>& results) const {
    for (const Requirement& requirement : manifest_.requirements) {
      const bool is_there = std::any_of(
          results.begin(), results.end(),
          [&](const RobustResult& result) { return result.requirement == requirement.id; });
      if (requirement.level == RequirementClass::robust && !is_there)
        results.push_back({requirement.id, RobustResult::Status::not_run, left_out_in_real_time});
    }
  }

  static bool fails_robust(const Report& report) {
    return std::any_of(report.robust.begin(), report.robust.end(), [](const RobustResult& result) {
      return result.status == RobustResult::Status::failed;
    });
  }

  DriverOptions driver_options() const {
    DriverOptions made;
    made.tier = options_.tier;
    made.stop = options_.stop;
    return made;
  }

  void show(Progress::Phase phase, double done) const {
    if (options_.on_progress) options_.on_progress({phase, done});
  }

  steady_clock::time_point begin_ = steady_clock::now();
  const Manifest& manifest_;
  const GradeOptions& options_;
  std::unique_ptr<Oracle> oracle_;
  const LanguageEntry& language_;
  Source source_;
  BuildCache cache_;
  Toolchain toolchain_;
  DriverFiles driver_;
  Builder builder_;
};

}  // namespace

Report grade(const Manifest& manifest, const fs::path& submission, const GradeOptions& options) {
  return Grading(manifest, submission, options).run();
}

std::optional<Report> known_report(const Manifest& manifest, const fs::path& submission,
                                   const GradeOptions& options,
                                   std::span<const sandbox::Tier> tiers) {
  const Source source = read_source(submission);
  const BuildCache cache(options.cache_folder);
  const auto toolchain = known_toolchain(cache.folder());
  if (!toolchain) return std::nullopt;
  const DriverFiles driver =
      find_driver(manifest, language_of(manifest, submission).id, clock_of(options));
  GradeOptions of_tier = options;
  for (const sandbox::Tier tier : tiers) {
    of_tier.tier = tier;
    const std::string name = report_name(manifest, source, *toolchain, driver, of_tier);
    if (auto known = from_cache(cache, name)) return known;
  }
  return std::nullopt;
}

BuiltSubmission build_submission(const Manifest& manifest, const fs::path& submission,
                                 const GradeOptions& options) {
  return Grading(manifest, submission, options).build();
}

}  // namespace grader
