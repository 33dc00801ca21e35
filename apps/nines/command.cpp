#include "nines/command.hpp"

#include <algorithm>
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/error.hpp"
#include "nines/help.hpp"
#include "nines/verbs.hpp"
#include "terminal/style.hpp"
#include "terminal/suggest.hpp"

namespace nines {
namespace {

void add_globals(CLI::App& grammar, Globals& globals) {
  grammar.add_flag("--plain", globals.display.plain,
                   "Write as into a pipe: no colour, no single keys");
  grammar.add_flag("--no-color", globals.display.no_color, "No colour");
  grammar.add_flag("--screen-reader", globals.display.screen_reader,
                   "Whole lines and full words, nothing redrawn");
  grammar.add_flag("--json", globals.json, "Results as JSON on standard output");
  grammar.add_option("--seed", globals.seed, "Make every draw repeatable")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  grammar.add_option("--data-dir", globals.data_folder, "Keep the journal in this folder")
      ->type_name("DIR");
  grammar.add_option("--content", globals.packs, "Add a folder of questions (repeatable)")
      ->type_name("DIR")
      ->allow_extra_args(false);
}

/// The innermost verb that the words have reached.
const CLI::App& innermost(const CLI::App& grammar) {
  const CLI::App* at = &grammar;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
  return *at;
}

std::vector<std::string> option_names(const CLI::App& verb) {
  std::vector<std::string> names;
  for (const CLI::App* at = &verb; at != nullptr; at = at->get_parent()) {
    for (const CLI::Option* option : at->get_options()) {
      for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

std::vector<std::string> verb_names(const CLI::App& verb) {
  std::vector<std::string> names;
  for (const CLI::App* sub : verb.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(sub->get_name());
  }
  return names;
}

/// What CLI11 could not place: a mistyped verb or option.
base::Error unexpected(const CLI::App& grammar) {
  const CLI::App& verb = innermost(grammar);
  const std::vector<std::string> words = grammar.remaining(true);
  const std::string word = words.empty() ? std::string() : words.front();
  const bool is_option = word.size() > 1 && word[0] == '-';
  const bool is_verb = !is_option && !verb_names(verb).empty();
  const std::string what = is_option ? "option" : is_verb ? "command" : "argument";
  const auto near = terminal::nearest(word.substr(0, word.find('=')),
                                      is_option ? option_names(verb) : verb_names(verb));
  const std::string help =
      verb.get_parent() == nullptr ? "help" : fmt::format("help {}", verb.get_name());
  if (near) {
    return base::Error(fmt::format("unknown {} \"{}\": did you mean \"{}\"?", what, word, *near));
  }
  return base::Error(fmt::format("unknown {} \"{}\"", what, word),
                     fmt::format("\"{}\" lists what there is", help));
}

}  // namespace

std::unique_ptr<CLI::App> make_grammar(Invocation& invocation) {
  auto grammar = std::make_unique<CLI::App>(
      "Practice for distributed-systems and system-design interviews", "nines");
  grammar->require_subcommand(0, 1);
  grammar->set_help_flag("-h,--help", "This help");
  grammar->set_version_flag("--version", "nines " NINES_VERSION, "The version");
  add_globals(*grammar, invocation.globals);
  grammar->footer(
      "nines  the prompt: the same commands, with completion and history\n"
      "nines quiz  ten questions, every option explained\n"
      "nines quiz --weak  what you got wrong, weakest first\n"
      "nines interview  a question, your spoken answer, judged point by point\n"
      "nines drill  numbers, drawn anew each time\n"
      "nines read  articles, worked design cases, and what is wrongly repeated\n"
      "nines stats  what you know, topic by topic\n"
      "nines challenge start circuit-breaker  code to write in 25 minutes\n"
      "nines grade circuit_breaker.hpp  what is wrong with it, shown by the shortest run\n"
      "nines dashboard  a system that fails, and a breaker that isolates the failure");
  add_quiz(*grammar, invocation);
  add_interview(*grammar, invocation);
  add_drill(*grammar, invocation);
  add_read(*grammar, invocation);
  add_challenge(*grammar, invocation);
  add_grade(*grammar, invocation);
  add_dashboard(*grammar, invocation);
  add_list(*grammar, invocation);
  add_stats(*grammar, invocation);
  add_undo(*grammar, invocation);
  add_content(*grammar, invocation);
  add_doctor(*grammar, invocation);
  add_help(*grammar, invocation);
  return grammar;
}

Invocation parse(const std::vector<std::string>& words, const Globals& defaults) {
  Invocation invocation{defaults, {}};
  // CLI11 replaces a list, but --content adds to the packs that are there.
  invocation.globals.packs.clear();
  const std::shared_ptr<CLI::App> grammar = make_grammar(invocation);
  try {
    grammar->parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::CallForHelp&) {
    invocation.action = [grammar](Context& context) {
      context.console().print(help_for(innermost(*grammar), context.console().width()));
      return status_done;
    };
  } catch (const CLI::CallForVersion&) {
    invocation.action = [](Context& context) {
      context.console().print({{"nines " NINES_VERSION}});
      return status_done;
    };
  } catch (const CLI::ExtrasError&) {
    throw unexpected(*grammar);
  } catch (const CLI::ParseError& error) {
    const CLI::App& verb = innermost(*grammar);
    throw base::Error(error.what(),
                      verb.get_parent() == nullptr
                          ? "\"nines help\" shows what there is"
                          : fmt::format("\"nines help {}\" shows what it takes", verb.get_name()));
  }
  auto& packs = invocation.globals.packs;
  packs.insert(packs.begin(), defaults.packs.begin(), defaults.packs.end());
  return invocation;
}

}  // namespace nines
