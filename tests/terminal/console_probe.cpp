// Asks what its arguments say, in that order, and prints what it got. Driven by console_test.cpp.

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <signal.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include "base/error.hpp"
#include "terminal/capabilities.hpp"
#include "terminal/console.hpp"

namespace {

using terminal::Console;
using terminal::Reply;

void report(Console& console, const Reply& reply) {
  switch (reply.kind) {
    case Reply::Kind::text:
      return console.print({{"got [" + reply.text + "]"}});
    case Reply::Kind::interrupted:
      return console.print({{"got interrupted"}});
    case Reply::Kind::end:
      return console.print({{"got end"}});
  }
}

std::vector<std::string> complete(std::string_view before) {
  if (before.find("fail") != std::string_view::npos) throw std::runtime_error("completer failed");
  const std::string_view word = before.substr(before.rfind(' ') + 1);
  std::vector<std::string> result;
  for (const std::string name : {"quiz", "quorum", "quota", "today", "分散"}) {
    if (std::string_view(name).starts_with(word)) result.push_back(name);
  }
  return result;
}

/// Until SIGUSR1, which tells the order of things without a clock.
void hold(Console& console) {
  console.print({{"holding"}});
  sigset_t go_on;
  sigemptyset(&go_on);
  sigaddset(&go_on, SIGUSR1);
  int signal = 0;
  sigwait(&go_on, &signal);
}

void run(Console& console, std::string_view action) {
  if (action == "key") {
    report(console, console.ask_key({{"key> ", terminal::Role::key}}));
  } else if (action == "keys") {
    Reply reply;
    while (reply.kind == Reply::Kind::text && reply.text != "q") {
      reply = console.ask_key({{"key> "}});
      report(console, reply);
    }
  } else if (action == "line") {
    report(console, console.ask_line({{"line> "}}));
  } else if (action == "long-line") {
    report(console, console.ask_line({{std::string(70, 'p') + "> "}}));
  } else if (action == "command") {
    const Reply reply = console.ask_command("nines> ", complete);
    report(console, reply);
    if (reply.kind == Reply::Kind::text) console.add_history(reply.text);
  } else if (action == "history") {
    console.set_history({"first command", "second 分散"});
  } else if (action == "hold") {
    hold(console);
  } else if (action == "busy") {
    console.print({{"busy"}});
    while (true) ::pause();
  } else if (action == "width") {
    console.print({{"width " + std::to_string(console.width())}});
  } else if (action == "text") {
    console.print_wrapped({{"héllo 分散 wörld → "}, {"good", terminal::Role::good}});
  } else if (action == "flood") {
    while (true) console.print({{std::string(1000, 'x')}});
  } else if (action == "exit") {
    std::exit(3);
  } else if (action == "throw") {
    throw base::Error("thrown on purpose");
  } else if (action == "abort") {
    std::abort();
  } else {
    throw base::Error("unknown action: " + std::string(action));
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "");
  sigset_t go_on;
  sigemptyset(&go_on);
  sigaddset(&go_on, SIGUSR1);
  sigprocmask(SIG_BLOCK, &go_on, nullptr);

  terminal::Preferences preferences;
  std::vector<std::string_view> actions;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--screen-reader") {
      preferences.screen_reader = true;
    } else if (argument == "--plain") {
      preferences.plain = true;
    } else {
      actions.push_back(argument);
    }
  }
  try {
    Console console(terminal::capabilities(terminal::current_environment(), preferences));
    for (const std::string_view action : actions) run(console, action);
    console.print({{"done"}});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "probe: %s\n", error.what());
    return 2;
  }
}
