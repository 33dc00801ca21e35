// submission_check FILE CACHE [TIER]
// Grades a shipped submission. One under rejected/ says in its first line what it must be refused
// for: a requirement, which must then be the only finding, or a verdict such as CRASHED.

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

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

int check(const fs::path& file, const fs::path& cache, sandbox::Tier tier) {
  const auto challenge =
      grader::load_manifest(fs::path(NINES_SOURCE_FOLDER) / "graders" / "circuit-breaker");
  grader::GradeOptions options;
  options.tier = tier;
  options.cache_folder = cache;
  options.robust = false;
  // Hardly two of them include the same headers.
  options.compiles_headers = false;
  const auto report = grader::grade(challenge, file, options);
  const std::string expected = expectation(file);
  const std::string got = outcome(report);
  std::cout << file.filename().string() << ": expected " << expected << ", got " << got << '\n';
  for (const auto& finding : report.findings) {
    std::cout << "  " << finding.requirement << " (" << finding.setting.values[0] << ", "
              << finding.setting.values[1] << " s, " << finding.setting.values[2] << ") "
              << breaker::to_string(finding.trace).substr(0, 60) << '\n';
  }
  if (expected != got) std::cout << report.message << '\n' << report.diagnostics << '\n';
  return expected == got ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: submission_check FILE CACHE [landlock]\n";
    return 2;
  }
  const auto best = sandbox::best_tier();
  const auto tier = argc > 3 ? sandbox::Tier::landlock : best.value_or(sandbox::Tier::none);
  if (!best || !sandbox::probe(tier).works) {
    std::cout << "SKIPPED: the sandbox does not work on this machine\n";
    return 0;
  }
  try {
    return check(argv[1], argv[2], tier);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
