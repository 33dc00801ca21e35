#include "built.hpp"

#include <array>
#include <filesystem>

#include "base/error.hpp"

namespace grader_test {

namespace fs = std::filesystem;

sandbox::Tier tier() {
  static const sandbox::Tier best = sandbox::best_tier().value_or(sandbox::Tier::none);
  return best;
}

const grader::BuildCache& cache() {
  static const grader::BuildCache made(fs::path(NINES_BUILD_FOLDER) / "tests/grader/cache");
  return made;
}

const grader::Toolchain& toolchain() {
  static const grader::Toolchain found = grader::find_toolchain(cache().folder(), tier());
  return found;
}

const grader::DriverFiles& driver_files(grader::Clock clock) {
  static const grader::Manifest manifest =
      grader::load_manifest(fs::path(NINES_SOURCE_FOLDER) / "graders/circuit-breaker");
  static const std::array files{grader::find_driver(manifest, "cpp", grader::Clock::virtual_time),
                                grader::find_driver(manifest, "cpp", grader::Clock::real_time)};
  return files[clock == grader::Clock::real_time ? 1 : 0];
}

grader::Build build(const std::string& name, grader::Clock clock) {
  const fs::path path =
      fs::path(NINES_SOURCE_FOLDER) / "tests/grader/submissions" / (name + ".hpp");
  static grader::Builder builder(toolchain(), cache(), tier());
  const grader::Build built = builder.build(grader::read_source(path), driver_files(clock));
  // For the other tests: most submissions here include the same headers.
  builder.finish_headers();
  return built;
}

std::unique_ptr<grader::Subject> open(const std::string& name, grader::DriverOptions options) {
  const grader::Build built = build(name);
  if (built.status != grader::Build::Status::built) {
    throw base::Error(name + " does not compile: " + built.message + built.diagnostics);
  }
  options.tier = tier();
  return grader::open_driver(built.program, options);
}

grader::Request request(int n, int m, const std::string& trace) {
  grader::Request made;
  made.setting.values = {n, 1, m, 0};
  made.trace = breaker::parse_trace(trace);
  return made;
}

std::string to_string(const grader::Reply& reply) {
  static constexpr std::array outcomes = {
      "-",           "ok",        "error", "rejected",         "inside",           "wrong-value",
      "wrong-error", "swallowed", "threw", "rejected-but-ran", "rejected-wrongly", "skipped",
      "ran-twice",   "blocked"};
  static constexpr std::array endings = {"",         "crashed",     "exited", "cpu",    "wall",
                                         "deadlock", "busy",        "memory", "output", "protocol",
                                         "denied",   "constructor", "grader"};
  static constexpr std::array states = {"CLOSED", "OPEN", "HALF_OPEN"};
  std::string text;
  for (const grader::Observation& observation : reply.observed) {
    if (!text.empty()) text += ' ';
    text += outcomes.at(static_cast<std::size_t>(observation.outcome));
    if (observation.state == grader::state_not_asked) continue;
    text += ':';
    text += observation.state < states.size() ? states.at(observation.state) : "?";
  }
  if (reply.ending != grader::Ending::complete) {
    text += std::string(" ") + endings.at(static_cast<std::size_t>(reply.ending));
    if (!reply.detail.empty()) text += " (" + reply.detail + ")";
  }
  return text;
}

std::string observe(grader::Subject& subject, const grader::Request& request) {
  return to_string(subject.run({&request, 1}).front());
}

}  // namespace grader_test
