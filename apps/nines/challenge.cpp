#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "nines/challenge_clock.hpp"
#include "nines/challenges.hpp"
#include "nines/json_output.hpp"
#include "nines/verbs.hpp"
#include "terminal/markdown.hpp"

namespace nines {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using terminal::Role;

std::string languages_of(const grader::Manifest& challenge) {
  std::string text;
  for (const auto& language : challenge.languages)
    text += (text.empty() ? "" : ", ") + language.title;
  return text;
}

int run_list(Context& context) {
  const auto challenges = load_challenges();
  if (context.globals().json) {
    auto list = Json::array();
    for (const auto& challenge : challenges) {
      auto languages = Json::array();
      for (const auto& language : challenge.languages) languages.push_back(language.id);
      list.push_back({{"id", challenge.id},
                      {"title", challenge.title},
                      {"difficulty", challenge.difficulty},
                      {"minutes", challenge.minutes},
                      {"languages", std::move(languages)},
                      {"requirements", challenge.requirements.size()}});
    }
    print_json({{"schema", "nines.challenge-list/1"}, {"challenges", std::move(list)}}, context);
    return status_done;
  }
  for (const auto& challenge : challenges) {
    context.console().print_wrapped({{challenge.id, Role::key},
                                     {fmt::format("  {}, {} minutes, {}", challenge.difficulty,
                                                  challenge.minutes, languages_of(challenge))}},
                                    " ", "   ");
  }
  return status_done;
}

/// The statement, then the requirements in the order in which they are judged.
std::string document_of(const grader::Manifest& challenge) {
  std::string text = fmt::format("# {}\n\n*{}, {} minutes*\n\n{}\n", challenge.title,
                                 challenge.difficulty, challenge.minutes, challenge.statement);
  for (const auto& language : challenge.languages)
    text += fmt::format("\n## In {}\n\n```\n{}\n```\n", language.title, language.signature);
  text += "\n## What is judged\n\n";
  for (const auto& requirement : challenge.requirements) {
    if (requirement.level == grader::RequirementClass::required)
      text += fmt::format("- `{}` {}\n", requirement.id, requirement.title);
  }
  return text + fmt::format("\nStart with `nines challenge start {}`.\n", challenge.id);
}

Json json_of(const grader::Manifest& challenge) {
  auto requirements = Json::array();
  for (const auto& requirement : challenge.requirements) {
    const bool required = requirement.level == grader::RequirementClass::required;
    requirements.push_back({{"id", requirement.id},
                            {"class", required ? "required" : "robust"},
                            {"title", requirement.title}});
  }
  auto languages = Json::array();
  for (const auto& language : challenge.languages) {
    languages.push_back({{"id", language.id},
                         {"title", language.title},
                         {"extensions", language.extensions},
                         {"signature", language.signature}});
  }
  return {{"schema", "nines.challenge/1"},     {"id", challenge.id},
          {"title", challenge.title},          {"difficulty", challenge.difficulty},
          {"minutes", challenge.minutes},      {"statement", challenge.statement},
          {"languages", std::move(languages)}, {"requirements", std::move(requirements)}};
}

int run_show(const std::string& id, Context& context) {
  const auto challenge = find_challenge(id);
  if (context.globals().json) {
    print_json(json_of(challenge), context);
    return status_done;
  }
  auto& console = context.console();
  console.print(terminal::render_markdown(document_of(challenge),
                                          {console.width(), console.capabilities().screen_reader}));
  return status_done;
}

struct StartOptions {
  std::string challenge;
  fs::path folder = ".";
  std::string language;
};

const grader::LanguageEntry& find_language(const grader::Manifest& challenge,
                                           const std::string& id) {
  const auto& all = challenge.languages;
  if (id.empty()) return all.front();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& language) { return language.id == id; });
  if (found == all.end()) {
    throw base::Error(fmt::format("{} cannot be written in \"{}\" yet", challenge.id, id),
                      fmt::format("there is {}: --language {}", all.front().title, all.front().id));
  }
  return *found;
}

/// Never replaces a file, not even one that appears meanwhile.
void copy_starter(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to.parent_path(), error);
  if (error) {
    throw base::Error(
        fmt::format("cannot make the folder {}: {}", to.parent_path().string(), error.message()),
        "name another folder");
  }
  fs::copy_file(from, to, fs::copy_options::none, error);
  if (error == std::errc::file_exists || error == std::errc::is_a_directory) {
    throw base::Error(fmt::format("{} is there already, and stays as it is", to.string()),
                      "name another folder, or go on with: nines grade " + to.string());
  }
  if (error)
    throw base::Error(fmt::format("cannot write {}: {}", to.string(), error.message()),
                      "name another folder");
}

int run_start(const StartOptions& options, Context& context) {
  const auto challenge = find_challenge(options.challenge);
  const auto& language = find_language(challenge, options.language);
  const auto file = (options.folder / language.starter).lexically_normal();
  copy_starter(challenge.folder / "starters" / language.id / language.starter, file);
  ChallengeClock(context.state_folder(), challenge.id).start(context.clock().now());
  if (context.globals().json) {
    print_json({{"schema", "nines.challenge-start/1"},
                {"challenge", challenge.id},
                {"language", language.id},
                {"file", file.string()},
                {"minutes", challenge.minutes}},
               context);
    return status_done;
  }
  auto& console = context.console();
  console.print_wrapped({{file.string(), Role::key},
                         {fmt::format(" is yours: it compiles, and fails. The clock runs, {}:00.",
                                      challenge.minutes)}});
  console.print_wrapped(
      {{"Read the task:  "}, {"nines challenge show " + challenge.id, Role::code}}, " ", "   ");
  console.print_wrapped(
      {{"Then, whenever you like:  "}, {"nines grade " + file.string(), Role::code}}, " ", "   ");
  console.print_wrapped(
      {{"Or on every save:  "}, {"nines grade --watch " + file.string(), Role::code}}, " ", "   ");
  return status_done;
}

}  // namespace

void add_challenge(CLI::App& grammar, Invocation& invocation) {
  auto* verb = grammar.add_subcommand("challenge", "Coding challenges: what to write, and a start");
  verb->fallthrough();
  verb->require_subcommand(1);
  verb->footer(
      "nines challenge show circuit-breaker  the task\n"
      "nines challenge start circuit-breaker try-it  a file to begin with, and the clock");

  auto* list = verb->add_subcommand("list", "What challenges there are");
  list->fallthrough();
  list->callback([&invocation] { invocation.action = run_list; });

  auto* show = verb->add_subcommand("show", "The task of a challenge");
  show->fallthrough();
  auto id = std::make_shared<std::string>();
  show->add_option("CHALLENGE", *id, "Which one; not needed while there is only one");
  show->callback([&invocation, id] {
    invocation.action = [id](Context& context) { return run_show(*id, context); };
  });

  auto* start = verb->add_subcommand("start", "Copy the starter file and start the clock");
  start->fallthrough();
  auto options = std::make_shared<StartOptions>();
  start->add_option("CHALLENGE", options->challenge,
                    "Which one; not needed while there is only one");
  start->add_option("DIR", options->folder, "Where to put the file (here)");
  start->add_option("--language", options->language, "In which language (cpp)")->type_name("NAME");
  start->footer("nines challenge start circuit-breaker try-it  in a folder of its own");
  start->callback([&invocation, options] {
    invocation.action = [options](Context& context) { return run_start(*options, context); };
  });
}

}  // namespace nines
