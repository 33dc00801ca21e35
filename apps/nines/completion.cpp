#include <algorithm>

#include <CLI/CLI.hpp>

#include "base/error.hpp"
#include "dashboard/arm_run.hpp"
#include "nines/challenges.hpp"
#include "nines/command.hpp"
#include "nines/read_view.hpp"
#include "nines/repl.hpp"
#include "simulation/scenarios.hpp"
#include "terminal/command_line.hpp"

namespace nines {
namespace {

void add_if_fits(std::vector<std::string>& fitting, const std::string& word,
                 std::string_view prefix) {
  if (word.starts_with(prefix)) fitting.push_back(word);
}

const CLI::App* child(const CLI::App& verb, const std::string& name) {
  for (const CLI::App* sub : verb.get_subcommands([](const CLI::App*) { return true; })) {
    if (sub->get_name() == name) return sub;
  }
  return nullptr;
}

/// Whether a verb takes this item, and its topic, behind its name.
bool takes(const std::string& verb, const content::Item& item) {
  if (verb == "quiz") return item.choice() != nullptr;
  if (verb == "interview") return item.open() != nullptr;
  if (verb == "drill") return item.drill() != nullptr;
  if (verb == "read") return is_readable(item);
  return verb == "list";
}

/// None where they cannot be loaded: completion is no place for complaints.
std::vector<std::string> challenge_ids() {
  std::vector<std::string> ids;
  try {
    for (const auto& challenge : load_challenges()) ids.push_back(challenge.id);
  } catch (const base::Error&) {
    return {};
  }
  return ids;
}

/// What an option takes when that is a choice among words.
std::vector<std::string> values_of(const std::string& verb, const std::string& option) {
  if (verb == "grade" && option == "--clock") return {"virtual", "real"};
  if (verb == "grade" && option == "--format") return {"text", "json", "junit"};
  if (verb != "dashboard") return {};
  if (option == "--speed") return {"1", "10", "100", "max"};
  if (option == "--expect") return {"isolation"};
  std::vector<std::string> names;
  for (const auto& scenario : simulation::named_scenarios()) {
    if (option == "--scenario") names.push_back(scenario.name);
    if (option != "--arm") continue;
    for (const auto& plan : dashboard::comparison_plans(scenario))
      names.push_back(dashboard::word_of(plan.arm));
  }
  return names;
}

std::vector<std::string> sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace

std::vector<std::string> complete(std::string_view before, const content::Bank& bank) {
  const std::size_t space = before.find_last_of(' ');
  const std::string_view prefix =
      space == std::string_view::npos ? before : before.substr(space + 1);
  std::vector<std::string> words;
  try {
    words = terminal::split_words(before.substr(0, before.size() - prefix.size()));
  } catch (const base::Error&) {
    return {};  // inside a quotation there is nothing to offer
  }
  Invocation unused;
  const auto grammar = make_grammar(unused);
  const CLI::App* verb = grammar.get();
  for (const auto& word : words) {
    if (const CLI::App* sub = child(*verb, word)) verb = sub;
  }
  std::vector<std::string> fitting;
  if (const auto equals = prefix.find('='); prefix.starts_with("--") && equals != prefix.npos) {
    const std::string option(prefix.substr(0, equals));
    for (const auto& value : values_of(verb->get_name(), option))
      add_if_fits(fitting, option + "=" + value, prefix);
    return sorted(std::move(fitting));
  }
  if (!words.empty()) {
    const auto values = values_of(verb->get_name(), words.back());
    for (const auto& value : values) add_if_fits(fitting, value, prefix);
    if (!values.empty()) return sorted(std::move(fitting));
  }
  if (prefix.starts_with("-")) {
    for (const CLI::App* at = verb; at != nullptr; at = at->get_parent()) {
      for (const CLI::Option* option : at->get_options()) {
        for (const auto& name : option->get_lnames()) add_if_fits(fitting, "--" + name, prefix);
      }
    }
  } else {
    for (const CLI::App* sub : verb->get_subcommands([](const CLI::App*) { return true; })) {
      add_if_fits(fitting, sub->get_name(), prefix);
    }
    const std::string& name = verb->get_name();
    if (name == "help") {
      for (const CLI::App* sub : grammar->get_subcommands([](const CLI::App*) { return true; })) {
        add_if_fits(fitting, sub->get_name(), prefix);
      }
    }
    if (verb->get_parent() != nullptr && verb->get_parent()->get_name() == "challenge") {
      for (const auto& id : challenge_ids()) add_if_fits(fitting, id, prefix);
    }
    const bool takes_items = verb->get_parent() == grammar.get();  // not `challenge list`
    for (const auto& item : bank.items()) {
      if (!takes_items || !takes(name, item)) continue;
      add_if_fits(fitting, item.id, prefix);
      if (name != "read") add_if_fits(fitting, item.topic, prefix);
    }
    if (name == "read") add_if_fits(fitting, "errata", prefix);
  }
  return sorted(std::move(fitting));
}

}  // namespace nines
