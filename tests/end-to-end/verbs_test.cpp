#include "catch.hpp"
#include "session.hpp"

using end_to_end::answered;
using end_to_end::with_content;
using nlohmann::json;
using support::contains;
using support::Exit;
using support::Home;

TEST_CASE("wrong usage is status 2 with a message that names the option or word") {
  const Home home;
  struct Case {
    std::vector<std::string> arguments;
    std::vector<std::string> told;
  };
  const Case cases[] = {
      {{"quizz"}, {"quizz", "quiz"}},
      {{"quiz", "--count", "0"}, {"--count"}},
      {{"quiz", "--count", "many"}, {"--count"}},
      {{"quiz", "--difficulty", "9"}, {"--difficulty"}},
      {{"quiz", "--seed", "abc"}, {"--seed"}},
      {{"quiz", "--seed", "-1"}, {"--seed"}},
      {{"quiz", "--no-such"}, {"--no-such"}},
      {{"quiz", "consistancy"}, {"consistancy", "consistency"}},
      {{"quiz", "e2e-wide", "--difficulty", "1"}, {"e2e-wide", "difficulty 1"}},
      {{"list", "difficulty:9"}, {"difficulty:9"}},
      {{"list", "is:lost"}, {"is:lost"}},
      {{"help", "quizz"}, {"quizz", "quiz"}},
      {{"content", "check", "/nonexistent/folder"}, {"/nonexistent/folder"}},
      {{"stats", "surplus"}, {"surplus"}},
  };
  for (const Case& test : cases) {
    const auto result = home.run(with_content(test.arguments));
    CAPTURE(test.arguments, result.error);
    CHECK(result.exit == Exit{2, {}});
    CHECK(result.output.empty());
    for (const auto& word : test.told) CHECK(contains(result.error, word));
  }
}

TEST_CASE("words that cannot be placed are shown without their control characters") {
  const Home home;
  const auto result = home.run({"qu\x1b[31miz"});
  CHECK(result.exit == Exit{2, {}});
  CHECK_FALSE(end_to_end::has_escape(result.error));
}

TEST_CASE("version and help are printed everywhere with status 0") {
  const Home home;
  CHECK(contains(home.run({"--version"}).output, "nines "));
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--help"}, {"-h"}, {"help"}}) {
    const auto result = home.run(arguments);
    CHECK(result.exit == Exit{0, {}});
    CHECK(contains(result.output, "quiz"));
    CHECK(contains(result.output, "Examples"));
    CHECK(result.error.empty());
  }
  for (const std::string verb : {"quiz", "list", "stats", "undo", "content"}) {
    CAPTURE(verb);
    const auto by_verb = home.run({"help", verb});
    CHECK(by_verb.exit == Exit{0, {}});
    CHECK(contains(by_verb.output, "Usage: nines " + verb));
    CHECK(home.run({verb, "--help"}).output == by_verb.output);
    CHECK(home.run({verb, "-h"}).output == by_verb.output);
  }
  CHECK(home.run({"content", "check", "-h"}).exit == Exit{0, {}});
}

TEST_CASE("global options stand before or after the verb") {
  const Home home;
  const auto before = home.run({"--json", "stats"});
  CHECK(before.exit == Exit{0, {}});
  CHECK(before.output == home.run({"stats", "--json"}).output);
  home.run(with_content({"--seed", "7", "quiz", "e2e-basics", "--count", "1", "--data-dir",
                         (home.path() / "elsewhere").string()}),
           "a\n");
  CHECK(std::filesystem::exists(home.path() / "elsewhere" / "journal.db"));
  CHECK(answered(home) == 0);
}

TEST_CASE("results as JSON name their schema and are nothing but JSON") {
  const Home home;
  const auto quiz = home.run(
      with_content({"quiz", "e2e-basics", "--count", "2", "--seed", "1", "--json"}), "a 3\nb\n");
  CHECK(quiz.exit == Exit{0, {}});
  const auto quiz_result = json::parse(quiz.output);
  CHECK(quiz_result.at("schema") == "nines.quiz/1");
  CHECK(quiz_result.at("answered") == 2);
  CHECK(quiz_result.at("questions").size() == 2);
  CHECK(json::parse(home.run({"stats", "--json"}).output).at("schema") == "nines.stats/1");
  const auto list = json::parse(home.run(with_content({"list", "--json", "is:seen"})).output);
  CHECK(list.at("schema") == "nines.list/1");
  CHECK(list.at("items").size() == 2);
  const auto undo = home.run(with_content({"undo", "--json"}));
  CHECK(json::parse(undo.output).at("schema") == "nines.undo/1");
  const auto check = home.run({"content", "check", "--json"});
  CHECK(contains(json::parse(check.output).at("schema").get<std::string>(), "nines.content"));
}

TEST_CASE("list filters by topic, difficulty, kind, words and what was answered") {
  const Home home;
  const auto ids = [&](std::vector<std::string> filter) {
    filter.insert(filter.begin(), "list");
    filter.push_back("--json");
    std::vector<std::string> found;
    const json list = json::parse(home.run(with_content(filter)).output);
    for (const auto& item : list.at("items")) found.push_back(item.at("id"));
    return found;
  };
  CHECK(ids({"topic:e2e-basics"}).size() == 8);
  CHECK(ids({"topic:e2e-basics", "difficulty:2"}) ==
        std::vector<std::string>{"alpha-1", "alpha-4", "alpha-7"});
  CHECK(ids({"wide-mark"}) == std::vector<std::string>{"wide-markdown"});
  CHECK(ids({"topic:e2e-wide", "kind:choice"}).size() == 1);
  CHECK(ids({"topic:e2e-basics", "is:seen"}).empty());
  home.run(with_content({"quiz", "alpha-3"}), "a\n");
  CHECK(ids({"is:seen"}) == std::vector<std::string>{"alpha-3"});
  CHECK(ids({"topic:e2e-basics", "is:new"}).size() == 7);
  CHECK(contains(home.run(with_content({"list", "topic:e2e-basics"})).output, "alpha-8"));
}

TEST_CASE("undo takes back the last answer, one at a time, over runs") {
  const Home home;
  home.run(with_content({"quiz", "e2e-basics", "--count", "2"}), "a\nb\n");
  REQUIRE(answered(home) == 2);
  CHECK(home.run({"undo"}).exit == Exit{0, {}});
  CHECK(answered(home) == 1);
  CHECK(home.run({"undo"}).exit == Exit{0, {}});
  CHECK(answered(home) == 0);
  const auto nothing = home.run({"undo"});
  CHECK_FALSE(nothing.exit.signal);
  CHECK_FALSE((nothing.output + nothing.error).empty());
}

TEST_CASE("reading verbs leave no files behind where nothing was answered") {
  const Home home;
  CHECK(home.run({"stats"}).exit == Exit{0, {}});
  CHECK(home.run({"list"}).exit == Exit{0, {}});
  CHECK(std::filesystem::is_empty(home.path()));
}

TEST_CASE("the shipped content passes its own check") {
  const Home home;
  const auto result = home.run({"content", "check"});
  CAPTURE(result.output);
  CHECK(result.exit == Exit{0, {}});
  CHECK(contains(result.output, "0 errors"));
}

TEST_CASE("a fault in added content is named by file, item and field, and the rest works") {
  const Home home;
  const auto pack = home.path() / "pack" / "faulty.json";
  const std::string good =
      support::read_file(NINES_SOURCE_FOLDER "/tests/end-to-end/content/basics.json");
  auto items = json::parse(good);
  for (auto& item : items) item["topic"] = "faulty-pack";
  items[1]["options"][1]["correct"] = true;
  items[2].erase("prompt");
  support::write_file(pack, items.dump());
  const auto quiz = home.run(
      {"quiz", "faulty-pack", "--seed", "1", "--content", pack.parent_path().string()}, "a\nq\n");
  CHECK(quiz.exit == Exit{0, {}});
  CHECK(contains(quiz.output, "1/6"));
  for (const std::string word : {"faulty.json", "alpha-2", "options", "alpha-3", "prompt"})
    CHECK(contains(quiz.error, word));
  const auto check = home.run({"content", "check", pack.parent_path().string()});
  CHECK(check.exit == Exit{1, {}});
  CHECK(contains(check.output + check.error, "alpha-2"));
  const auto missing = home.run({"list", "--content", (home.path() / "missing").string()});
  CHECK(contains(missing.error, (home.path() / "missing").string()));
  CHECK(contains(missing.output, "items"));
}
