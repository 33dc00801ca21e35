#include <algorithm>

#include <CLI/CLI.hpp>

#include "base/error.hpp"
#include "nines/command.hpp"
#include "nines/repl.hpp"
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
    if (name == "quiz" || name == "list") {
      for (const auto& topic : bank.topics()) add_if_fits(fitting, topic, prefix);
      for (const auto& item : bank.items()) add_if_fits(fitting, item.id, prefix);
    }
  }
  std::sort(fitting.begin(), fitting.end());
  fitting.erase(std::unique(fitting.begin(), fitting.end()), fitting.end());
  return fitting;
}

}  // namespace nines
