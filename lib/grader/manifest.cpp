#include "grader/manifest.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "breaker/notation.hpp"
#include "grader/json_reader.hpp"
#include "grader/names.hpp"

namespace grader {
namespace {

constexpr int format_known = 1;
constexpr std::size_t states_max = state_not_asked;

void expect_format(const JsonNode& root) {
  if (const auto format = root.at("format"); format.number() != format_known)
    format.fail("this nines knows format " + std::to_string(format_known) + " only");
}

Setting setting_from(const JsonNode& node, const Manifest& manifest) {
  const auto numbers = node.list();
  if (numbers.size() != manifest.parameters.size()) {
    node.fail("must have " + std::to_string(manifest.parameters.size()) +
              " numbers, one per parameter");
  }
  Setting setting;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    setting.values[i] = numbers[i].number();
    if (setting.values[i] < 1) numbers[i].fail("must be at least 1");
  }
  return setting;
}

RequirementPattern pattern_from(const JsonNode& node) {
  node.expect_fields({"at"}, {"after", "got"});
  RequirementPattern pattern;
  pattern.at = node.at("at").texts();
  if (node.has("after")) pattern.after = node.at("after").texts();
  if (node.has("got")) {
    for (const auto& entry : node.at("got").list()) {
      const auto outcome = outcome_named(entry.text());
      if (!outcome) entry.fail("there is no outcome \"" + entry.text() + "\"");
      pattern.got.push_back(*outcome);
    }
  }
  return pattern;
}

Requirement requirement_from(const JsonNode& node) {
  node.expect_fields({"id", "class", "title", "hint", "patterns"});
  Requirement requirement{
      .id = node.at("id").text(), .title = node.at("title").text(), .hint = node.at("hint").text()};
  const auto level = node.at("class");
  if (level.text() == "robust") {
    requirement.level = RequirementClass::robust;
  } else if (level.text() != "required") {
    level.fail("must be \"required\" or \"robust\"");
  }
  for (const auto& entry : node.at("patterns").list())
    requirement.patterns.push_back(pattern_from(entry));
  return requirement;
}

LanguageEntry language_from(const JsonNode& node, const std::filesystem::path& folder) {
  node.expect_fields({"id", "title", "extensions", "signature", "starter"});
  LanguageEntry language{.id = node.at("id").text(),
                         .title = node.at("title").text(),
                         .extensions = node.at("extensions").texts(),
                         .signature = node.at("signature").lines(),
                         .starter = node.at("starter").text()};
  for (const auto& extension : language.extensions) {
    if (extension.front() != '.') node.at("extensions").fail("an extension begins with a dot");
  }
  std::error_code error;
  const auto starter = folder / "starters" / language.id / language.starter;
  if (!std::filesystem::is_regular_file(starter, error))
    node.at("starter").fail("there is no file " + starter.string());
  return language;
}

void read_challenge(const JsonNode& root, Manifest& manifest) {
  root.expect_fields({"format", "id", "title", "oracle", "difficulty", "minutes", "statement",
                      "parameters", "states", "lagging_requirement", "settings", "languages",
                      "requirements"});
  expect_format(root);
  manifest.id = root.at("id").text();
  manifest.title = root.at("title").text();
  manifest.oracle = root.at("oracle").text();
  manifest.difficulty = root.at("difficulty").text();
  manifest.minutes = root.at("minutes").number();
  if (manifest.minutes < 1) root.at("minutes").fail("must be at least 1");
  manifest.statement = root.at("statement").lines();
  manifest.parameters = root.at("parameters").texts();
  if (manifest.parameters.empty() || manifest.parameters.size() > Setting{}.values.size()) {
    root.at("parameters")
        .fail("must name 1 to " + std::to_string(Setting{}.values.size()) + " parameters");
  }
  manifest.states = root.at("states").texts();
  if (manifest.states.empty() || manifest.states.size() > states_max)
    root.at("states").fail("must name 1 to " + std::to_string(states_max) + " states");
  for (const auto& node : root.at("settings").list())
    manifest.settings.push_back(setting_from(node, manifest));
  if (manifest.settings.empty()) root.at("settings").fail("is empty");
  for (const auto& node : root.at("languages").list())
    manifest.languages.push_back(language_from(node, manifest.folder));
  if (manifest.languages.empty()) root.at("languages").fail("is empty");
}

void read_requirements(const JsonNode& root, Manifest& manifest) {
  std::set<std::string> ids;
  for (const auto& node : root.at("requirements").list()) {
    manifest.requirements.push_back(requirement_from(node));
    if (!ids.insert(manifest.requirements.back().id).second)
      node.at("id").fail("\"" + manifest.requirements.back().id + "\" is there twice");
  }
  if (manifest.requirements.empty()) root.at("requirements").fail("is empty");
  const auto lagging = root.at("lagging_requirement");
  manifest.lagging_requirement = lagging.text();
  if (!ids.contains(manifest.lagging_requirement))
    lagging.fail("there is no requirement \"" + manifest.lagging_requirement + "\"");
}

Trace trace_from(const JsonNode& node) {
  try {
    return breaker::parse_trace(node.text());
  } catch (const base::Error& error) {
    node.fail(error.what());
  }
}

NamedTrace named_trace_from(const JsonNode& node, const Manifest& manifest) {
  node.expect_fields({"name", "requirement", "setting", "trace"}, {"second"});
  NamedTrace named{.name = node.at("name").text(),
                   .requirement = node.at("requirement").text(),
                   .setting = setting_from(node.at("setting"), manifest),
                   .trace = trace_from(node.at("trace"))};
  if (std::none_of(manifest.requirements.begin(), manifest.requirements.end(),
                   [&](const auto& known) { return known.id == named.requirement; })) {
    node.at("requirement").fail("there is no requirement \"" + named.requirement + "\"");
  }
  if (node.has("second")) {
    named.second = trace_from(node.at("second"));
    if (named.second.size() != named.trace.size())
      node.at("second").fail("must have as many steps as the trace");
  }
  return named;
}

void read_traces(const JsonNode& root, Manifest& manifest) {
  root.expect_fields({"format", "notation", "traces"});
  expect_format(root);
  std::set<std::string> names;
  for (const auto& node : root.at("traces").list()) {
    manifest.traces.push_back(named_trace_from(node, manifest));
    if (!names.insert(manifest.traces.back().name).second)
      node.at("name").fail("\"" + manifest.traces.back().name + "\" is there twice");
  }
}

}  // namespace

Manifest load_manifest(const std::filesystem::path& folder) {
  Manifest manifest;
  manifest.folder = folder;
  const auto challenge = read_json_file(folder / "challenge.json");
  const JsonNode root(challenge, (folder / "challenge.json").string(), {});
  read_challenge(root, manifest);
  read_requirements(root, manifest);
  const auto traces = read_json_file(folder / "traces.json");
  read_traces(JsonNode(traces, (folder / "traces.json").string(), {}), manifest);
  return manifest;
}

const LanguageEntry& language_of(const Manifest& manifest,
                                 const std::filesystem::path& submission) {
  const std::string extension = submission.extension().string();
  std::string known;
  for (const LanguageEntry& language : manifest.languages) {
    for (const std::string& candidate : language.extensions) {
      if (candidate == extension) return language;
      known += (known.empty() ? "" : ", ") + candidate;
    }
  }
  throw base::Error(submission.string() + " does not look like a submission (" + known + ")",
                    "start one with: nines challenge start " + manifest.id);
}

}  // namespace grader
