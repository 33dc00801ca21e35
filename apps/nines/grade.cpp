#include <fmt/format.h>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "base/error.hpp"
#include "nines/dashboard.hpp"
#include "nines/file_watch.hpp"
#include "nines/grade_run.hpp"
#include "nines/messages.hpp"
#include "nines/option_range.hpp"
#include "nines/stopping.hpp"
#include "nines/verbs.hpp"

namespace nines {
namespace {

/// Errors are told and do not end the watch: the next save may mend them.
void grade_and_go_on(GradeRun& run, const std::atomic<bool>& stop, Context& context) {
  try {
    run.once(stop);
  } catch (const base::Error& error) {
    tell_error(error, context.console().capabilities());
  }
}

int run_watch(GradeRun& run, Stopping& stopping, Context& context) {
  auto& console = context.console();
  const auto& capabilities = console.capabilities();
  FileWatch watch(run.request().file, run.language().extensions);
  auto seen = hash_of_file(run.request().file);
  grade_and_go_on(run, stopping.flag(), context);
  for (int count = 2;;) {
    console.print_wrapped(
        {{fmt::format("Waiting for the next save of {}; {}Ctrl-C ends.",
                      run.request().file.string(), capabilities.interactive ? "q or " : ""),
          terminal::Role::muted}});
    const auto event = stopping.flag().load()
                           ? FileWatch::Event::stopped
                           : watch.wait(stopping.flag(), capabilities.interactive);
    if (event == FileWatch::Event::stopped) return stopping.finish();
    if (event == FileWatch::Event::left) return status_done;
    const auto hash = hash_of_file(run.request().file);
    // Saved, but not changed; or gone for a moment, as when an editor replaces it.
    if (hash == seen || hash == 0) continue;
    seen = hash;
    const std::string title = capabilities.screen_reader ? fmt::format("Run {}", count)
                                                         : fmt::format("--- run {} ", count);
    const int room = console.width() - static_cast<int>(title.size());
    const std::size_t rule =
        capabilities.screen_reader || room < 0 ? 0 : static_cast<std::size_t>(room);
    console.print({{title + std::string(rule, '-'), terminal::Role::muted}});
    ++count;
    grade_and_go_on(run, stopping.flag(), context);
  }
}

int run_grade(GradeRequest request, Context& context) {
  if (context.globals().json) {
    if (request.format == GradeFormat::junit)
      throw base::Error("--json and --format junit exclude each other", "choose one of them");
    request.format = GradeFormat::json;
  }
  if (request.watch && request.format != GradeFormat::text)
    throw base::Error("--watch is for reading: it has no results for a program",
                      "leave out --json and --format");
  if (request.real_clock && request.exhaustive)
    throw base::Error("--exhaustive needs virtual time, where waiting costs nothing",
                      "leave out --clock real, or --exhaustive");
  if (request.real_clock && request.dashboard)
    throw base::Error("--dashboard has a submission's timers run in simulated time",
                      "leave out --clock real, or --dashboard");
  if (request.dashboard && (request.watch || request.format != GradeFormat::text))
    throw base::Error("--dashboard is for reading, after one verdict",
                      "leave out --watch, --json and --format; \"nines dashboard --breaker FILE "
                      "--json\" has its figures");
  // From here on, an interruption ends what runs instead of leaving it behind.
  std::optional<Stopping> stopping(std::in_place);
  GradeRun run(std::move(request), context);
  if (run.request().watch) return run_watch(run, *stopping, context);
  const int status = run.once(stopping->flag());
  if (status == status_interrupted) return stopping->finish();
  if (!run.request().dashboard || !run.was_built()) return status;
  stopping.reset();
  DashboardRequest dashboard;
  dashboard.breaker = run.request().file;
  dashboard.allows_unsafe = run.request().allows_unsafe;
  dashboard.headless = true;
  run_headless(dashboard, prepare_dashboard(dashboard, context), context);
  return status;
}

}  // namespace

void add_grade(CLI::App& grammar, Invocation& invocation) {
  auto* verb = grammar.add_subcommand("grade", "Judge your solution of a coding challenge");
  verb->fallthrough();
  auto request = std::make_shared<GradeRequest>();
  auto no_robust = std::make_shared<bool>(false);
  auto clock = std::make_shared<std::string>("virtual");
  verb->add_option("FILE", request->file, "Your file")->required();
  verb->add_option("--challenge", request->challenge, "Which challenge it solves")
      ->type_name("NAME");
  verb->add_flag("--all", request->all, "Show every broken requirement in full");
  verb->add_flag("--strict", request->strict, "The robust tier decides too");
  verb->add_flag("--no-robust", *no_robust, "Leave out the robust tier");
  verb->add_flag("--watch", request->watch, "Grade again on every save");
  verb->add_flag("--dashboard", request->dashboard,
                 "Then show what it does in the simulated system, beside others");
  verb->add_option("--exhaustive", request->exhaustive,
                   "Try every sequence of up to K steps, however long it takes")
      ->type_name("K")
      ->check(in_range(1, 12));
  verb->add_option("--format", request->format, "text, json or junit")
      ->type_name("FORMAT")
      ->transform(
          CLI::CheckedTransformer(std::map<std::string, GradeFormat>{{"text", GradeFormat::text},
                                                                     {"json", GradeFormat::json},
                                                                     {"junit", GradeFormat::junit}},
                                  CLI::ignore_case));
  verb->add_option("--clock", *clock,
                   "virtual (exact, waits cost nothing) or real (a shorter suite, for code whose "
                   "time the virtual clock does not reach: rdtsc, timerfd, setitimer)")
      ->type_name("CLOCK")
      ->check(CLI::IsMember({"virtual", "real"}));
  verb->add_option("--sandbox", request->tier, "bubblewrap or landlock, instead of the better one")
      ->type_name("NAME")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, sandbox::Tier>{{"bubblewrap", sandbox::Tier::bubblewrap},
                                               {"landlock", sandbox::Tier::landlock}},
          CLI::ignore_case));
  verb->add_flag("--unsafe", request->allows_unsafe,
                 "Run the file even where no sandbox works: only code that you trust");
  verb->footer(
      "nines grade circuit_breaker.hpp  what is wrong with it, if anything\n"
      "nines grade --watch circuit_breaker.hpp  again on every save\n"
      "nines grade --strict circuit_breaker.hpp  threads, late results and memory count too\n"
      "nines grade --format junit circuit_breaker.hpp  for continuous integration\n"
      "nines grade --clock real circuit_breaker.hpp  where rdtsc or a timerfd tells the time");
  verb->callback([&invocation, request, no_robust, clock] {
    request->robust = !*no_robust;
    request->real_clock = *clock == "real";
    invocation.action = [request](Context& context) { return run_grade(*request, context); };
  });
}

}  // namespace nines
