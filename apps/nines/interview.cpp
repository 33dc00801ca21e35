#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/error.hpp"
#include "base/random.hpp"
#include "nines/interview_run.hpp"
#include "nines/item_words.hpp"
#include "nines/option_range.hpp"
#include "nines/run_json.hpp"
#include "nines/verbs.hpp"

namespace nines {
namespace {

struct InterviewOptions {
  std::vector<std::string> words;
  std::size_t count = 3;
  std::optional<int> difficulty;
  bool weak = false;
  bool no_save = false;
};

int run_interview(const InterviewOptions& options, Context& context) {
  const auto& globals = context.globals();
  const auto& bank = context.bank();
  practice::QuizRequest request;
  sort_item_words(options.words, bank, content::Kind::open, request);
  request.difficulty = options.difficulty;
  request.count = options.count;
  request.weak = options.weak;
  request.seed = globals.seed ? *globals.seed : base::fresh_seed();
  request.seed_is_fixed = globals.seed.has_value();

  auto sitting = begin_sitting(context, {"interview", request.seed, options.weak}, options.no_save);
  if (!sitting) return status_failed;
  auto items =
      practice::plan_items(bank.items(), sitting->journal.answers(), request, content::Kind::open);
  if (items.empty()) {
    throw base::Error("no interview question fits",
                      options.weak ? "answer some without --weak first"
                                   : "\"nines list kind:open\" shows what there is");
  }
  InterviewRun interview(context, std::move(*sitting), std::move(items));
  const bool was_interrupted = interview.play();
  const RunRecord& record = interview.record();
  record.print_summary();
  if (globals.json) print_run_json("interview", record, request.seed, context);
  return was_interrupted ? status_interrupted : record.is_complete() ? status_done : status_failed;
}

}  // namespace

void add_interview(CLI::App& grammar, Invocation& invocation) {
  auto* verb = grammar.add_subcommand(
      "interview", "A question, your spoken answer judged point by point, a follow-up");
  verb->fallthrough();
  auto options = std::make_shared<InterviewOptions>();
  verb->add_option("TOPIC", options->words,
                   "Topics (or single questions) to ask; all when none is given");
  verb->add_option("--count", options->count, "How many questions (3)")
      ->type_name("N")
      ->check(in_range(std::size_t{1}, std::size_t{100'000}));
  verb->add_option("--difficulty", options->difficulty, "Only this difficulty, 1 to 3")
      ->type_name("1..3")
      ->check(in_range(1, 3));
  verb->add_flag("--weak", options->weak, "What you answered least well, weakest first");
  verb->add_flag("--no-save", options->no_save, "Keep no record of this run");
  verb->footer(
      "nines interview  three questions, new ones first\n"
      "nines interview resilience-traffic --count 1  one on a topic\n"
      "nines interview design-cases --count 1  a whole design, judged phase by phase\n"
      "nines interview --seed 7  the same questions for everybody");
  verb->callback([&invocation, options] {
    invocation.action = [options](Context& context) { return run_interview(*options, context); };
  });
}

}  // namespace nines
