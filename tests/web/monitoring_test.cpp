#include <map>
#include <regex>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "dashboard/metrics.hpp"
#include "support/temporary_folder.hpp"
#include "web/exposition_check.hpp"
#include "web/live_server.hpp"
#include "web/tools.hpp"

namespace {

using nlohmann::json;
using web_tests::monitoring_folder;

std::set<std::string> matches_of(const std::string& text, const char* pattern) {
  const std::regex regex(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) {
    found.insert((*at)[1]);
  }
  return found;
}

/// All that the program and the recording rules give a name.
std::set<std::string> known_names(const std::string& rules) {
  const auto scenario = web_tests::small_scenario();
  const simulation::Run run(scenario, 1);
  const auto live = dashboard::LiveFeed(web_tests::facts_of(scenario, 1)).take(run, 1, false);
  auto names = matches_of(rules, "record: (\\S+)");
  for (const auto& [family, type] :
       web_tests::check_exposition(dashboard::metrics_text(live)).types) {
    names.insert(family);
    if (type != "histogram") continue;
    names.insert({family + "_bucket", family + "_count", family + "_sum"});
  }
  return names;
}

std::set<std::string> names_used(const std::string& expressions) {
  return matches_of(expressions, "\\b((?:[a-z_]+:)?nines_[a-z_]+(?::[a-z0-9_]+)?)");
}

TEST_CASE("rules speak of metrics and recorded series that there are") {
  const auto rules = support::read_file(monitoring_folder() / "rules.yml");
  const auto known = known_names(rules);
  const auto used = names_used(rules);
  REQUIRE(used.size() > 10);
  for (const auto& name : used) {
    INFO(name);
    CHECK(known.count(name) == 1);
  }
}

TEST_CASE("Grafana's panels have queries over what there is") {
  const auto known = known_names(support::read_file(monitoring_folder() / "rules.yml"));
  const auto board =
      json::parse(support::read_file(monitoring_folder() / "grafana-dashboard.json"));
  std::set<int> ids;
  REQUIRE(board["panels"].size() >= 8);
  for (const auto& panel : board["panels"]) {
    CHECK(ids.insert(panel["id"].get<int>()).second);
    CHECK(panel["gridPos"]["x"].get<int>() + panel["gridPos"]["w"].get<int>() <= 24);
    for (const auto& target : panel["targets"]) {
      const auto query = target["expr"].get<std::string>();
      INFO(query);
      REQUIRE_FALSE(names_used(query).empty());
      for (const auto& name : names_used(query)) {
        INFO(name);
        CHECK(known.count(name) == 1);
      }
    }
  }
}

TEST_CASE("promtool accepts the configuration and the rules, and the rules do what they should") {
  const auto promtool = web_tests::find_tool({"promtool"});
  if (!promtool) return;
  const support::Exit fine{.status = 0, .signal = {}};
  const auto folder = monitoring_folder();
  const auto test = std::filesystem::path(NINES_SOURCE_FOLDER) / "tests/web/rules_test.yml";
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"check", "config", (folder / "prometheus.yml").string()},
           {"check", "rules", (folder / "rules.yml").string()},
           {"test", "rules", test.string()}}) {
    const auto result = web_tests::run_tool(*promtool, arguments);
    INFO(result.output + result.error);
    CHECK(result.exit == fine);
  }
}

TEST_CASE("promtool can parse Grafana's queries") {
  const auto promtool = web_tests::find_tool({"promtool"});
  if (!promtool) return;
  const auto board =
      json::parse(support::read_file(monitoring_folder() / "grafana-dashboard.json"));
  std::string rules = "groups:\n- name: grafana\n  rules:\n";
  int number = 0;
  const auto add = [&](const json& query) {
    rules += "  - {record: q" + std::to_string(++number) + ", expr: " + query.dump() + "}\n";
  };
  for (const auto& panel : board["panels"]) {
    for (const auto& target : panel["targets"]) add(target["expr"]);
  }
  for (const auto& mark : board["annotations"]["list"]) add(mark["expr"]);
  const support::TemporaryFolder folder;
  support::write_file(folder.path() / "rules.yml", rules);
  const auto result =
      web_tests::run_tool(*promtool, {"check", "rules", (folder.path() / "rules.yml").string()});
  INFO(result.output + result.error);
  CHECK(result.exit == support::Exit{.status = 0, .signal = {}});
}

}  // namespace
