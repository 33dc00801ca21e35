#include "nines/repl.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/error.hpp"
#include "nines/command.hpp"
#include "nines/help.hpp"
#include "nines/history.hpp"
#include "nines/messages.hpp"
#include "terminal/command_line.hpp"

namespace nines {
namespace {

/// "nines quiz" works at the prompt too: people paste what they read.
std::vector<std::string> command_words(const std::string& line) {
  auto words = terminal::split_words(line);
  if (words.size() > 1 && words.front() == "nines") words.erase(words.begin());
  return words;
}

bool is_leaving(const std::vector<std::string>& words) {
  return words.size() == 1 && (words[0] == "quit" || words[0] == "exit" || words[0] == "q");
}

/// Runs one line; its errors are told and do not end the prompt.
int run_line(const std::vector<std::string>& words, Context& context) {
  try {
    const auto invocation = parse(words, context.globals());
    if (!invocation.action) {
      throw base::Error("options of the whole program are set when it starts",
                        "leave, and start again with: nines " + words.front());
    }
    Context inner(invocation.globals, context.shared());
    return invocation.action(inner);
  } catch (const base::Error& error) {
    tell_error(error, context.console().capabilities());
    return status_failed;
  }
}

}  // namespace

int run_prompt(Context& context) {
  auto& console = context.console();
  const bool is_interactive = console.capabilities().interactive;
  History history(context, is_interactive);
  if (is_interactive) {
    console.print(greeting(context));
    console.print();
  }
  const auto completer = [&context](std::string_view before) {
    return complete(before, context.bank());
  };
  int status = status_done;
  bool is_empty = true;
  for (;;) {
    const auto reply = console.ask_command("nines> ", completer);
    if (reply.kind == terminal::Reply::Kind::end) break;
    if (reply.kind == terminal::Reply::Kind::interrupted) continue;
    is_empty = false;
    std::vector<std::string> words;
    try {
      words = command_words(reply.text);
    } catch (const base::Error& error) {
      tell_error(error, console.capabilities());
      status = status_failed;
    }
    if (words.empty()) continue;
    history.add(reply.text);
    if (is_leaving(words)) break;
    if (run_line(words, context) == status_failed) status = status_failed;
  }
  if (!is_interactive && is_empty) run_line({"help"}, context);
  // A person has seen the errors; a script needs the status.
  return is_interactive ? status_done : status;
}

}  // namespace nines
