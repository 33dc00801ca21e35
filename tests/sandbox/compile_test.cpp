#include <algorithm>
#include <iostream>
#include <sstream>
#include <sys/stat.h>

#include "arena.hpp"
#include "catch.hpp"
#include "sandbox/tree.hpp"

using sandbox::RunResult;
using sandbox::Tier;
using namespace sandbox_test;
namespace fs = std::filesystem;

namespace {

const char* const compiler = "/usr/bin/g++";

sandbox::Job compile_job(const sandbox::WorkFolder& folder, const Arena& arena) {
  sandbox::Job job;
  job.argv = {
      compiler, "-std=c++20", "-O0", "-DSECRET=\"" + (arena.home() / "secret").string() + "\"",
      "-c",     "case.cpp",   "-o",  "case.o"};
  job.environment = {"PATH=/usr/bin:/bin", "LC_ALL=C", "TMPDIR=" + folder.path().string()};
  job.folder = folder.path();
  job.writable = folder.path();
  job.policy = sandbox::Policy::compile;
  job.limits = sandbox::compile_limits();
  job.limits.cpu = std::chrono::seconds(1);
  job.limits.address_space_bytes = 512ULL << 20;
  return job;
}

/// One of several: what a bomb hits first depends on the compiler.
bool is_among(const std::string& result, const std::string& expected) {
  std::istringstream words(expected);
  for (std::string word; std::getline(words, word, '|');) {
    if (word == result) return true;
  }
  return false;
}

std::vector<std::string> run_all_compiles(Tier tier) {
  std::vector<std::string> problems;
  if (!is_available(tier)) return problems;
  Arena arena;
  const fs::path sources = fs::path(HOSTILE_FOLDER) / "compile";
  for (const std::vector<std::string>& row : read_table(sources / "cases.txt")) {
    const sandbox::WorkFolder folder(fs::temp_directory_path());
    folder.write("case.cpp", read_file(sources / (row.at(0) + ".cpp")));
    ::mkfifo((folder.path() / "fifo").c_str(), 0600);
    sandbox::Job job = compile_job(folder, arena);
    for (std::size_t i = 2; i < row.size(); ++i) {
      if (!apply_limit(row[i], job.limits)) problems.push_back("unknown limit " + row[i]);
    }
    const RunResult result = sandbox::run(job, tier);
    if (!is_among(describe(result), row.at(1))) {
      problems.push_back(row[0] + " came to " + describe(result) + ", not to " + row[1] + "\n" +
                         result.errors.substr(0, 500));
    }
    const bool tells = (result.output + result.errors).find(secret_text) != std::string::npos ||
                       read_file(folder.path() / "case.o").find(secret_text) != std::string::npos;
    if (tells) problems.push_back(row[0] + " got at the secret");
  }
  for (const std::string& sentence : arena.damage()) problems.push_back(sentence);
  return problems;
}

void check_all_compiles(Tier tier, User user) {
  if (!fs::exists(compiler)) {
    std::cout << "SKIPPED: there is no " << compiler << "\n";
    return;
  }
  for (const std::string& problem : as(user, [tier] { return run_all_compiles(tier); })) {
    FAIL_CHECK(problem);
  }
}

}  // namespace

TEST_CASE("every hostile source under bubblewrap comes to what the table says") {
  check_all_compiles(Tier::bubblewrap, User::own);
}

TEST_CASE("every hostile source under Landlock comes to what the table says") {
  check_all_compiles(Tier::landlock, User::own);
}

TEST_CASE("every hostile source of an ordinary user under bubblewrap comes to the same") {
  check_all_compiles(Tier::bubblewrap, User::nobody);
}

TEST_CASE("every hostile source of an ordinary user under Landlock comes to the same") {
  check_all_compiles(Tier::landlock, User::nobody);
}
