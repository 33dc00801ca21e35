#include "grader/build.hpp"

#include <optional>
#include <poll.h>

#include "base/error.hpp"
#include "grader/compiler_messages.hpp"
#include "grader/driver_files.hpp"
#include "sandbox/tree.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t cache_bytes_max = 400ULL << 20;
constexpr std::uint64_t program_bytes_max = 64ULL << 20;
constexpr std::uint64_t headers_bytes_max = 256ULL << 20;

/// In every job: the compiler finds its own programs on the path, and speaks plain English.
const std::vector<std::string> environment = {"PATH=/usr/bin:/bin", "LC_ALL=C", "TMPDIR=."};

/// Of GCC, -O1 takes no longer to compile than -O0, and what it makes runs a third faster, for most
/// of the time goes into frames that exceptions pass. Faults are to show as they do at -O0: what
/// nobody reads is written all the same, and null and overflow mean what the machine does.
std::vector<std::string> base_flags(const Toolchain& toolchain) {
  if (toolchain.family == Toolchain::Family::clang) {
    return {"-std=c++20",
            "-O0",
            "-pipe",
            "-pthread",
            "-g0",
            "-ferror-limit=20",
            "-Winvalid-pch",
            "-fno-diagnostics-color",
            "--driver-mode=g++"};
  }
  return {"-std=c++20",
          "-O1",
          "-fno-tree-dse",
          "-fno-dse",
          "-fno-delete-null-pointer-checks",
          "-fwrapv",
          "-pipe",
          "-pthread",
          "-g0",
          "-fmax-errors=20",
          "-Winvalid-pch",
          "-fno-diagnostics-color"};
}

sandbox::Job compile_job(const Toolchain& toolchain, const sandbox::WorkFolder& work) {
  sandbox::Job job;
  job.environment = environment;
  job.folder = work.path();
  job.writable = work.path();
  job.readable = toolchain.folders;
  job.policy = sandbox::Policy::compile;
  job.limits = sandbox::compile_limits();
  return job;
}

std::string headers_name(const std::string& key) {
  return "headers-" + key + ".hpp";
}

/// The compiler looks for "X.gch" when it is told to include X; Clang for "X.pch" too.
std::string compiled_name(const std::string& key) {
  return headers_name(key) + ".gch";
}

bool is_plain_name(const std::string& name) {
  return name.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
             "_-.+") == std::string::npos &&
         name.find('.') != std::string::npos;
}

std::string name_for_copy(const Source& source) {
  const std::string name = source.path.filename().string();
  return is_plain_name(name) && !name.starts_with("nines-") && name.front() != '-'
             ? name
             : "nines-submission.hpp";
}

std::string main_text(const Source& source, const DriverFiles& driver, const Recipe& recipe) {
  // A main of the submission's own is not in the way, and is not run.
  std::string text = "#define main nines_submission_main\n#include \"" + name_for_copy(source) +
                     "\"\n#undef main\n";
  for (const std::string& name : source.namespaces) {
    text += "namespace " + name + " {}\nusing namespace " + name + ";\n";
  }
  for (const std::string& name : recipe.defines) text += "#define " + name + "\n";
  for (const auto* units : {&driver.units, &recipe.units})
    for (const std::string& unit : *units)
      text += "#include \"" + (driver.folder / unit).string() + "\"\n";
  return text;
}

sandbox::RunResult run_until_stopped(const sandbox::Job& job, sandbox::Tier tier,
                                     const std::atomic<bool>* stop) {
  sandbox::Process process = sandbox::Process::start(job, tier);
  while (!process.finished()) {
    pollfd polled{process.poll_descriptor(), POLLIN, 0};
    ::poll(&polled, 1, 50);
    if (stop != nullptr && *stop) throw base::Error("interrupted");
  }
  return process.wait();
}

/// What was compiled beforehand is damaged, or another compiler's after all.
bool complains_of_headers(const sandbox::RunResult& result) {
  return result.errors.find("invalid-pch") != std::string::npos ||
         result.errors.find("precompiled header") != std::string::npos ||
         result.errors.find("PCH") != std::string::npos;
}

/// The compiler says that there is no such file, which is only half the truth.
std::string explain_outside(const Source& source, const std::string& errors) {
  for (const std::string& name : source.outside) {
    if (errors.find(name) == std::string::npos) continue;
    return "\"" + name +
           "\" leads out of the submission's folder: files from there and from below may be "
           "included, and no others. Put a copy there, and include that.";
  }
  return {};
}

Build explain_failure(const sandbox::RunResult& result, const Source& source) {
  using sandbox::Status;
  Build build;
  switch (result.status) {
    case Status::exited:
      break;
    case Status::sandbox_error:
      throw base::Error("cannot run the compiler in the sandbox: " + result.message);
    case Status::stopped:
      throw base::Error("interrupted");
    case Status::denied:
      build.message =
          "the compiler was made to do something forbidden (" + result.denied_call + ")";
      return build;
    default:
      build.status = Build::Status::compile_limit;
      build.message =
          std::string("the compiler was stopped at a limit (") + sandbox::name(result.status) + ")";
      return build;
  }
  std::vector<OwnFile> own = {{name_for_copy(source), source.path.filename().string()}};
  for (const fs::path& path : source.neighbours) own.push_back({path, path.filename().string()});
  CompilerMessages messages = clean_messages(result.errors, own);
  build.diagnostics = std::move(messages.errors);
  build.message = std::move(messages.misfit);
  if (build.message.empty()) build.message = explain_outside(source, build.diagnostics);
  if (build.message.empty() && build.diagnostics.empty()) {
    build.message = "the compiler failed without an error in the submission";
    build.diagnostics = result.errors.substr(0, 2000);
  }
  return build;
}

}  // namespace

struct Builder::HeadersJob {
  std::string key;
  sandbox::WorkFolder work;
  std::optional<sandbox::Process> process;
};

Builder::Builder(const Toolchain& toolchain, const BuildCache& cache, sandbox::Tier tier,
                 const std::atomic<bool>* stop, bool for_later)
    : toolchain_(toolchain), cache_(cache), tier_(tier), stop_(stop), for_later_(for_later) {}

Builder::~Builder() = default;

std::string build_flags_text(const Toolchain& toolchain) {
  std::string text = toolchain.identity + ' ' + toolchain.linker;
  for (const std::string& flag : base_flags(toolchain)) text += ' ' + flag;
  return text;
}

std::vector<std::string> Builder::command(const Source& source, const DriverFiles& driver,
                                          const Recipe& recipe, const std::string& headers) const {
  std::vector<std::string> argv = {toolchain_.program};
  const auto flags = base_flags(toolchain_);
  argv.insert(argv.end(), flags.begin(), flags.end());
  argv.insert(argv.end(), recipe.flags.begin(), recipe.flags.end());
  if (!toolchain_.linker.empty()) argv.push_back("-fuse-ld=" + toolchain_.linker);
  if (!headers.empty()) {
    argv.insert(argv.end(), {"-include", (cache_.folder() / headers).string()});
  }
  argv.insert(argv.end(), {"-iquote", source.path.parent_path().string(), "nines-main.cpp"});
  if (recipe.links_driver) argv.push_back(driver.object.string());
  argv.insert(argv.end(), {"-o", "nines-program", "-ldl"});
  return argv;
}

std::string Builder::find_headers(const Source& source) {
  if (source.system_headers.empty() || source.configures_headers) return {};
  std::string names;
  for (const std::string& name : source.system_headers) names += name + '\n';
  const std::string key = BuildCache::key({build_flags_text(toolchain_), names});
  if (cache_.find(compiled_name(key)) && cache_.find(headers_name(key))) return headers_name(key);
  if (for_later_) start_headers(source, key);
  return {};
}

void Builder::start_headers(const Source& source, const std::string& key) {
  std::string text;
  for (const std::string& name : source.system_headers) text += "#include <" + name + ">\n";
  if (headers_job_ && headers_job_->process->finished()) finish_headers();
  if (headers_job_) return;
  if (!cache_.find(headers_name(key))) {
    cache_.store_text(headers_name(key), text);
    // Clang compares the times too; the same for ever, so that it may go and come back.
    std::error_code ignored;
    fs::last_write_time(cache_.folder() / headers_name(key), fs::file_time_type{}, ignored);
  }
  headers_job_.reset(new HeadersJob{key, sandbox::WorkFolder(cache_.work_folder()), std::nullopt});
  sandbox::Job job = compile_job(toolchain_, headers_job_->work);
  job.argv = {toolchain_.program};
  const auto flags = base_flags(toolchain_);
  job.argv.insert(job.argv.end(), flags.begin(), flags.end());
  job.argv.insert(
      job.argv.end(),
      {"-x", "c++-header", (cache_.folder() / headers_name(key)).string(), "-o", "headers.gch"});
  job.readable.push_back(cache_.folder() / headers_name(key));
  job.limits.file_size_bytes = headers_bytes_max;
  headers_job_->process = sandbox::Process::start(job, tier_);
}

void Builder::finish_headers() {
  if (!headers_job_) return;
  const std::unique_ptr<HeadersJob> job = std::move(headers_job_);
  while (!job->process->finished()) {
    pollfd polled{job->process->poll_descriptor(), POLLIN, 0};
    ::poll(&polled, 1, 50);
    if (stop_ != nullptr && *stop_) return;
  }
  const sandbox::RunResult& result = job->process->wait();
  if (result.status != sandbox::Status::exited || result.exit_code != 0) return;
  const auto file = job->work.open_result("headers.gch", headers_bytes_max);
  if (!file) return;
  cache_.store(compiled_name(job->key), file->get(), false);
  cache_.trim(cache_bytes_max);
}

Build Builder::build(const Source& source, const DriverFiles& driver, const Recipe& recipe) {
  const auto begin = std::chrono::steady_clock::now();
  const auto elapsed = [&begin] {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                                 begin);
  };
  if (source.text.find_first_not_of(" \t\r\n\f\v") == std::string::npos) {
    Build empty;
    empty.message = "the file is empty";
    return empty;
  }
  std::string recipe_text = main_text(source, driver, recipe);
  for (const std::string& flag : recipe.flags) recipe_text += flag + '\n';
  const std::string name =
      "program-" +
      BuildCache::key({build_flags_text(toolchain_), source.path.native(), source.text, recipe_text,
                       std::to_string(source.neighbours_hash), identity(driver)});
  if (const auto known = cache_.find(name)) {
    Build build;
    build.status = Build::Status::built;
    build.program = *known;
    build.from_cache = true;
    build.time = elapsed();
    return build;
  }

  const sandbox::WorkFolder work(cache_.work_folder());
  work.write(name_for_copy(source), source.text);
  work.write("nines-main.cpp", main_text(source, driver, recipe));
  const auto compile = [&](const std::string& headers) {
    sandbox::Job job = compile_job(toolchain_, work);
    job.readable.insert(job.readable.end(), source.neighbours.begin(), source.neighbours.end());
    job.readable.insert(job.readable.end(), {driver.folder, driver.object});
    if (!headers.empty()) {
      job.readable.push_back(cache_.folder() / headers);
      job.readable.push_back(cache_.folder() / (headers + ".gch"));
    }
    job.argv = command(source, driver, recipe, headers);
    return run_until_stopped(job, tier_, stop_);
  };
  const std::string headers = recipe.flags.empty() ? find_headers(source) : std::string();
  sandbox::RunResult result = compile(headers);
  if (!headers.empty() && complains_of_headers(result)) {
    cache_.remove(headers + ".gch");
    if (result.exit_code != 0) result = compile({});
  }
  if (result.status != sandbox::Status::exited || result.exit_code != 0) {
    Build build = explain_failure(result, source);
    build.time = elapsed();
    return build;
  }
  const auto program = work.open_result("nines-program", program_bytes_max);
  if (!program) throw base::Error("the compiler succeeded and left no program");
  Build build;
  build.status = Build::Status::built;
  build.program = cache_.store(name, program->get(), true);
  build.time = elapsed();
  return build;
}

}  // namespace grader
