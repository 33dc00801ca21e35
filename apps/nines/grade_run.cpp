#include "nines/grade_run.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/xdg.hpp"
#include "grader/grade.hpp"
#include "nines/challenges.hpp"
#include "nines/grade_json.hpp"
#include "nines/grade_junit.hpp"
#include "nines/json_output.hpp"
#include "nines/progress_line.hpp"
#include "nines/submission.hpp"
#include "terminal/output.hpp"

namespace nines {
GradeRun::GradeRun(GradeRequest request, Context& context)
    : request_(std::move(request)),
      context_(context),
      challenge_(find_challenge(request_.challenge)),
      language_(&expect_submission(challenge_, request_.file)),
      attempts_(context, challenge_) {
  // What no save of the file can mend is said at once.
  if (request_.watch) tier();
}

sandbox::Tier GradeRun::tier() {
  if (!tier_) tier_ = choose_tier(request_.tier, request_.allows_unsafe);
  return *tier_;
}

grader::Report GradeRun::grade(grader::GradeOptions& options) {
  std::vector<sandbox::Tier> tiers{sandbox::Tier::bubblewrap, sandbox::Tier::landlock};
  if (request_.tier) tiers = {*request_.tier};
  if (auto known = grader::known_report(challenge_, request_.file, options, tiers)) {
    options.on_verdict(*known);
    return *std::move(known);
  }
  options.tier = tier();
  return grader::grade(challenge_, request_.file, options);
}

void GradeRun::show_verdict(const grader::Report& report, const AttemptNote& note) const {
  auto& console = context_.console();
  console.print(grade_view(challenge_, language_->title, report, note,
                           {.width = console.width(),
                            .screen_reader = console.capabilities().screen_reader,
                            .all = request_.all,
                            .strict = request_.strict}));
}

int GradeRun::once(const std::atomic<bool>& stop) {
  const auto hash = hash_of_file(request_.file);
  const auto note = attempts_.note(hash);
  const bool is_text = request_.format == GradeFormat::text;
  ProgressLine progress(context_.console().capabilities(), is_text);
  grader::GradeOptions options;
  options.cache_folder = base::cache_folder() / "grader";
  options.robust = request_.robust;
  options.strict = request_.strict;
  options.real_clock = request_.real_clock;
  options.exhaustive = request_.exhaustive;
  if (context_.globals().seed) options.seed = *context_.globals().seed;
  options.stop = &stop;
  options.on_progress = [&](const grader::Progress& at) { progress.show(at); };
  bool is_shown = false;
  options.on_verdict = [&](const grader::Report& report) {
    progress.clear();
    if (stop.load() || !is_text || request_.strict) return;
    show_verdict(report, note);
    is_shown = true;
  };
  grader::Report report;
  try {
    report = grade(options);
  } catch (const base::Error&) {
    // Being stopped is no fault, wherever the grading was when it noticed.
    if (!stop.load()) throw;
  }
  progress.clear();
  if (stop.load()) return status_interrupted;
  if (report.verdict == grader::Verdict::grader_error) {
    throw base::Error(report.message.empty() ? "the grading could not be done" : report.message,
                      request_.real_clock
                          ? "this is no fault of the submission: try again when less else runs"
                          : "this is no fault of the submission; \"nines doctor\" may say what "
                            "is wrong");
  }
  was_built_ = report.was_built();
  attempts_.record(language_->id, hash, report);
  switch (request_.format) {
    case GradeFormat::json:
      print_json(json_of(challenge_, language_->id, report, note), context_);
      break;
    case GradeFormat::junit:
      terminal::write_output(junit_of(challenge_, report, request_.strict));
      break;
    case GradeFormat::text:
      if (!is_shown) show_verdict(report, note);
      context_.console().print(
          robust_view(challenge_, report,
                      {.width = context_.console().width(),
                       .screen_reader = context_.console().capabilities().screen_reader,
                       .strict = request_.strict}));
  }
  return grade_status(report);
}

}  // namespace nines
