#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <unistd.h>

#include "catch.hpp"
#include "grader/grade.hpp"
#include "grader/names.hpp"
#include "sandbox/arena.hpp"

using sandbox::Tier;
using namespace sandbox_test;
namespace fs = std::filesystem;

// Hostile submissions through all of the grader: each gets its verdict, soon, and harms nothing.
namespace {

const fs::path root = NINES_SOURCE_FOLDER;
constexpr double seconds_max = 30;

struct Case {
  std::string kind;
  std::string name;
  std::string verdicts;  ///< "A|B": what comes first depends on the machine or the compiler
  std::string when;      ///< "few": in every tier by default, "slow": only when all is wanted
};

std::vector<Case> read_cases() {
  std::vector<Case> cases;
  for (const auto& row : read_table(root / "tests/submissions/hostile/cases.txt"))
    cases.push_back({row.at(0), row.at(1), row.at(2), row.size() > 3 ? row[3] : ""});
  return cases;
}

bool wants_all() {
  const char* value = std::getenv("NINES_ALL_TIERS");
  return value != nullptr && std::string(value) == "1";
}

std::string attacking_header(const Case& hostile, const Arena& arena) {
  const std::map<std::string, std::string> tables = {
      {"processes", "process"}, {"files", "file"}, {"signals", "signal"}};
  const auto table = tables.find(hostile.kind);
  const std::string name = table != tables.end() ? table->second : hostile.kind;
  std::ostringstream text;
  text << "#include \"" << hostile.kind << ".cpp\"\n#include \"base.hpp\"\n"
       << "struct CircuitBreaker : SoundBreaker {\n  using SoundBreaker::SoundBreaker;\n"
       << "  template <typename F>\n  int call(F fn) {\n";
  for (const std::string& setting : arena.job("").environment) {
    const auto equals = setting.find('=');
    text << "    setenv(\"" << setting.substr(0, equals) << "\", \"" << setting.substr(equals + 1)
         << "\", 1);\n";
  }
  text << "    attack_once(hostile::" << name << "_attacks, \"" << hostile.name << "\");\n"
       << "    return SoundBreaker::call(fn);\n  }\n};\n";
  return text.str();
}

std::string source_of(const Case& hostile, const Arena& arena) {
  if (hostile.kind == "compile") {
    return "#define SECRET \"" + (arena.home() / "secret").string() + "\"\n" +
           read_file(root / "tests/sandbox/hostile/compile" / (hostile.name + ".cpp"));
  }
  if (hostile.kind == "submission") {
    return read_file(root / "tests/grader/submissions" / (hostile.name + ".hpp"));
  }
  return attacking_header(hostile, arena);
}

/// Processes that name the folder: the driver, the compiler and what confines them.
int processes_of(const fs::path& folder) {
  int count = 0;
  std::error_code error;
  for (fs::directory_iterator at("/proc", error), end; !error && at != end; at.increment(error)) {
    // It may end while it is read.
    std::ostringstream line;
    line << std::ifstream(at->path() / "cmdline", std::ios::binary).rdbuf();
    count += line.str().find(folder.string()) != std::string::npos ? 1 : 0;
  }
  return count;
}

bool is_among(const std::string& verdict, const std::string& expected) {
  std::istringstream words(expected);
  for (std::string word; std::getline(words, word, '|');)
    if (word == verdict) return true;
  return false;
}

bool tells_secret(const grader::Report& report) {
  std::string text = report.diagnostics + report.message;
  for (const auto& finding : report.findings) text += finding.detail;
  return text.find(secret_text) != std::string::npos;
}

class Hostilities {
 public:
  explicit Hostilities(Tier tier)
      : folder_(fs::temp_directory_path()),
        challenge_(grader::load_manifest(root / "graders/circuit-breaker")) {
    options_.tier = tier;
    options_.cache_folder = folder_.path() / "cache";
    options_.robust = false;
    options_.compiles_headers = false;
    for (const char* file : {"sandbox/hostile/attack.hpp", "sandbox/hostile/processes.cpp",
                             "sandbox/hostile/memory.cpp", "sandbox/hostile/files.cpp",
                             "sandbox/hostile/network.cpp", "sandbox/hostile/signals.cpp",
                             "sandbox/hostile/kernel.cpp", "submissions/hostile/base.hpp",
                             "grader/submissions/lazy.hpp", "grader/submissions/lazy_base.hpp"}) {
      const fs::path source = root / "tests" / file;
      folder_.write(source.filename().string(), read_file(source));
    }
    // Those that attack in vain and are right otherwise need not be put through everything.
    options_.exhaustive = 2;
  }

  void grade(const Case& hostile) {
    const auto note = [&](const std::string& what) {
      problems_.push_back(hostile.kind + " " + hostile.name + " " + what);
    };
    std::ofstream(folder_.path() / "breaker.hpp") << source_of(hostile, arena_);
    const auto begin = std::chrono::steady_clock::now();
    try {
      const auto report = grader::grade(challenge_, folder_.path() / "breaker.hpp", options_);
      const std::string verdict = grader::name(report.verdict);
      if (!is_among(verdict, hostile.verdicts)) {
        note("came to " + verdict + ", not to " + hostile.verdicts + "\n" + report.message + "\n" +
             report.diagnostics.substr(0, 500));
      }
      if (tells_secret(report)) note("got at the secret");
    } catch (const std::exception& error) {
      note(std::string("ended the grader: ") + error.what());
    }
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    if (std::getenv("NINES_SHOW_TIMES") != nullptr)
      std::cout << hostile.kind << ' ' << hostile.name << ' ' << time.count() << " s" << std::endl;
    if (time.count() > seconds_max) note("took " + std::to_string(time.count()) + " s");
    if (processes_of(folder_.path()) != 0) note("left processes behind");
    if (!fs::is_empty(options_.cache_folder / "work")) note("left files behind");
  }

  std::vector<std::string> problems() {
    for (const std::string& sentence : arena_.damage()) problems_.push_back(sentence);
    return problems_;
  }

 private:
  Arena arena_;
  sandbox::WorkFolder folder_;
  grader::Manifest challenge_;
  grader::GradeOptions options_;
  std::vector<std::string> problems_;
};

enum class Which { most, few };

std::vector<std::string> grade_all(Tier tier, Which which) {
  if (!is_available(tier)) return {};
  Hostilities hostilities(tier);
  for (const Case& hostile : read_cases()) {
    const bool is_wanted = which == Which::few ? hostile.when == "few" : hostile.when != "slow";
    if (is_wanted || wants_all()) hostilities.grade(hostile);
  }
  return hostilities.problems();
}

/// Another user may have no way to the checkout, as where it lies in the home of root.
bool can_read_challenge(User user) {
  const auto unreadable = as(user, [] {
    const bool is_readable{std::ifstream(root / "graders/circuit-breaker/challenge.json")};
    return is_readable ? std::vector<std::string>{} : std::vector<std::string>{"no"};
  });
  if (!unreadable.empty())
    std::cout << "SKIPPED: " << root.string() << " cannot be read by an ordinary user\n";
  return unreadable.empty();
}

void check_all(Tier tier, User user, Which which) {
  if (!can_read_challenge(user)) return;
  for (const auto& problem : as(user, [&] { return grade_all(tier, which); })) FAIL_CHECK(problem);
}

}  // namespace

TEST_CASE("there are at least forty hostile submissions") {
  const auto cases = read_cases();
  CHECK(std::count_if(cases.begin(), cases.end(),
                      [](const Case& each) { return each.when != "slow"; }) >= 40);
}

TEST_CASE("every hostile submission under bubblewrap gets its verdict and harms nothing") {
  check_all(Tier::bubblewrap, User::own, Which::most);
}

TEST_CASE("hostile submissions under Landlock get the same verdicts") {
  check_all(Tier::landlock, User::own, Which::few);
}

TEST_CASE("hostile submissions of an ordinary user under bubblewrap get the same verdicts") {
  check_all(Tier::bubblewrap, User::nobody, Which::few);
}

TEST_CASE("hostile submissions of an ordinary user under Landlock get the same verdicts") {
  check_all(Tier::landlock, User::nobody, Which::few);
}
