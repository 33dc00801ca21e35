#include "grader/grade.hpp"

#include <thread>

#include "base/error.hpp"
#include "built.hpp"
#include "catch.hpp"
#include "support/temporary_folder.hpp"

using grader::Report;
using grader::Verdict;

namespace {

const grader::Manifest& manifest() {
  static const grader::Manifest loaded =
      grader::load_manifest(std::filesystem::path(NINES_SOURCE_FOLDER) / "graders/circuit-breaker");
  return loaded;
}

std::filesystem::path submission(const std::string& name) {
  return std::filesystem::path(NINES_SOURCE_FOLDER) / "tests/grader/submissions" / (name + ".hpp");
}

grader::GradeOptions options() {
  grader::GradeOptions made;
  made.tier = grader_test::tier();
  made.cache_folder = grader_test::cache().folder();
  made.use_verdict_cache = false;
  made.robust = false;
  // Most of what is tested here includes nothing, and is compiled once.
  made.compiles_headers = false;
  return made;
}

/// With a cache of its own, where verdicts are kept too.
grader::GradeOptions options_with_verdicts(const support::TemporaryFolder& folder) {
  grader::GradeOptions made = options();
  made.cache_folder = folder.path() / "cache";
  made.use_verdict_cache = true;
  // What is tested here is what becomes of a verdict.
  made.exhaustive = 4;
  return made;
}

Report grade_text(const std::string& text, const grader::GradeOptions& how = options()) {
  const support::TemporaryFolder folder;
  support::write_file(folder.path() / "breaker.hpp", text);
  return grader::grade(manifest(), folder.path() / "breaker.hpp", how);
}

}  // namespace

TEST_CASE("sound submissions pass, and the same file again comes from the cache") {
  const support::TemporaryFolder folder;
  const grader::GradeOptions once = options_with_verdicts(folder);
  for (const char* name : {"lazy", "timer_thread"}) {
    INFO(name);
    const Report first = grader::grade(manifest(), submission(name), once);
    for (const auto& finding : first.findings) UNSCOPED_INFO(finding.requirement);
    CHECK(first.verdict == Verdict::pass);
    CHECK(first.required_passed == first.required_total);
    CHECK_FALSE(first.from_cache);
    int verdicts = 0;
    grader::GradeOptions again = once;
    again.on_verdict = [&verdicts](const Report&) { ++verdicts; };
    const Report second = grader::grade(manifest(), submission(name), again);
    CHECK(second.from_cache);
    CHECK(second.verdict == Verdict::pass);
    CHECK(second.coverage.walk_calls == first.coverage.walk_calls);
    CHECK(verdicts == 1);
  }
}

TEST_CASE("a fault comes with its trace, from the cache too") {
  const support::TemporaryFolder folder;
  const grader::GradeOptions options = options_with_verdicts(folder);
  const Report first = grader::grade(manifest(), submission("wrong_results"), options);
  CHECK(first.verdict == Verdict::fail);
  REQUIRE_FALSE(first.findings.empty());
  const Report second = grader::grade(manifest(), submission("wrong_results"), options);
  REQUIRE(second.from_cache);
  REQUIRE(second.findings.size() == first.findings.size());
  CHECK(second.findings[0].requirement == first.findings[0].requirement);
  CHECK(second.findings[0].trace == first.findings[0].trace);
  CHECK(second.findings[0].timeline.size() == first.findings[0].timeline.size());
}

TEST_CASE("what is known of a file is told without running anything, for its sandbox alone") {
  const support::TemporaryFolder folder;
  const grader::GradeOptions options = options_with_verdicts(folder);
  const auto file = folder.path() / "breaker.hpp";
  support::write_file(file, "struct CircuitBreaker {};\n");
  const sandbox::Tier used[] = {sandbox::Tier::none, options.tier};
  const sandbox::Tier other[] = {options.tier == sandbox::Tier::landlock ? sandbox::Tier::bubblewrap
                                                                         : sandbox::Tier::landlock};
  CHECK_FALSE(grader::known_report(manifest(), file, options, used));
  CHECK(grader::grade(manifest(), file, options).verdict == Verdict::compile_error);
  const auto known = grader::known_report(manifest(), file, options, used);
  REQUIRE(known);
  CHECK(known->from_cache);
  CHECK(known->verdict == Verdict::compile_error);
  CHECK_FALSE(grader::known_report(manifest(), file, options, other));
  support::write_file(file, "struct CircuitBreaker { int x; };\n");
  CHECK_FALSE(grader::known_report(manifest(), file, options, used));
}

TEST_CASE("a change of the file is a change of the verdict") {
  const support::TemporaryFolder folder;
  const grader::GradeOptions options = options_with_verdicts(folder);
  const auto file = folder.path() / "breaker.hpp";
  const std::string sound = support::read_file(submission("lazy"));
  support::write_file(file, sound);
  CHECK(grader::grade(manifest(), file, options).verdict == Verdict::pass);
  std::string faulty = sound;
  faulty.replace(faulty.find("++failures_ >= n_"), 17, "++failures_ > n_ ");
  support::write_file(file, faulty);
  CHECK(grader::grade(manifest(), file, options).verdict == Verdict::fail);
}

TEST_CASE("a change of a file that it includes is a change of the verdict") {
  const support::TemporaryFolder folder;
  const grader::GradeOptions options = options_with_verdicts(folder);
  const auto file = folder.path() / "breaker.hpp";
  const std::string sound = support::read_file(submission("lazy"));
  support::write_file(file, "#include \"parts/core.hpp\"\n");
  support::write_file(folder.path() / "parts/core.hpp", sound);
  CHECK(grader::grade(manifest(), file, options).verdict == Verdict::pass);
  std::string faulty = sound;
  faulty.replace(faulty.find("++failures_ >= n_"), 17, "++failures_ > n_ ");
  support::write_file(folder.path() / "parts/core.hpp", faulty);
  CHECK(grader::grade(manifest(), file, options).verdict == Verdict::fail);
}

TEST_CASE("what does not fit is said in one sentence") {
  const struct {
    const char* text;
    const char* sentence;
  } cases[] = {
      {"struct Breaker {};", "there is no class CircuitBreaker"},
      {"class CircuitBreaker {};", "there is no CircuitOpenError"},
      {"struct CircuitOpenError {}; class CircuitBreaker {};", "cannot be made from"},
      {"struct CircuitOpenError {}; struct CircuitBreaker { CircuitBreaker(int, int, int); };",
       "no public call(fn)"},
      {"struct CircuitOpenError {}; struct CircuitBreaker { CircuitBreaker(int, int, int); "
       "template "
       "<class F> int call(F f) { return f(); } };",
       "getState(), get_state() or state()"},
      {"struct CircuitOpenError {}; struct CircuitBreaker { CircuitBreaker(int, int, int); "
       "template "
       "<class F> int call(F f) { return f(); } enum S { Closed, Open }; S getState(); };",
       "no enumerator for HALF_OPEN"},
      {" \n", "the file is empty"},
  };
  for (const auto& example : cases) {
    const Report report = grade_text(example.text);
    INFO(report.message << report.diagnostics);
    CHECK(report.verdict == Verdict::compile_error);
    CHECK(report.message.find(example.sentence) != std::string::npos);
    CHECK(report.diagnostics.empty());
  }
}

TEST_CASE("errors are the submission's own, with its name and without ours") {
  const Report report =
      grade_text("#include <vector>\nclass CircuitBreaker {\n  int x = \"no\";\n};\n");
  CHECK(report.verdict == Verdict::compile_error);
  CHECK(report.diagnostics.find("breaker.hpp:3:") == 0);
  CHECK(report.diagnostics.find("nines") == std::string::npos);
  CHECK(report.message.empty());
}

TEST_CASE("a file above the submission's folder is told as such, once it is there") {
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "mine/breaker.hpp";
  support::write_file(file, "#include \"../parts.hpp\"\nclass CircuitBreaker {};\n");
  const grader::GradeOptions kept = options_with_verdicts(folder);
  CHECK(grader::grade(manifest(), file, kept).message.empty());
  support::write_file(folder.path() / "parts.hpp", "");
  const Report report = grader::grade(manifest(), file, kept);
  CHECK(report.verdict == Verdict::compile_error);
  CHECK(report.message.find("\"../parts.hpp\" leads out of the submission's folder") == 0);
  // Where the sandbox lets it see the path and not the file, the compiler says so.
  CHECK(report.diagnostics.find("breaker.hpp:1:10: fatal error: ") == 0);
  CHECK(report.diagnostics.find("../parts.hpp: ") != std::string::npos);
}

TEST_CASE("headers compiled beforehand hide no missing include") {
  const support::TemporaryFolder folder;
  grader::GradeOptions fresh = options();
  fresh.cache_folder = folder.path() / "cache";
  fresh.compiles_headers = true;
  const std::string text =
      "#include <mutex>\nstruct CircuitOpenError {};\nstruct CircuitBreaker {\n"
      "  std::deque<int> calls;\n};\n";
  const Report without = grade_text(text, fresh);
  const Report with = grade_text(text, fresh);
  CHECK(without.verdict == Verdict::compile_error);
  CHECK(without.diagnostics.find("breaker.hpp:4:8: error: 'deque'") == 0);
  CHECK(with.diagnostics == without.diagnostics);
}

TEST_CASE("two gradings of one cache at once do not disturb each other") {
  const support::TemporaryFolder folder;
  grader::GradeOptions shared = options_with_verdicts(folder);
  shared.compiles_headers = true;
  std::vector<Verdict> verdicts(2, Verdict::grader_error);
  std::vector<std::thread> threads;
  for (Verdict& verdict : verdicts) {
    threads.emplace_back([&verdict, &shared] {
      verdict = grader::grade(manifest(), submission("lazy"), shared).verdict;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(verdicts == std::vector<Verdict>(2, Verdict::pass));
}

TEST_CASE("a file that cannot be a submission is refused") {
  const support::TemporaryFolder folder;
  const auto refused = [&](const std::string& name, const std::string& text) {
    support::write_file(folder.path() / name, text);
    CHECK_THROWS_AS(grader::grade(manifest(), folder.path() / name, options()), base::Error);
  };
  refused("notes.txt", "notes");
  refused("binary.hpp", std::string("\x7f"
                                    "ELF\0\0",
                                    6));
  refused("huge.hpp", std::string(2 << 20, ' '));
  CHECK_THROWS_AS(grader::grade(manifest(), folder.path() / "missing.hpp", options()), base::Error);
  std::filesystem::create_directory(folder.path() / "folder.hpp");
  CHECK_THROWS_AS(grader::grade(manifest(), folder.path() / "folder.hpp", options()), base::Error);
}
