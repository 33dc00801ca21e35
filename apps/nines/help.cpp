#include "nines/help.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "base/error.hpp"
#include "nines/command.hpp"
#include "nines/verbs.hpp"
#include "terminal/suggest.hpp"

namespace nines {
namespace {

using terminal::Line;
using terminal::Role;

constexpr int term_columns_max = 30;

struct Entry {
  std::string term;
  std::string meaning;
};

/// Terms in one column, their meanings wrapped beside them, or below them where it is narrow.
void add_entries(std::vector<Line>& lines, const std::vector<Entry>& entries, int width) {
  int column = 0;
  for (const auto& entry : entries) {
    column = std::max(column, static_cast<int>(entry.term.size()) + 4);
  }
  column = std::min(column, term_columns_max);
  const bool is_narrow = width < column + 24;
  for (const auto& [term, meaning] : entries) {
    const bool is_below = is_narrow || static_cast<int>(term.size()) + 4 > column;
    const std::string rest(static_cast<std::size_t>(is_narrow ? 6 : column), ' ');
    if (is_below) lines.push_back({{"  " + term, Role::key}});
    auto wrapped = terminal::wrap({{meaning}}, width, rest, rest);
    if (!is_below && !wrapped.empty()) {
      // The first line's indent makes room for the term.
      wrapped = terminal::wrap({{meaning}}, width - column);
      for (std::size_t i = 0; i < wrapped.size(); ++i) {
        const std::string padding(static_cast<std::size_t>(column) - 2 - term.size(), ' ');
        if (i == 0) {
          wrapped[i].insert(wrapped[i].begin(), {{"  "}, {term, Role::key}, {padding}});
        } else {
          wrapped[i].insert(wrapped[i].begin(), {rest});
        }
      }
    }
    lines.insert(lines.end(), wrapped.begin(), wrapped.end());
  }
}

std::string option_term(const CLI::Option& option) {
  std::string term;
  for (const auto& name : option.get_snames()) term += fmt::format("-{}, ", name);
  for (const auto& name : option.get_lnames()) term += fmt::format("--{}, ", name);
  if (term.size() > 2) term.resize(term.size() - 2);
  // CLI11 appends what the checks say of themselves.
  const std::string type = option.get_type_name().substr(0, option.get_type_name().find(':'));
  if (option.get_items_expected_max() > 0 && !type.empty()) term += " " + type;
  return term;
}

std::vector<Entry> option_entries(const CLI::App& verb, bool with_help = true) {
  std::vector<Entry> entries;
  for (const CLI::Option* option : verb.get_options()) {
    if (option == verb.get_help_ptr() && !with_help) continue;
    if (option->nonpositional())
      entries.push_back({option_term(*option), option->get_description()});
  }
  return entries;
}

std::vector<Entry> argument_entries(const CLI::App& verb) {
  std::vector<Entry> entries;
  for (const CLI::Option* option : verb.get_options()) {
    if (!option->nonpositional())
      entries.push_back({option->get_name(true), option->get_description()});
  }
  return entries;
}

std::vector<Entry> verb_entries(const CLI::App& verb) {
  std::vector<Entry> entries;
  for (const CLI::App* sub : verb.get_subcommands([](const CLI::App*) { return true; })) {
    entries.push_back({sub->get_name(), sub->get_description()});
  }
  return entries;
}

std::string usage(const CLI::App& verb) {
  std::string path = verb.get_name();
  const CLI::App* root = &verb;
  while (root->get_parent() != nullptr) {
    root = root->get_parent();
    path = root->get_name() + " " + path;
  }
  std::string text = path;
  if (!verb_entries(verb).empty()) text += " COMMAND";
  for (const auto& [name, meaning] : argument_entries(verb)) {
    const CLI::Option* option = verb.get_option(name);
    const bool is_list = option->get_items_expected_max() > 1;
    text += fmt::format(" [{}{}]", name, is_list ? "..." : "");
  }
  return text + " [OPTION...]";
}

void add_section(std::vector<Line>& lines, const std::string& title,
                 const std::vector<Entry>& entries, int width) {
  if (entries.empty()) return;
  lines.emplace_back();
  lines.push_back({{title, Role::heading}});
  add_entries(lines, entries, width);
}

/// The footer of a verb holds its examples, a line each: the command, two spaces, what it does.
std::vector<Entry> examples(const CLI::App& verb) {
  std::vector<Entry> entries;
  const std::string footer = verb.get_footer();
  for (std::size_t at = 0; at < footer.size();) {
    const std::size_t end = std::min(footer.find('\n', at), footer.size());
    const std::string line = footer.substr(at, end - at);
    const std::size_t gap = line.find("  ");
    if (gap != std::string::npos) entries.push_back({line.substr(0, gap), line.substr(gap + 2)});
    at = end + 1;
  }
  return entries;
}

}  // namespace

std::vector<Line> help_for(const CLI::App& verb, int width) {
  std::vector<Line> lines =
      terminal::wrap({{verb.get_name(), Role::strong}, {": " + verb.get_description()}}, width);
  add_section(lines, "Examples", examples(verb), width);
  lines.emplace_back();
  const auto usage_lines = terminal::wrap({{"Usage: " + usage(verb)}}, width, "", "       ");
  lines.insert(lines.end(), usage_lines.begin(), usage_lines.end());
  add_section(lines, "Commands", verb_entries(verb), width);
  add_section(lines, "Arguments", argument_entries(verb), width);
  add_section(lines, "Options", option_entries(verb), width);
  const CLI::App* root = &verb;
  while (root->get_parent() != nullptr) root = root->get_parent();
  if (root != &verb)
    add_section(lines, "Options of every command", option_entries(*root, false), width);
  return lines;
}

std::vector<Line> greeting(Context& context) {
  const auto& bank = context.bank();
  const auto counted = [&bank](content::Kind kind, const char* noun) {
    const std::size_t count = bank.count_of(kind);
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
  };
  const int width = context.console().width();
  std::vector<Line> lines = terminal::wrap(
      {{"nines " NINES_VERSION, Role::strong},
       {fmt::format(": practice for distributed-systems interviews. {}, {} and {} in {} "
                    "topics. Nothing leaves this machine.",
                    counted(content::Kind::choice, "question"),
                    counted(content::Kind::open, "interview question"),
                    counted(content::Kind::drill, "drill"), bank.topics().size())}},
      width);
  lines.emplace_back();
  add_entries(lines,
              {{"quiz", "multiple choice, every option explained     <- start here"},
               {"quiz --weak", "what you got wrong, weakest first"},
               {"interview", "speak your answer, judge it point by point"},
               {"drill", "numbers, drawn anew each time"},
               {"read", "articles, design cases, what is wrongly repeated"},
               {"stats", "what you know so far"},
               {"list", "what there is"},
               {"help", "everything else; Tab completes, Ctrl-D leaves"}},
              width);
  return lines;
}

void add_help(CLI::App& grammar, Invocation& invocation) {
  auto* verb = grammar.add_subcommand("help", "How to use nines, or one of its commands");
  verb->fallthrough();
  auto words = std::make_shared<std::vector<std::string>>();
  verb->add_option("COMMAND", *words, "The command to explain");
  verb->footer("nines help quiz  what quiz takes and which keys it knows");
  verb->callback([&invocation, words] {
    invocation.action = [words](Context& context) {
      Invocation unused;
      const auto tree = make_grammar(unused);
      const CLI::App* at = tree.get();
      for (const auto& word : *words) {
        const auto subs = at->get_subcommands([](const CLI::App*) { return true; });
        const auto found = std::find_if(
            subs.begin(), subs.end(), [&](const CLI::App* sub) { return sub->get_name() == word; });
        if (found == subs.end()) {
          std::vector<std::string> names;
          for (const auto* sub : subs) names.push_back(sub->get_name());
          const auto near = terminal::nearest(word, names);
          throw base::Error(
              fmt::format("no help for \"{}\": there is no such command", word),
              near ? fmt::format("did you mean \"{}\"?", *near) : "\"help\" lists the commands");
        }
        at = *found;
      }
      context.console().print(help_for(*at, context.console().width()));
      return status_done;
    };
  });
}

}  // namespace nines
