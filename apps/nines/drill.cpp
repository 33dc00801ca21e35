#include <fmt/format.h>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/error.hpp"
#include "base/random.hpp"
#include "nines/drill_run.hpp"
#include "nines/item_words.hpp"
#include "nines/option_range.hpp"
#include "nines/run_json.hpp"
#include "nines/verbs.hpp"

namespace nines {
namespace {

struct DrillOptions {
  std::vector<std::string> words;
  std::optional<std::size_t> count;
  std::optional<int> difficulty;
  bool no_save = false;
};

int run_drill(const DrillOptions& options, Context& context) {
  const auto& globals = context.globals();
  const auto& bank = context.bank();
  practice::QuizRequest request;
  sort_item_words(options.words, bank, content::Kind::drill, request);
  request.difficulty = options.difficulty;
  request.count = std::numeric_limits<std::size_t>::max();
  request.seed = globals.seed ? *globals.seed : base::fresh_seed();
  request.seed_is_fixed = globals.seed.has_value();

  auto sitting = begin_sitting(context, {"drill", request.seed, false}, options.no_save);
  if (!sitting) return status_failed;
  auto drills =
      practice::plan_items(bank.items(), sitting->journal.answers(), request, content::Kind::drill);
  if (drills.empty()) {
    throw base::Error("no drill fits", "\"nines list kind:drill\" shows what there is");
  }
  DrillRun run(context, std::move(*sitting), {std::move(drills), options.count, request.seed});
  const bool was_interrupted = run.play();
  const RunRecord& record = run.record();
  record.print_summary();
  if (globals.json) print_run_json("drill", record, request.seed, context);
  return was_interrupted ? status_interrupted : record.is_complete() ? status_done : status_failed;
}

}  // namespace

void add_drill(CLI::App& grammar, Invocation& invocation) {
  auto* verb =
      grammar.add_subcommand("drill", "Numbers: drawn anew each time, checked with their units");
  verb->fallthrough();
  auto options = std::make_shared<DrillOptions>();
  verb->add_option("NAME", options->words, "Drills or topics; all when none is given");
  verb->add_option("--count", options->count, "How many questions (until you leave)")
      ->type_name("N")
      ->check(in_range(std::size_t{1}, std::size_t{100'000}));
  verb->add_option("--difficulty", options->difficulty, "Only this difficulty, 1 to 3")
      ->type_name("1..3")
      ->check(in_range(1, 3));
  verb->add_flag("--no-save", options->no_save, "Keep no record of this run");
  verb->footer(
      "nines drill  one after the other, until q\n"
      "nines drill downtime-budget  one kind, again and again\n"
      "nines drill fault-tolerance --count 5  five on a topic\n"
      "nines drill --seed 7 --count 3  the same numbers for everybody");
  verb->callback([&invocation, options] {
    invocation.action = [options](Context& context) { return run_drill(*options, context); };
  });
}

}  // namespace nines
