#include "practice/quiz.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/error.hpp"
#include "base/random.hpp"
#include "nines/journal_access.hpp"
#include "nines/option_range.hpp"
#include "nines/quiz_json.hpp"
#include "nines/quiz_run.hpp"
#include "nines/verbs.hpp"
#include "terminal/suggest.hpp"

namespace nines {
namespace {

struct QuizOptions {
  std::vector<std::string> topics;
  std::size_t count = 10;
  std::optional<int> difficulty;
  bool weak = false;
  bool no_save = false;
};

/// The words behind `quiz` are topics or single items.
void sort_words(const std::vector<std::string>& words, const content::Bank& bank,
                practice::QuizRequest& request) {
  const auto topics = bank.topics();
  for (const auto& word : words) {
    if (std::binary_search(topics.begin(), topics.end(), word)) {
      request.topics.push_back(word);
    } else if (bank.find(word) != nullptr) {
      request.items.push_back(word);
    } else {
      const auto near = terminal::nearest(word, topics);
      throw base::Error(fmt::format("there is no topic or question \"{}\"", word),
                        near ? fmt::format("did you mean \"{}\"?", *near)
                             : "\"nines list\" shows the topics and questions");
    }
  }
}

base::Error nothing_fits(const QuizOptions& options, const practice::QuizRequest& request) {
  std::string filters;
  const auto add = [&filters](const std::string& text) {
    if (!filters.empty()) filters += ", ";
    filters += text;
  };
  for (const auto& topic : request.topics) add("topic " + topic);
  for (const auto& item : request.items) add("question " + item);
  if (request.difficulty) add(fmt::format("difficulty {}", *request.difficulty));
  if (options.weak) {
    return base::Error(filters.empty() ? "nothing is weak yet: no question has been answered"
                                       : "no question that was answered fits: " + filters,
                       "take a quiz without --weak first");
  }
  return base::Error(
      "no multiple-choice question fits: " + (filters.empty() ? "none is loaded" : filters),
      "\"nines list\" shows what there is; leave out a filter");
}

int run_quiz(const QuizOptions& options, Context& context) {
  const auto& globals = context.globals();
  const auto& bank = context.bank();
  practice::QuizRequest request;
  sort_words(options.topics, bank, request);
  request.difficulty = options.difficulty;
  request.count = options.count;
  request.weak = options.weak;
  request.seed = globals.seed ? *globals.seed : base::fresh_seed();
  request.seed_is_fixed = globals.seed.has_value();

  auto sitting = begin_sitting(context, {"quiz", request.seed, options.weak}, options.no_save);
  if (!sitting) return status_failed;
  auto questions = practice::plan_quiz(bank, sitting->journal.answers(), request);
  if (questions.empty()) throw nothing_fits(options, request);

  QuizRun quiz(context, std::move(*sitting), std::move(questions), options.weak);
  const bool was_interrupted = quiz.play();
  quiz.finish();
  if (globals.json) print_quiz_json(quiz, request.seed, context);
  return was_interrupted             ? status_interrupted
         : quiz.is_complete_record() ? status_done
                                     : status_failed;
}

}  // namespace

void add_quiz(CLI::App& grammar, Invocation& invocation) {
  auto* verb = grammar.add_subcommand("quiz", "Multiple choice, every option explained");
  verb->fallthrough();
  auto options = std::make_shared<QuizOptions>();
  verb->add_option("TOPIC", options->topics,
                   "Topics (or single questions) to ask; all when none is given");
  verb->add_option("--count", options->count, "How many questions (10)")
      ->type_name("N")
      ->check(in_range(std::size_t{1}, std::size_t{100'000}));
  verb->add_option("--difficulty", options->difficulty, "Only this difficulty, 1 to 3")
      ->type_name("1..3")
      ->check(in_range(1, 3));
  verb->add_flag("--weak", options->weak, "What you got wrong, weakest first");
  verb->add_flag("--no-save", options->no_save, "Keep no record of this run");
  verb->footer(
      "nines quiz  ten questions, new ones first\n"
      "nines quiz consistency --count 5  five on one topic\n"
      "nines quiz --weak  what you got wrong, weakest first\n"
      "nines quiz --seed 7 --count 3  the same three for everybody");
  verb->callback([&invocation, options] {
    invocation.action = [options](Context& context) { return run_quiz(*options, context); };
  });
}

}  // namespace nines
