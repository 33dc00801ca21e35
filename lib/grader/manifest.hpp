#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/trace_interface.hpp"

namespace grader {

enum class RequirementClass { required, robust };

/// Says which faults break a requirement: one whose first wrong step applied one of the rules `at`
/// after all of `after` had been applied, in that order, earlier in the trace. Tried in the
/// manifest's order, the first that fits decides; see attribution.hpp.
struct RequirementPattern {
  std::vector<std::string> at;
  std::vector<std::string> after;
  std::vector<Outcome> got;  ///< empty: any
};

struct Requirement {
  std::string id;     ///< "half-open-visible"
  std::string title;  ///< one line
  RequirementClass level = RequirementClass::required;
  std::string hint;  ///< a question that leads a learner to the fault, without the solution
  std::vector<RequirementPattern> patterns;
};

struct NamedTrace {
  std::string name;
  std::string requirement;
  Setting setting;
  Trace trace;
  Trace second;  ///< see Request
};

struct LanguageEntry {
  std::string id;                       ///< "cpp"
  std::string title;                    ///< "C++"
  std::vector<std::string> extensions;  ///< with the dot
  std::string signature;                ///< code block of the statement
  std::string starter;                  ///< file name under starters/<id>/
};

/// challenge.json and traces.json of one folder under graders/.
struct Manifest {
  std::string id;  ///< "circuit-breaker"
  std::string title;
  std::string oracle;     ///< see make_oracle
  std::string statement;  ///< Markdown
  int minutes = 25;
  std::string difficulty;
  std::vector<std::string> parameters;  ///< names of Setting::values
  std::vector<std::string> states;      ///< names of VisibleState
  /// The requirement that a merely lagging state breaks (OracleRun::Expected::lagging).
  std::string lagging_requirement;
  std::vector<Setting> settings;  ///< for which every trace is tried, simplest first
  std::vector<Requirement> requirements;
  std::vector<LanguageEntry> languages;
  std::vector<NamedTrace> traces;
  std::filesystem::path folder;
};

/// Throws base::Error that names file and field.
Manifest load_manifest(const std::filesystem::path& folder);

/// By the file's extension; a part of `manifest`. Throws base::Error when it is none of them.
const LanguageEntry& language_of(const Manifest& manifest, const std::filesystem::path& submission);

}  // namespace grader
