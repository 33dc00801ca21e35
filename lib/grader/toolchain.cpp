#include "grader/toolchain.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.hpp"
#include "base/random.hpp"
#include "grader/build_cache.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

bool is_executable(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

/// Wrappers keep their own caches elsewhere, where the sandbox does not let them.
bool is_wrapper(const fs::path& path) {
  const std::string name = fs::canonical(path).filename().string();
  return name == "ccache" || name == "distcc" || name == "sccache";
}

std::optional<fs::path> find_on_path(const std::string& name) {
  if (name.find('/') != std::string::npos) {
    return is_executable(name) ? std::optional(fs::absolute(name)) : std::nullopt;
  }
  const char* variable = std::getenv("PATH");
  std::string rest = variable != nullptr ? variable : "/usr/bin:/bin";
  rest.push_back(':');
  for (std::size_t end = 0; (end = rest.find(':')) != std::string::npos; rest.erase(0, end + 1)) {
    const fs::path candidate = fs::path(rest.substr(0, end)) / name;
    if (candidate.is_absolute() && is_executable(candidate) && !is_wrapper(candidate)) {
      return candidate;
    }
  }
  return std::nullopt;
}

fs::path choose() {
  const char* variable = std::getenv("CXX");
  const std::string wanted = variable != nullptr ? variable : "";
  if (!wanted.empty()) {
    // "ccache g++ -m64": the compiler is the first word that is one.
    for (std::size_t at = 0; at < wanted.size();) {
      const std::size_t end = std::min(wanted.find(' ', at), wanted.size());
      const auto found = find_on_path(wanted.substr(at, end - at));
      if (found && !is_wrapper(*found)) return *found;
      at = end + 1;
    }
    throw base::Error("CXX is \"" + wanted + "\", which is not a program",
                      "Unset it, or set it to a C++ compiler.");
  }
  for (const char* name : {"g++", "clang++", "c++"}) {
    if (const auto found = find_on_path(name)) return *found;
  }
  throw base::Error("there is no C++ compiler on this machine (g++ or clang++)",
                    "Install one, on Debian or Ubuntu: sudo apt install g++");
}

std::string identity_of(const fs::path& program) {
  struct stat what{};
  const fs::path target = fs::canonical(program);
  if (::stat(target.c_str(), &what) != 0) throw base::Error("cannot read " + target.string());
  return program.string() + ' ' + target.string() + ' ' + std::to_string(what.st_size) + ' ' +
         std::to_string(what.st_mtim.tv_sec) + '.' + std::to_string(what.st_mtim.tv_nsec);
}

/// "g++ (Debian 12.2.0-14) 12.2.0" and "Debian clang version 14.0.6": the last word with a dot.
std::string version_in(const std::string& line) {
  std::string found;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find(' ', at), line.size());
    const std::string word = line.substr(at, end - at);
    if (!word.empty() && word[0] >= '0' && word[0] <= '9' && word.find('.') != std::string::npos) {
      found = word.substr(0, word.find_first_not_of("0123456789."));
    }
    at = end + 1;
  }
  return found;
}

std::string ask_version(const Toolchain& toolchain, sandbox::Tier tier) {
  sandbox::Job job;
  job.argv = {toolchain.program.string(), "--version"};
  job.environment = {"PATH=/usr/bin:/bin", "LC_ALL=C"};
  job.readable = toolchain.folders;
  job.policy = sandbox::Policy::compile;
  job.limits = sandbox::compile_limits();
  const sandbox::RunResult result = sandbox::run(job, tier);
  if (result.status != sandbox::Status::exited || result.exit_code != 0) {
    throw base::Error("cannot run " + toolchain.program.string() + ": " +
                      (result.message.empty() ? sandbox::name(result.status) : result.message));
  }
  return result.output.substr(0, result.output.find('\n'));
}

/// The fastest first.
std::string find_linker(Toolchain::Family family) {
  for (const char* name : {"mold", "gold", "lld"}) {
    if (family == Toolchain::Family::gcc && std::string_view(name) == "lld") continue;
    if (is_executable(std::string("/usr/bin/ld.") + name)) return name;
  }
  return {};
}

Toolchain locate() {
  Toolchain toolchain;
  toolchain.program = choose();
  toolchain.identity = identity_of(toolchain.program);
  const fs::path canonical = fs::canonical(toolchain.program);
  if (!canonical.native().starts_with("/usr/")) {
    toolchain.program = canonical;
    toolchain.folders.push_back(canonical.parent_path().parent_path());
  }
  return toolchain;
}

/// Of the text in the cache in which the compiler tells its version.
std::string version_name(const Toolchain& toolchain) {
  return "compiler-" + BuildCache::key({toolchain.identity});
}

void describe(Toolchain& toolchain, const std::string& line) {
  toolchain.family =
      line.find("clang") != std::string::npos ? Toolchain::Family::clang : Toolchain::Family::gcc;
  toolchain.version = version_in(line);
  toolchain.linker = find_linker(toolchain.family);
}

}  // namespace

std::string Toolchain::title() const {
  return (family == Family::clang ? "clang++ " : "g++ ") + version;
}

Toolchain find_toolchain(const fs::path& cache_folder, sandbox::Tier tier) {
  Toolchain toolchain = locate();
  const BuildCache cache(cache_folder);
  auto line = cache.text(version_name(toolchain));
  if (!line) {
    line = ask_version(toolchain, tier);
    cache.store_text(version_name(toolchain), *line);
  }
  describe(toolchain, *line);
  return toolchain;
}

std::optional<Toolchain> known_toolchain(const fs::path& cache_folder) {
  Toolchain toolchain = locate();
  const auto line = BuildCache(cache_folder).text(version_name(toolchain));
  if (!line) return std::nullopt;
  describe(toolchain, *line);
  return toolchain;
}

}  // namespace grader
