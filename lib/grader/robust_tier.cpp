#include "grader/robust_tier.hpp"

#include <algorithm>
#include <exception>
#include <fstream>
#include <mutex>
#include <poll.h>
#include <sstream>
#include <string.h>
#include <thread>

#include "base/error.hpp"
#include "base/random.hpp"
#include "grader/driver_lane.hpp"
#include "grader/sanitizer_report.hpp"

namespace grader {
namespace {

using Status = RobustResult::Status;

/// One line of plan.txt.
struct Entry {
  std::string requirement;
  std::string kind;
  std::string unit;
  std::string macro;
  std::string words;
};

std::vector<Entry> read_plan(const DriverFiles& driver) {
  std::ifstream stream(driver.folder / "robust/plan.txt");
  std::vector<Entry> entries;
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    Entry entry;
    words >> entry.requirement >> entry.kind >> entry.unit >> entry.macro >> std::ws;
    std::getline(words, entry.words);
    entries.push_back(entry);
  }
  return entries;
}

struct Checked {
  Status status = Status::not_run;
  std::string detail;
};

std::string first_line(const std::string& text) {
  return text.substr(0, std::min(text.find('\n'), text.size()));
}

class RobustRun {
 public:
  explicit RobustRun(const RobustContext& context)
      : context_(context), name_(context.source.path.filename().string()) {}

  Checked run(const Entry& entry) const {
    const bool is_timed = entry.kind == "timed" || entry.kind == "memory";
    if (is_timed && context_.is_in_real_time) return {Status::not_run, left_out_in_real_time};
    if (entry.kind == "memory") return memory();
    Recipe recipe;
    recipe.units.push_back("robust/" + entry.unit);
    if (!entry.macro.empty()) recipe.defines.push_back(entry.macro);
    const bool is_threads = entry.kind == "threads";
    if (is_threads) {
      recipe.flags = {"-fsanitize=thread", "-g1", "-O1"};
      recipe.links_driver = false;
    }
    const Build build = make(recipe);
    if (build.status != Build::Status::built) return does_not_compile(entry, build);
    return judge(finish(start(build, entry.requirement, is_threads)), build);
  }

 private:
  Build make(const Recipe& recipe) const {
    return Builder(context_.toolchain, context_.cache, context_.tier, context_.stop)
        .build(context_.source, context_.driver, recipe);
  }

  Checked does_not_compile(const Entry& entry, const Build& build) const {
    if (!entry.words.empty()) {
      // Without an error in the author's file there is nothing more that would help.
      const std::string why = build.message.empty() ? first_line(build.diagnostics) : "";
      return {Status::failed, entry.words + " cannot be called" + (why.empty() ? "" : ": " + why)};
    }
    return {Status::not_run, "it does not compile with the check"};
  }

  sandbox::Process start(const Build& build, const std::string& argument, bool is_sanitized) const {
    sandbox::Job job;
    job.argv = {build.program.string(), argument};
    job.environment = {"MALLOC_ARENA_MAX=1", "LC_ALL=C"};
    job.readable = {build.program};
    job.limits = sandbox::run_limits();
    job.limits.stack_bytes = 512 << 10;
    if (is_sanitized) {
      job.environment.insert(job.environment.end(), sanitizer_environment.begin(),
                             sanitizer_environment.end());
      set_sanitizer_limits(job);
    }
    return sandbox::Process::start(job, context_.tier);
  }

  sandbox::RunResult finish(sandbox::Process process) const {
    while (!process.finished()) {
      pollfd polled{process.poll_descriptor(), POLLIN, 0};
      ::poll(&polled, 1, 50);
      throw_if_stopped();
    }
    return process.wait();
  }

  void throw_if_stopped() const {
    if (context_.stop != nullptr && *context_.stop) throw base::Error("interrupted");
  }

  Checked judge(const sandbox::RunResult& result, const Build& build) const {
    if (result.status == sandbox::Status::sandbox_error) {
      return {Status::not_run, result.message};
    }
    if (result.status == sandbox::Status::exited && result.exit_code == 0) {
      return {Status::passed, ""};
    }
    const std::string report =
        first_report(with_places(result.errors, build.program, context_.tier), name_, name_);
    if (!report.empty()) return {Status::failed, report};
    if (result.status == sandbox::Status::exited && !result.output.empty()) {
      return {Status::failed, first_line(result.output)};
    }
    if (result.status == sandbox::Status::signalled) {
      const char* words = ::sigdescr_np(result.signal);
      return {Status::failed, std::string("it crashed: ") + (words != nullptr ? words : "signal")};
    }
    return {Status::failed, std::string("it ended early: ") + sandbox::name(result.status)};
  }

  /// The driver again, with sanitizers, through named traces and random ones.
  Checked memory() const {
    Recipe recipe;
    recipe.flags = {"-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g1", "-O1"};
    const Build build = make(recipe);
    if (build.status != Build::Status::built) {
      return {Status::not_run, "it does not compile with AddressSanitizer"};
    }
    DriverOptions options;
    options.tier = context_.tier;
    options.is_sanitized = true;
    options.stop = context_.stop;
    DriverLane lane(build.program, options, 0);
    const std::vector<Request> requests = memory_requests();
    std::vector<Reply> replies(requests.size());
    Chunk chunk{0, requests.size()};
    while (chunk.first < chunk.last) {
      lane.send(requests, chunk);
      DriverLane::Progress progress;
      while (!progress.left) {
        pollfd polled{lane.poll_descriptor(), POLLIN, 0};
        ::poll(&polled, 1, 50);
        throw_if_stopped();
        progress = lane.take(requests, replies);
      }
      if (progress.ended_badly || progress.was_garbled) break;
      chunk.first = progress.left->first;
    }
    return judge(lane.end(), build);
  }

  std::vector<Request> memory_requests() const {
    std::vector<Request> requests;
    for (const NamedTrace& named : context_.manifest.traces) {
      requests.push_back({named.setting, named.trace, Look::after_each_step, named.second});
    }
    base::RandomStream stream(1, "memory");
    for (int i = 0; i < 200; ++i) {
      const auto alphabet = context_.oracle.alphabet(i % 2 == 1);
      Request request;
      request.setting = context_.manifest.settings[stream.below(context_.manifest.settings.size())];
      for (int step = 0; step < 20; ++step) {
        request.trace.push_back(alphabet[stream.below(alphabet.size())]);
      }
      requests.push_back(request);
    }
    return requests;
  }

  const RobustContext& context_;
  std::string name_;
};

/// Several lines about one requirement: it holds when all of them do.
void join(std::vector<RobustResult>& results, const std::string& requirement,
          const Checked& outcome) {
  auto found = std::find_if(results.begin(), results.end(), [&](const RobustResult& result) {
    return result.requirement == requirement;
  });
  if (found == results.end()) {
    results.push_back({requirement, outcome.status, outcome.detail});
    return;
  }
  if (found->status == Status::failed || outcome.status == Status::passed) return;
  found->status = outcome.status;
  found->detail = outcome.detail;
}

/// The long ones first; the checks share one program, which the first of them compiles.
int rank(const Entry& entry) {
  return entry.kind == "memory" ? 0 : entry.kind == "threads" ? 1 : 2;
}

class Pool {
 public:
  explicit Pool(const RobustContext& context)
      : context_(context), entries_(read_plan(context.driver)) {
    std::erase_if(entries_, [&only = context.only](const Entry& entry) {
      return !only.empty() && std::find(only.begin(), only.end(), entry.requirement) == only.end();
    });
    outcomes_.resize(entries_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i) order_.push_back(i);
    std::stable_sort(order_.begin(), order_.end(), [this](std::size_t left, std::size_t right) {
      return rank(entries_[left]) < rank(entries_[right]);
    });
  }

  std::vector<RobustResult> run() {
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) threads.emplace_back([this] { work(); });
    for (std::thread& thread : threads) thread.join();
    if (error_) std::rethrow_exception(error_);
    std::vector<RobustResult> results;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      join(results, entries_[i].requirement, outcomes_[i]);
    }
    return results;
  }

 private:
  void work() {
    try {
      for (;;) {
        std::size_t mine = 0;
        {
          const std::lock_guard lock(mutex_);
          if (next_ == order_.size() || error_) return;
          mine = order_[next_++];
          if (context_.on_progress) {
            context_.on_progress(static_cast<double>(next_ - 1) /
                                 static_cast<double>(order_.size()));
          }
        }
        outcomes_[mine] = RobustRun(context_).run(entries_[mine]);
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!error_) error_ = std::current_exception();
    }
  }

  const RobustContext& context_;
  std::vector<Entry> entries_;
  std::vector<Checked> outcomes_;
  std::vector<std::size_t> order_;
  std::mutex mutex_;
  std::size_t next_ = 0;
  std::exception_ptr error_;
};

}  // namespace

std::vector<RobustResult> run_robust(const RobustContext& context) {
  return Pool(context).run();
}

}  // namespace grader
