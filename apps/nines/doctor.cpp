#include <fmt/format.h>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "nines/doctor_checks.hpp"
#include "nines/json_output.hpp"
#include "nines/verbs.hpp"

namespace nines {
namespace {

using terminal::Role;

const char* name(Check::Status status) {
  switch (status) {
    case Check::Status::works:
      return "works";
    case Check::Status::missing:
      return "missing";
    case Check::Status::fails:
      break;
  }
  return "fails";
}

terminal::Span mark(Check::Status status) {
  switch (status) {
    case Check::Status::works:
      return {"+ ", Role::good};
    case Check::Status::missing:
      return {"? ", Role::warning};
    case Check::Status::fails:
      break;
  }
  return {"- ", Role::bad};
}

int run_doctor(Context& context) {
  const auto checks = check_machine(context);
  const bool healthy = is_healthy(checks);
  if (context.globals().json) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& check : checks) {
      list.push_back({{"area", check.area},
                      {"name", check.name},
                      {"status", name(check.status)},
                      {"text", check.text}});
    }
    print_json({{"schema", "nines.doctor/1"}, {"healthy", healthy}, {"checks", std::move(list)}},
               context);
    return healthy ? status_done : status_refused;
  }
  auto& console = context.console();
  std::string area;
  for (const auto& check : checks) {
    if (check.area != area) {
      area = check.area;
      console.print({{area, Role::heading}});
    }
    const std::string word =
        check.status == Check::Status::works ? "" : fmt::format("{}: ", name(check.status));
    console.print_wrapped({mark(check.status),
                           {fmt::format("{:<14}", check.name), Role::strong},
                           {" " + word + check.text}},
                          " ", "                  ");
  }
  console.print_wrapped(
      {healthy ? terminal::Span{"Everything that nines promises works here.", Role::good}
               : terminal::Span{"Not everything works here: see the lines with -.", Role::bad}});
  return healthy ? status_done : status_refused;
}

}  // namespace

void add_doctor(CLI::App& grammar, Invocation& invocation) {
  auto* verb = grammar.add_subcommand("doctor", "What works on this machine, and why not the rest");
  verb->fallthrough();
  verb->footer("nines doctor  compilers, sandbox, terminal, folders, content");
  verb->callback([&invocation] { invocation.action = run_doctor; });
}

}  // namespace nines
