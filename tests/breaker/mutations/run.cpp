// Breaks the source once for every fault in a list, and expects the tests to notice each time.
//
//   run FAULTS SOURCE HEADER OBJECTS TESTS COMPILER [FLAG...]
//
// HEADER holds the table of rules. TESTS says which tests are to notice, as Catch2 has it, where
// the name of a source file is a tag. OBJECTS is a linker's response file with everything the test
// program is made of. SOURCE is compiled to a shared library, found before the same names in the
// library in OBJECTS, so that a fault costs one small compilation and no link of the tests.

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <spawn.h>
#include <sstream>
#include <stdlib.h>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace {

namespace fs = std::filesystem;

struct Fault {
  std::string name;
  std::string rule;
  std::string find;
  std::string replace;
};

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) throw base::Error(path.string() + ": cannot be read");
  return text;
}

void write(const fs::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text << std::flush;
  if (!out) throw base::Error(path.string() + ": cannot be written");
}

std::string with_line_ends(std::string text) {
  for (std::size_t at = 0; (at = text.find("\\n", at)) != std::string::npos; ++at)
    text.replace(at, 2, "\n");
  return text;
}

std::vector<Fault> read_faults(const fs::path& path) {
  std::vector<Fault> faults;
  std::ifstream in(path);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const auto colon = line.find(':');
    const std::string field = line.substr(0, colon);
    std::string value = colon == std::string::npos ? "" : line.substr(colon + 1);
    if (value.starts_with(' ')) value.erase(0, 1);
    if (field == "name") faults.emplace_back();
    std::string Fault::* const place = field == "name"      ? &Fault::name
                                       : field == "rule"    ? &Fault::rule
                                       : field == "find"    ? &Fault::find
                                       : field == "replace" ? &Fault::replace
                                                            : nullptr;
    if (place == nullptr || faults.empty())
      throw base::Error(path.string() + ", line " + std::to_string(number) + ": not understood");
    faults.back().*place = with_line_ends(std::move(value));
  }
  return faults;
}

std::string includes_of(const std::string& source) {
  std::string includes;
  std::istringstream lines(source);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("#include")) includes += line + "\n";
  return includes;
}

std::string replaced_once(const std::string& source, const Fault& fault) {
  const auto at = source.find(fault.find);
  if (fault.find.empty() || at == std::string::npos)
    throw base::Error("fault \"" + fault.name + "\": the text to find is not there");
  if (source.find(fault.find, at + 1) != std::string::npos)
    throw base::Error("fault \"" + fault.name + "\": the text to find is there more than once");
  std::string broken = source;
  return broken.replace(at, fault.find.size(), fault.replace);
}

void check_list(const std::vector<Fault>& faults, const std::string& header) {
  std::set<std::string> names;
  std::set<std::string> rules;
  for (const Fault& fault : faults) {
    if (!names.insert(fault.name).second)
      throw base::Error("fault \"" + fault.name + "\" is listed twice");
    rules.insert(fault.rule);
  }
  std::size_t listed = 0;
  std::istringstream lines(header);
  for (std::string line; std::getline(lines, line);) {
    // A row of the table begins with a capital letter and a number, such as R1.
    constexpr std::string_view row = "///  ";
    if (!line.starts_with(row)) continue;
    const std::string rule = line.substr(row.size(), line.find(' ', row.size()) - row.size());
    if (rule.size() < 2 || rule[0] < 'A' || rule[0] > 'Z' ||
        rule.find_first_not_of("0123456789", 1) != std::string::npos)
      continue;
    if (!rules.contains(rule)) throw base::Error("no fault breaks rule " + rule);
    ++listed;
  }
  if (listed == 0) throw base::Error("the header lists no rules");
}

enum class Ending { well, badly, not_started };

/// Waits for the end. The test program ends badly by a signal, with the number of what failed (one,
/// for it stops there) or, since version 3.7 of Catch2, with 42; every other status comes from
/// someone who could not start it.
Ending run_program(const std::vector<std::string>& command, const fs::path& log) {
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t child = 0;
  const int error = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw base::Error(command.front() + ": cannot be started");
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status) || WEXITSTATUS(status) == 1 || WEXITSTATUS(status) == 42)
    return Ending::badly;
  return WEXITSTATUS(status) == 0 ? Ending::well : Ending::not_started;
}

/// A folder of its own, gone at the end.
class WorkFolder {
 public:
  WorkFolder() {
    std::string name = (fs::temp_directory_path() / "breaker-mutations-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw base::Error(name + ": cannot be made");
    path_ = name;
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  ~WorkFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

struct Toolchain {
  std::vector<std::string> compiler;  ///< with its flags
  std::string which_tests;
  fs::path folder;
  fs::path header{};  ///< a precompiled one stands beside it

  void build(std::vector<std::string> what, const std::string& name, const fs::path& log) const {
    what.insert(what.begin(), compiler.begin(), compiler.end());
    if (run_program(what, log) != Ending::well)
      throw base::Error("\"" + name + "\" does not build:\n" + read(log));
  }

  fs::path library(std::size_t number) const {
    return folder / std::to_string(number) / "libmutant.so";
  }

  void build_library(const std::string& source, const std::string& name, std::size_t number) const {
    const fs::path place = library(number).parent_path();
    fs::create_directory(place);
    write(place / "mutant.cpp", source);
    // Without libraries of its own: the test program has them all.
    build({"-include", header.string(), "-shared", "-nostdlib", "-Wl,-soname,libmutant.so",
           (place / "mutant.cpp").string(), "-o", library(number).string()},
          name, place / "log");
  }

  fs::path tests() const { return folder / "tests"; }

  /// Whether the tests pass with this text as the source. Throws when that cannot be told.
  bool passes(const std::string& source, const std::string& name, std::size_t number) const {
    build_library(source, name, number);
    const fs::path place = library(number).parent_path();
    const Ending ending = run_program({"env", "LD_LIBRARY_PATH=" + place.string(), tests().string(),
                                       "--abort", "-#", which_tests},
                                      place / "log");
    if (ending == Ending::not_started)
      throw base::Error("\"" + name + "\" cannot be tested:\n" + read(place / "log"));
    fs::remove_all(place);
    return ending == Ending::well;
  }
};

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() < 6)
    throw base::Error("usage: run FAULTS SOURCE HEADER OBJECTS TESTS COMPILER");
  const auto faults = read_faults(arguments[0]);
  const std::string source = read(arguments[1]);
  check_list(faults, read(arguments[2]));

  // For a fault that makes a test run for ever.
  const rlimit cpu_seconds{.rlim_cur = 120, .rlim_max = 120};
  setrlimit(RLIMIT_CPU, &cpu_seconds);

  const WorkFolder folder;
  const fs::path lib_folder = fs::path(arguments[2]).parent_path().parent_path();
  Toolchain toolchain{.compiler = {arguments.begin() + 5, arguments.end()},
                      .which_tests = arguments[4],
                      .folder = folder.path()};
  // All that the source includes is precompiled once, and included before it: half of the time.
  const fs::path included = folder.path() / "included.hpp";
  write(included, includes_of(source));
  toolchain.compiler.insert(toolchain.compiler.end(), {"-fPIC", "-I" + lib_folder.string()});
  toolchain.build({"-x", "c++-header", included.string(), "-o", included.string() + ".gch"},
                  "what the source includes", folder.path() / "log");
  toolchain.header = included;
  toolchain.build_library(source, "the source as it is", faults.size());
  // Some linkers leave out a library that nothing before it needs, and the tests then have the
  // source as it is.
  toolchain.build({"-Wl,--no-as-needed", toolchain.library(faults.size()).string(),
                   "@" + arguments[3], "-o", toolchain.tests().string()},
                  "the test program", folder.path() / "log");
  fs::remove_all(toolchain.library(faults.size()).parent_path());
  if (!toolchain.passes(source, "the source as it is", faults.size() + 1))
    throw base::Error("the tests fail with the source as it is");

  enum class Fate { caught, missed, unusable };
  std::vector<Fate> fates(faults.size());
  std::vector<std::string> reasons(faults.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i; (i = next++) < faults.size();) {
      try {
        const std::string broken = replaced_once(source, faults[i]);
        fates[i] = toolchain.passes(broken, faults[i].name, i) ? Fate::missed : Fate::caught;
      } catch (const std::exception& error) {
        fates[i] = Fate::unusable;
        reasons[i] = error.what();
      }
    }
  };
  std::thread second(work);
  work();
  second.join();

  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (fates[i] == Fate::unusable) std::cout << reasons[i] << '\n';
    if (fates[i] == Fate::missed)
      std::cout << "missed: " << faults[i].name << " (" << faults[i].rule << ")\n";
  }
  const auto caught = std::count(fates.begin(), fates.end(), Fate::caught);
  std::cout << caught << " of " << faults.size() << " mutants caught\n";
  return caught == std::ssize(faults) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
