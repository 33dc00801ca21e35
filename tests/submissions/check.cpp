// submission_check CACHE best|landlock alike|different FILE...
// Grades shipped submissions. One under rejected/ says in its first line what it must be refused
// for: a requirement, which must then be the only finding, or a verdict such as CRASHED. Those that
// include "alike" have their headers compiled beforehand.

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "breaker/notation.hpp"
#include "grader/grade.hpp"

namespace fs = std::filesystem;

namespace {

std::string expectation(const fs::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  const std::string mark = "// expect: ";
  return line.starts_with(mark) ? line.substr(mark.size()) : "PASS";
}

/// "PASS", "CRASHED", or the requirements of the findings.
std::string outcome(const grader::Report& report) {
  if (report.verdict != grader::Verdict::fail) return grader::name(report.verdict);
  std::string ids;
  for (const auto& finding : report.findings)
    ids += (ids.empty() ? "" : ", ") + finding.requirement;
  return ids;
}

bool check(const grader::Manifest& challenge, const fs::path& file,
           const grader::GradeOptions& options) {
  const auto report = grader::grade(challenge, file, options);
  const std::string expected = expectation(file);
  const std::string got = outcome(report);
  std::cout << file.filename().string() << ": expected " << expected << ", got " << got << ", "
            << report.timing.compile.count() / 1000 << " + "
            << report.timing.required.count() / 1000 << " ms\n";
  for (const auto& finding : report.findings) {
    std::cout << "  " << finding.requirement << " (" << finding.setting.values[0] << ", "
              << finding.setting.values[1] << " s, " << finding.setting.values[2] << ") "
              << breaker::to_string(finding.trace).substr(0, 60) << '\n';
  }
  if (expected != got) std::cout << report.message << '\n' << report.diagnostics << '\n';
  return expected == got;
}

int usage() {
  std::cerr << "usage: submission_check CACHE best|landlock alike|different FILE...\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 4) return usage();
  const auto best = sandbox::best_tier();
  grader::GradeOptions options;
  options.tier =
      arguments[1] == "landlock" ? sandbox::Tier::landlock : best.value_or(sandbox::Tier::none);
  if (!best || !sandbox::probe(options.tier).works) {
    std::cout << "SKIPPED: the sandbox does not work on this machine\n";
    return 0;
  }
  options.cache_folder = arguments[0];
  options.robust = false;
  options.compiles_headers = arguments[2] == "alike";
  try {
    const auto challenge =
        grader::load_manifest(fs::path(NINES_SOURCE_FOLDER) / "graders" / "circuit-breaker");
    int wrong = 0;
    for (std::size_t i = 3; i < arguments.size(); ++i)
      if (!check(challenge, arguments[i], options)) ++wrong;
    return wrong == 0 ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
