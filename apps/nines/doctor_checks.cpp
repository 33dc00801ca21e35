#include "nines/doctor_checks.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <sstream>
#include <unistd.h>

#include "base/error.hpp"
#include "base/xdg.hpp"
#include "grader/grade.hpp"
#include "nines/challenges.hpp"
#include "sandbox/sandbox.hpp"

namespace nines {
namespace {

namespace fs = std::filesystem;
using Status = Check::Status;
using Checks = std::vector<Check>;

std::optional<fs::path> on_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/usr/bin:/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const auto file = fs::path(folder) / program;
    if (file.is_absolute() && ::access(file.c_str(), X_OK) == 0) return file;
  }
  return std::nullopt;
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

/// What a program says of its version.
std::string version_of(const fs::path& program) {
  sandbox::Job job;
  job.argv = {program.string(), "--version"};
  job.limits = sandbox::compile_limits();
  job.policy = sandbox::Policy::compile;
  const auto result = sandbox::run(job, sandbox::best_tier().value_or(sandbox::Tier::none));
  const bool has_run = result.status == sandbox::Status::exited && result.exit_code == 0;
  return has_run ? first_line(result.output) : std::string();
}

void check_compilers(Checks& checks) {
  std::vector<std::string> programs{"g++", "clang++", "c++"};
  if (const char* chosen = std::getenv("CXX"); chosen != nullptr && *chosen != '\0')
    programs.insert(programs.begin(), chosen);
  bool has_one = false;
  for (const auto& program : programs) {
    const auto found = program.find('/') == std::string::npos ? on_path(program)
                                                              : std::optional<fs::path>(program);
    const std::string version = found ? version_of(*found) : std::string();
    has_one = has_one || !version.empty();
    checks.push_back({"compilers", program, version.empty() ? Status::missing : Status::works,
                      !version.empty() ? version
                      : found          ? "does not run"
                                       : "not installed"});
  }
  if (!has_one) {
    checks.push_back({"compilers", "C++", Status::fails,
                      "none works: install g++ (12 or newer) or clang (14 or newer)"});
  }
}

void check_linkers(Checks& checks) {
  bool has_fast_one = false;
  for (const char* program : {"mold", "ld.lld", "ld.gold"}) {
    if (const auto found = on_path(program)) {
      checks.push_back({"linkers", program, Status::works, found->string()});
      has_fast_one = true;
    }
  }
  if (!has_fast_one) {
    checks.push_back({"linkers", "fast linker", Status::missing,
                      "the compiler's own is used; mold or gold is faster"});
  }
}

void check_sandboxes(Checks& checks) {
  const auto probe = sandbox::probe();
  const auto add = [&](const char* name, const sandbox::TierStatus& status) {
    checks.push_back({"sandbox", name, status.works ? Status::works : Status::missing,
                      status.works ? "with seccomp and resource limits" : status.why_not});
  };
  add("bubblewrap", probe.bubblewrap);
  add("landlock", probe.landlock);
  if (!probe.bubblewrap.works && !probe.landlock.works) {
    checks.push_back({"sandbox", "any", Status::fails,
                      "none works: nines grade refuses to run code, unless told --unsafe"});
  }
}

/// Compiles, confines and runs a breaker whose timer is a thread: it is judged right only when the
/// virtual clock wakes that thread in time.
void check_grading(Checks& checks, const std::optional<sandbox::Tier>& tier) {
  if (!tier) return;
  try {
    const auto challenge = find_challenge("circuit-breaker");
    grader::GradeOptions options;
    options.tier = *tier;
    options.cache_folder = base::cache_folder() / "grader";
    options.use_verdict_cache = false;
    options.robust = false;
    const auto report = grader::grade(
        challenge, challenge.folder / "submissions/accepted/timer_thread.hpp", options);
    const bool passes = report.verdict == grader::Verdict::pass;
    checks.push_back(
        {"grading", "virtual clock", passes ? Status::works : Status::fails,
         fmt::format("a sound breaker with a timer thread: {} in {:.2f} s ({}, {}){}{}{}",
                     grader::name(report.verdict),
                     std::chrono::duration<double>(report.timing.total).count(), report.compiler,
                     report.sandbox, report.message.empty() ? "" : ": ", report.message,
                     passes || !report.was_built() ? "" : "; nines grade --clock real may work")});
  } catch (const base::Error& error) {
    checks.push_back({"grading", "virtual clock", Status::fails, error.what()});
  }
}

void check_terminal(Checks& checks, const Context& context) {
  const auto& capabilities = context.console().capabilities();
  checks.push_back(
      {"terminal", "kind", Status::works,
       fmt::format("{}, {} columns, {}",
                   capabilities.screen_reader ? "for a screen reader"
                   : capabilities.single_key  ? "single keys"
                   : capabilities.interactive ? "whole lines"
                                              : "not a terminal",
                   terminal::columns(), capabilities.color_output ? "colour" : "no colour")});
  checks.push_back({"terminal", "locale", capabilities.utf8 ? Status::works : Status::missing,
                    capabilities.utf8 ? "UTF-8" : "not UTF-8: shown as ASCII; try LANG=C.UTF-8"});
}

void check_folder(Checks& checks, const std::string& name, const fs::path& folder) {
  // It is made when there is something to put into it: so far its parent counts.
  std::error_code error;
  fs::path there = folder;
  while (!fs::exists(there, error) && there.has_relative_path()) there = there.parent_path();
  const bool writable = ::access(there.c_str(), W_OK | X_OK) == 0;
  checks.push_back({"folders", name, writable ? Status::works : Status::fails,
                    folder.string() + (writable ? "" : ": cannot be written")});
}

void check_folders(Checks& checks, const Context& context) {
  const auto check = [&](const char* name, auto find) {
    try {
      check_folder(checks, name, find());
    } catch (const base::Error& error) {
      checks.push_back({"folders", name, Status::fails, error.what()});
    }
  };
  check("data", [&] { return context.data_folder(); });
  check("state", [&] { return context.state_folder(); });
  check("config", [] { return base::config_folder(); });
  check("cache", [] { return base::cache_folder(); });
}

void check_content(Checks& checks, const Context& context) {
  try {
    const auto& bank = context.bank();
    const auto problems = bank.problems().size();
    checks.push_back(
        {"content", "questions", problems == 0 ? Status::works : Status::fails,
         problems == 0 ? fmt::format("{} items", bank.items().size())
                       : fmt::format("{} problems; \"nines content check\" lists them", problems)});
  } catch (const base::Error& error) {
    checks.push_back({"content", "questions", Status::fails, error.what()});
  }
  try {
    std::string ids;
    for (const auto& challenge : load_challenges()) ids += (ids.empty() ? "" : ", ") + challenge.id;
    checks.push_back({"content", "challenges", Status::works, ids});
  } catch (const base::Error& error) {
    checks.push_back({"content", "challenges", Status::fails, error.what()});
  }
}

}  // namespace

Checks check_machine(Context& context) {
  Checks checks;
  check_compilers(checks);
  check_linkers(checks);
  check_sandboxes(checks);
  check_grading(checks, sandbox::best_tier());
  check_terminal(checks, context);
  check_folders(checks, context);
  check_content(checks, context);
  return checks;
}

bool is_healthy(const Checks& checks) {
  return std::none_of(checks.begin(), checks.end(),
                      [](const Check& check) { return check.status == Status::fails; });
}

}  // namespace nines
