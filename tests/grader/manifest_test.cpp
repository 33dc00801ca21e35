#include "grader/manifest.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "base/error.hpp"
#include "breaker/notation.hpp"
#include "catch.hpp"
#include "grader/fixtures/circuit_breaker.hpp"
#include "support/temporary_folder.hpp"

namespace {

const std::filesystem::path shipped =
    std::filesystem::path(NINES_SOURCE_FOLDER) / "graders/circuit-breaker";

/// A small sound challenge; a test replaces one part of one of its files.
class Challenge {
 public:
  Challenge() {
    support::write_file(folder_.path() / "starters/cpp/start.hpp", "class Valve;\n");
    write("challenge.json", challenge);
    write("traces.json", traces);
  }

  void replace(const std::string& file, const std::string& from, const std::string& to) {
    std::string text = file == "challenge.json" ? challenge : traces;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    write(file, text.replace(at, from.size(), to));
  }

  void write(const std::string& file, const std::string& text) {
    support::write_file(folder_.path() / file, text);
  }

  grader::Manifest load() const { return grader::load_manifest(folder_.path()); }

  /// What loading complains of, without the folder's name.
  std::string complaint() const {
    try {
      load();
    } catch (const base::Error& error) {
      std::string text = error.what();
      const std::string prefix = folder_.path().string() + "/";
      for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
        text.erase(at, prefix.size());
      return text;
    }
    return "none";
  }

 private:
  static constexpr const char* challenge = R"({
    "format": 1, "id": "valve", "title": "Valve", "oracle": "valve", "difficulty": "easy",
    "minutes": 10, "statement": ["Write a valve.", "", "It shuts."],
    "parameters": ["limit"], "states": ["ON", "OFF"], "lagging_requirement": "shuts",
    "settings": [[1], [2]],
    "languages": [{"id": "cpp", "title": "C++", "extensions": [".hpp"],
                   "signature": "class Valve;", "starter": "start.hpp"}],
    "requirements": [
      {"id": "shuts", "class": "required", "title": "It shuts.", "hint": "When?",
       "patterns": [{"at": ["shut"], "after": ["open"], "got": ["returned", "swallowed"]}]},
      {"id": "quiet", "class": "robust", "title": "It is quiet.", "hint": "Is it?", "patterns": []}]
  })";
  static constexpr const char* traces = R"({
    "format": 1, "notation": "S a call",
    "traces": [{"name": "plain", "requirement": "shuts", "setting": [2], "trace": "FFw"},
               {"name": "pair", "requirement": "shuts", "setting": [1], "trace": "F", "second": "S"}]
  })";
  support::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("a challenge is read with all its parts") {
  const auto manifest = Challenge().load();
  CHECK(manifest.id == "valve");
  CHECK(manifest.statement == "Write a valve.\n\nIt shuts.");
  CHECK(manifest.minutes == 10);
  REQUIRE(manifest.requirements.size() == 2);
  CHECK(manifest.requirements[0].level == grader::RequirementClass::required);
  CHECK(manifest.requirements[1].level == grader::RequirementClass::robust);
  const auto& pattern = manifest.requirements[0].patterns.at(0);
  CHECK(pattern.at == std::vector<std::string>{"shut"});
  CHECK(pattern.after == std::vector<std::string>{"open"});
  CHECK(pattern.got ==
        std::vector<grader::Outcome>{grader::Outcome::returned, grader::Outcome::swallowed});
  REQUIRE(manifest.settings.size() == 2);
  CHECK(manifest.settings[1].values[0] == 2);
  CHECK(manifest.settings[1].values[1] == 0);
  REQUIRE(manifest.traces.size() == 2);
  CHECK(breaker::to_string(manifest.traces[0].trace) == "FFw");
  CHECK(breaker::to_string(manifest.traces[1].second) == "S");
  CHECK(manifest.languages.at(0).extensions.at(0) == ".hpp");
}

TEST_CASE("a faulty challenge is refused with the file and the field") {
  struct Case {
    std::string file, from, to, complaint;
  };
  const Case cases[] = {
      {"challenge.json", "\"minutes\": 10", "\"minutes\": \"10\"",
       "challenge.json: field \"minutes\": must be a whole number"},
      {"challenge.json", "\"minutes\": 10", "\"minutes\": 0",
       "challenge.json: field \"minutes\": must be at least 1"},
      {"challenge.json", "\"minutes\": 10", "\"minutes\": 99999999999",
       "challenge.json: field \"minutes\": is too large"},
      {"challenge.json", "\"title\": \"Valve\", ", "", "challenge.json: has no \"title\""},
      {"challenge.json", "\"title\": \"Valve\"", "\"title\": \"Valve\", \"titel\": 1",
       "challenge.json: unknown \"titel\""},
      {"challenge.json", "\"format\": 1", "\"format\": 2",
       "challenge.json: field \"format\": this nines knows format 1 only"},
      {"challenge.json", "[[1], [2]]", "[[1], [2, 3]]",
       "challenge.json: field \"settings[1]\": must have 1 numbers, one per parameter"},
      {"challenge.json", "[[1], [2]]", "[[0]]",
       "challenge.json: field \"settings[0][0]\": must be at least 1"},
      {"challenge.json", "\"swallowed\"", "\"eaten\"",
       "challenge.json: field \"requirements[0].patterns[0].got[1]\": there is no outcome "
       "\"eaten\""},
      {"challenge.json", "\"class\": \"robust\"", "\"class\": \"odd\"",
       "challenge.json: field \"requirements[1].class\": must be \"required\" or \"robust\""},
      {"challenge.json", "\"id\": \"quiet\"", "\"id\": \"shuts\"",
       "challenge.json: field \"requirements[1].id\": \"shuts\" is there twice"},
      {"challenge.json", "\"lagging_requirement\": \"shuts\"", "\"lagging_requirement\": \"lags\"",
       "challenge.json: field \"lagging_requirement\": there is no requirement \"lags\""},
      {"challenge.json", "[\".hpp\"]", "[\"hpp\"]",
       "challenge.json: field \"languages[0].extensions\": an extension begins with a dot"},
      {"challenge.json", "\"start.hpp\"", "\"none.hpp\"",
       "challenge.json: field \"languages[0].starter\": there is no file starters/cpp/none.hpp"},
      {"traces.json", "\"FFw\"", "\"FXw\"", "traces.json: field \"traces[0].trace\": "},
      {"traces.json", "\"second\": \"S\"", "\"second\": \"SS\"",
       "traces.json: field \"traces[1].second\": must have as many steps as the trace"},
      {"traces.json", "\"requirement\": \"shuts\"", "\"requirement\": \"shut\"",
       "traces.json: field \"traces[0].requirement\": there is no requirement \"shut\""},
      {"traces.json", "\"name\": \"pair\"", "\"name\": \"plain\"",
       "traces.json: field \"traces[1].name\": \"plain\" is there twice"},
  };
  for (const auto& [file, from, to, complaint] : cases) {
    Challenge challenge;
    challenge.replace(file, from, to);
    INFO(to);
    CHECK(challenge.complaint().substr(0, complaint.size()) == complaint);
  }
}

TEST_CASE("a challenge whose files are missing or no JSON is refused with the file") {
  Challenge challenge;
  challenge.write("traces.json", "{\"format\": 1,");
  CHECK(challenge.complaint().starts_with("traces.json: not valid JSON: "));
  CHECK_THROWS_WITH(grader::load_manifest("/nonexistent"),
                    "cannot read /nonexistent/challenge.json");
}

TEST_CASE("the circuit breaker's requirements stand in their order, with a hint each") {
  const auto manifest = grader::load_manifest(shipped);
  std::vector<std::string> ids;
  for (const auto& requirement : manifest.requirements) {
    ids.push_back(requirement.id);
    CHECK(requirement.title.back() == '.');
    CHECK(requirement.hint.back() == '?');
  }
  CHECK(ids == std::vector<std::string>{"starts-closed",
                                        "value-returned",
                                        "error-passed-on",
                                        "opens-after-n",
                                        "success-resets-failures",
                                        "fails-fast",
                                        "rejection-changes-nothing",
                                        "stays-open-until-timeout",
                                        "trial-after-timeout",
                                        "half-open-visible",
                                        "closes-after-m",
                                        "failure-reopens",
                                        "reopen-full-timeout",
                                        "successes-start-afresh",
                                        "failures-start-afresh",
                                        "many-cycles",
                                        "slot-released",
                                        "instances-independent",
                                        "late-failure",
                                        "late-success",
                                        "lock-free-call",
                                        "re-entrant",
                                        "result-types",
                                        "odd-throws",
                                        "huge-timeout",
                                        "invalid-arguments",
                                        "data-races",
                                        "memory-sound"});
  CHECK(std::count_if(manifest.requirements.begin(), manifest.requirements.end(),
                      [](const auto& requirement) {
                        return requirement.level == grader::RequirementClass::required;
                      }) == 18);
}

TEST_CASE(
    "the circuit breaker's traces serve every required behaviour and hold the acceptance run") {
  const auto manifest = grader::load_manifest(shipped);
  std::set<std::string> served;
  for (const auto& trace : manifest.traces) served.insert(trace.requirement);
  for (const auto& requirement : manifest.requirements) {
    // A slot is held by calls that overlap: those traces are derived, not named.
    if (requirement.level == grader::RequirementClass::robust || requirement.id == "slot-released")
      continue;
    INFO(requirement.id);
    CHECK(served.contains(requirement.id));
  }
  const auto acceptance =
      std::find_if(manifest.traces.begin(), manifest.traces.end(),
                   [](const auto& trace) { return trace.name == "acceptance run"; });
  REQUIRE(acceptance != manifest.traces.end());
  CHECK(breaker::to_string(acceptance->trace) == "FFwS");
  CHECK(acceptance->setting == grader::Setting{{2, 1, 1, 0}});
}

TEST_CASE(
    "the circuit breaker's faults are told apart by the patterns that the suite is tested with") {
  const auto shipped_manifest = grader::load_manifest(shipped);
  const auto tested = grader::fixtures::circuit_breaker();
  CHECK(shipped_manifest.settings == tested.settings);
  for (const auto& expected : tested.requirements) {
    INFO(expected.id);
    const auto found =
        std::find_if(shipped_manifest.requirements.begin(), shipped_manifest.requirements.end(),
                     [&](const auto& each) { return each.id == expected.id; });
    REQUIRE(found != shipped_manifest.requirements.end());
    REQUIRE(found->patterns.size() == expected.patterns.size());
    for (std::size_t i = 0; i < expected.patterns.size(); ++i) {
      CHECK(found->patterns[i].at == expected.patterns[i].at);
      CHECK(found->patterns[i].after == expected.patterns[i].after);
      CHECK(found->patterns[i].got == expected.patterns[i].got);
    }
  }
}
