#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "grader/grade.hpp"
#include "grader/manifest.hpp"
#include "nines/attempt_log.hpp"
#include "nines/context.hpp"
#include "sandbox/sandbox.hpp"

namespace nines {

enum class GradeFormat { text, json, junit };

struct GradeRequest {
  std::filesystem::path file;
  std::string challenge;
  GradeFormat format = GradeFormat::text;
  bool all = false;
  bool strict = false;
  bool watch = false;
  bool allows_unsafe = false;
  bool robust = true;
  bool dashboard = false;  ///< afterwards, the simulation with it
  bool real_clock = false;
  std::optional<int> exhaustive;
  std::optional<sandbox::Tier> tier;  ///< nothing: the best that works here
};

/// Grades one file for as long as it lives, once or again and again.
class GradeRun {
 public:
  /// Throws base::Error when there is nothing to grade, or no sandbox to do it in.
  GradeRun(GradeRequest request, Context& context);

  const GradeRequest& request() const { return request_; }
  const grader::LanguageEntry& language() const { return *language_; }

  /// Shows the report and returns the exit status; `status_interrupted` when `stop` was set.
  int once(const std::atomic<bool>& stop);
  /// By the last once(): otherwise the compiler's errors have been shown, and nothing can be run.
  bool was_built() const { return was_built_; }

 private:
  grader::Report grade(grader::GradeOptions& options);
  sandbox::Tier tier();
  void show_verdict(const grader::Report& report, const AttemptNote& note) const;

  GradeRequest request_;
  Context& context_;
  grader::Manifest challenge_;
  const grader::LanguageEntry* language_;
  /// Found out when first needed: for a file that has not changed, it is not.
  std::optional<sandbox::Tier> tier_;
  AttemptLog attempts_;
  bool was_built_ = false;
};

}  // namespace nines
