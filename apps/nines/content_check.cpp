#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "content/lint.hpp"
#include "nines/json_output.hpp"
#include "nines/verbs.hpp"

namespace nines {
namespace {

using Json = nlohmann::ordered_json;
using terminal::Role;

std::size_t count(const content::LintReport& report, content::Severity severity) {
  return static_cast<std::size_t>(
      std::count_if(report.problems.begin(), report.problems.end(),
                    [severity](const auto& problem) { return problem.severity == severity; }));
}

std::string counted(std::size_t n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

Json json_of_kinds(const content::TopicBalance& balance) {
  Json kinds = Json::object();
  for (std::size_t kind = 0; kind < balance.by_kind.size(); ++kind) {
    kinds[std::string(content::kind_names[kind])] = balance.by_kind[kind];
  }
  return kinds;
}

/// Such as "12 choice, 3 open", without what there is none of.
std::string kinds_text(const content::TopicBalance& balance) {
  std::string text;
  for (std::size_t kind = 0; kind < balance.by_kind.size(); ++kind) {
    if (balance.by_kind[kind] == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", balance.by_kind[kind],
                        content::kind_names[kind]);
  }
  return text;
}

Json json_of(const content::LintReport& report) {
  auto problems = Json::array();
  for (const auto& problem : report.problems) {
    problems.push_back(
        {{"severity", problem.severity == content::Severity::error ? "error" : "warning"},
         {"rule", problem.rule},
         {"file", problem.place.file.string()},
         {"line", problem.place.line},
         {"item", problem.item_id},
         {"field", problem.field},
         {"message", problem.message}});
  }
  auto strategies = Json::array();
  for (const auto& strategy : report.strategies) {
    strategies.push_back({{"name", strategy.name},
                          {"items", strategy.items},
                          {"hits", strategy.hits},
                          {"accuracy", strategy.accuracy},
                          {"chance", strategy.chance},
                          {"p", strategy.p_value},
                          {"p_adjusted", strategy.p_adjusted},
                          {"wilson_low", strategy.wilson_low},
                          {"passes", strategy.passes}});
  }
  auto topics = Json::array();
  for (const auto& balance : report.balance) {
    topics.push_back({{"topic", balance.topic},
                      {"items", balance.items},
                      {"by_kind", json_of_kinds(balance)},
                      {"by_difficulty", balance.by_difficulty}});
  }
  return {{"schema", "nines.content-check/1"},
          {"items", report.items},
          {"choice_items", report.choice_items},
          {"errors", count(report, content::Severity::error)},
          {"warnings", count(report, content::Severity::warning)},
          {"problems", std::move(problems)},
          {"topics", std::move(topics)},
          {"strategies", std::move(strategies)},
          {"key_positions", report.key_positions},
          {"key_position_p", report.key_position_p},
          {"runs_p", report.runs_p},
          {"blind_score", report.blind_score < 0 ? Json() : Json(report.blind_score)},
          {"blind_chance", report.blind_score < 0 ? Json() : Json(report.blind_chance)}};
}

void print_strategies(const content::LintReport& report, terminal::Console& console) {
  console.print();
  console.print_wrapped({{"Guessing by one feature", Role::heading},
                         {" (right by guessing, chance, p after Holm's correction)"}});
  for (const auto& strategy : report.strategies) {
    if (strategy.items == 0) continue;  // such as hedges in a bank without any
    console.print({{fmt::format("  {:<20}", strategy.name)},
                   {fmt::format("{:5.1f} %  {:5.1f} %  p={:.3f}", 100 * strategy.accuracy,
                                100 * strategy.chance, strategy.p_adjusted)},
                   strategy.passes ? terminal::Span{"  ok", Role::good}
                                   : terminal::Span{"  TOO GOOD", Role::bad}});
  }
  std::string positions;
  for (const auto uses : report.key_positions) {
    positions += fmt::format("{}{}", positions.empty() ? "" : "/", uses);
  }
  console.print_wrapped({{fmt::format("Key positions {} (chi-square p={:.3f}, runs p={:.3f}).",
                                      positions, report.key_position_p, report.runs_p)}});
  if (report.blind_score >= 0) {
    console.print_wrapped(
        {{fmt::format("Blind score {:.1f} % (chance {:.1f} %): a model of all features, "
                      "tested on topics it was not trained on.",
                      100 * report.blind_score, 100 * report.blind_chance)}});
  }
}

void print_balance(const content::LintReport& report, terminal::Console& console) {
  console.print();
  console.print_wrapped({{"Items by topic", Role::heading}, {" (easy, middle, hard; by kind)"}});
  for (const auto& balance : report.balance) {
    const auto& [easy, middle, hard] = balance.by_difficulty;
    console.print_wrapped({{fmt::format("  {:<28}{:4}   {}/{}/{}   {}", balance.topic,
                                        balance.items, easy, middle, hard, kinds_text(balance))}},
                          "", "    ");
  }
}

int run_check(const std::optional<std::filesystem::path>& folder, Context& context) {
  const std::vector<std::filesystem::path> packs{folder ? *folder : shipped_content()};
  std::error_code error;
  if (!std::filesystem::exists(packs[0], error)) {
    throw base::Error(fmt::format("cannot read {}: {}", packs[0].string(),
                                  error ? error.message() : "there is no such file or folder"),
                      "name a folder with *.json files, or one such file");
  }
  const auto bank = content::load(packs, shipped_content() / "schema", content::Validation::full);
  const auto report = content::lint(bank);
  const std::size_t errors = count(report, content::Severity::error);
  const std::size_t warnings = count(report, content::Severity::warning);
  if (context.globals().json) {
    print_json(json_of(report), context);
    return errors > 0 ? status_refused : status_done;
  }
  auto& console = context.console();
  for (const auto& problem : report.problems) {
    const bool is_error = problem.severity == content::Severity::error;
    console.print_wrapped(
        {is_error ? terminal::Span{"error", Role::bad} : terminal::Span{"warning", Role::warning},
         {fmt::format(" [{}] {}", problem.rule, content::describe(problem))}},
        "", "    ");
  }
  if (!report.balance.empty()) print_balance(report, console);
  if (report.choice_items > 0) print_strategies(report, console);
  console.print();
  console.print_wrapped({{fmt::format("{} in {}: {}, {}.", counted(report.items, "item"),
                                      counted(bank.file_count(), "file"), counted(errors, "error"),
                                      counted(warnings, "warning")),
                          errors > 0 ? Role::bad : Role::good}});
  return errors > 0 ? status_refused : status_done;
}

}  // namespace

void add_content(CLI::App& grammar, Invocation& invocation) {
  auto* verb = grammar.add_subcommand("content", "Check a folder of questions");
  verb->fallthrough();
  verb->require_subcommand(1);
  verb->footer("nines content check ~/decks  is every item sound, and can the bank be guessed?");
  auto* check =
      verb->add_subcommand("check", "Check every item, and whether guessing beats the bank");
  check->fallthrough();
  auto folder = std::make_shared<std::optional<std::filesystem::path>>();
  check->add_option("DIR", *folder,
                    "The folder, or one file; the shipped content when none is given");
  check->footer(
      "nines content check  the shipped content\n"
      "nines content check ~/decks  your own\n"
      "nines content check ~/decks --json  for a program");
  check->callback([&invocation, folder] {
    invocation.action = [folder](Context& context) { return run_check(*folder, context); };
  });
}

}  // namespace nines
